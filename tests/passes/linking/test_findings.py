from skillrt.passes.base import PassContext
from skillrt.passes.linking.findings import diagnostics, new_text, reference, text_edit
from skillrt.passes.linking.outcomes import Linker, Outcome
from tests.passes.linked import module


def outcomes(text: str) -> list[Outcome]:
    return [item for item in Linker(module(text), PassContext()).outcomes() if item.status != "nothing"]


def test_a_link_keeps_its_fragment():
    found = outcomes("[a](Forms.md#part)")[0]
    assert new_text(found) == "forms.md#part"
    edit = text_edit(found)
    assert edit is not None
    assert (edit.new, edit.rule) == ("forms.md#part", "wrong-case")


def test_a_reference_style_link_has_no_safe_edit():
    found = outcomes("[a][1]\n\n[1]: Forms.md\n")
    assert [(item.status, new_text(item)) for item in found] == [("mended", "")]
    assert diagnostics(found)[0].fix is None


def test_a_program_run_by_its_path_stays_one():
    found = outcomes("```bash\n./skills/sample/run_all.sh\n./scripts/run.sh\n```")
    assert [(item.status, new_text(item)) for item in found if item.status == "mended"] == []
    found = outcomes("```bash\n./skills/sample/forms.md\n```")
    assert [new_text(item) for item in found] == ["./forms.md"]


def test_places_and_facts():
    found = outcomes("One.\n\nTwo `references/terms.md` and `references/terms.md`.\n\nThree `references/terms.md`.")
    problems = diagnostics(found)
    assert len(problems) == 1
    assert problems[0].message.endswith("(also on line 9)")
    fact = reference(found[0])
    assert (fact.ref, fact.status, fact.target, fact.via) == ("references/terms.md", "missing", None, "code")


def test_of_several_files_of_a_name_the_neighbours_decide():
    files = {
        f"{folder}/{name}.md": "# X\n" for folder in ("references/diagrams", "templates") for name in ("kanban",)
    }
    files |= {"references/diagrams/gantt.md": "# X\n", "references/diagrams/pie.md": "# X\n"}
    text = "See [k](diagrams/kanban.md).\n"
    near = "See [g](diagrams/gantt.md) and [p](diagrams/pie.md).\n"

    def hint(body: str) -> str:
        found = [item for item in Linker(module(body, files), PassContext()).outcomes() if item.status != "nothing"]
        (problem,) = [item for item in diagnostics(found) if item.code == "link.broken-link"]
        return problem.hint

    assert hint(text) == "files of this name are `references/diagrams/kanban.md` and `templates/kanban.md`"
    assert hint(text + near) == "where the others of its folder are, there is `references/diagrams/kanban.md`"

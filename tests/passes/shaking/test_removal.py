from skillrt.ir import Origin
from skillrt.passes.shaking.removal import Removal, is_clean, moved_file, without
from tests.skills import module_of

TEXT = "# T\n\n## A\n\nfirst\n\n## B\n\nsecond\n"


def test_what_goes_is_recorded_and_the_rest_stays(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT})
    document = module.documents[0]
    start = next(at for at, block in enumerate(document.blocks) if block.text.startswith("## A"))
    part = Removal("SKILL.md", document.blocks[start : start + 4], "rule", "why")
    assert is_clean(part, document)
    after = without(module, [part])
    assert after.documents[0].text == document.text.replace("## A\n\nfirst\n\n", "")
    assert {item.rule for item in after.eliminations} == {"rule"}


def test_a_heading_that_a_link_means_stays(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT + "\nSee [A](#a).\n"})
    document = module.documents[0]
    start = next(at for at, block in enumerate(document.blocks) if block.text.startswith("## A"))
    assert without(module, [Removal("SKILL.md", document.blocks[start : start + 4], "rule", "why")]) is module


def test_a_moved_file_is_the_pass_s_own():
    file = moved_file("references/skillrt/a.md", "text", Origin("shake", "cold", "why"))
    assert (file.size, file.text) == (4, "text")
    assert file.origin is not None


def part_of(module, heading):
    document = module.documents[0]
    start = next(at for at, block in enumerate(document.blocks) if block.text.startswith(heading))
    end = next(
        (at for at, block in enumerate(document.blocks) if at > start and block.kind == "heading"),
        len(document.blocks),
    )
    return Removal("SKILL.md", document.blocks[start:end], "rule", "why")


def test_markup_that_reaches_out_of_a_part_keeps_it(tmp_path):
    for number, inside in enumerate(("<details>\n", "[x]: https://example.org\n", "[^1]: note\n", "words[^1]\n")):
        module = module_of(tmp_path / str(number), {"SKILL.md": f"# T\n\n## A\n\n{inside}\n## B\n\nsecond\n"})
        assert without(module, [part_of(module, "## A")]) is module


def test_a_document_with_a_torn_template_stays(tmp_path):
    template = "```markdown\n# Readme\n```sh\nrun\n```\n\n"
    report = "```\n# Report\n```sh\nrun\n```\n\n"
    whole = "````markdown\n# Readme\n```sh\nrun\n```\n````\n\n"
    for number, (start, stays) in enumerate(((template, True), (report, True), (whole, False))):
        text = f"# T\n\n{start}## A\n\nfirst\n\n## B\n\nsecond\n"
        module = module_of(tmp_path / str(number), {"SKILL.md": text})
        assert (without(module, [part_of(module, "## A")]) is module) == stays

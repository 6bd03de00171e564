import pytest

from skillrt.passes.base import PassContext
from skillrt.passes.linking.claims import judge_drawn, judge_mended, judge_missing, tells_to_run
from tests.passes.linked import cases, found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[a](references/terms.md)", "named-link"),
        ("`~/.claude/skills/sample/hook.sh`", "own"),
        ("```bash\nbash scripts/none.sh\n```", "run"),
        ("```bash\npython sample.py\n```", "run"),
        ("`references/terms.md`", "in-folder"),
        ("`templates/terms.md`", "told"),
        ("See `TERMS.md`.", "sent"),
        ("Use `tools/convert.sh` then.", "used"),
        ("Edit `settings.json` to customise.", "edited"),
        ("## scripts/\n\n- `a_b.py`: that", "listed"),
        ("`README.md` contains the instructions.", "stated-readme"),
        ("`TERMS.md` explains the words.", "stated"),
    ],
)
def test_what_claims_a_file(text: str, rule: str):
    verdict = judge_missing(next(case for case in cases(text) if case.found.how == "none"))
    assert (verdict.defect, verdict.rule) == (True, rule)


def test_a_bare_name_claims_nothing():
    verdict = judge_missing(cases("The terms.md of the project.")[0])
    assert (verdict.defect, verdict.rule) == (False, "no-claim")


def test_a_mend_needs_a_claim_too():
    assert judge_mended(cases("`references/forms.md`")[0]).defect
    assert not judge_mended(cases("`src/forms.md`")[0]).defect
    assert not judge_mended(cases("Save it as `Forms.md`.")[0]).defect
    assert judge_mended(cases("[f](Forms.md)")[0]).defect


@pytest.mark.parametrize(
    "text",
    [
        "Move the script:\n\n- From: `scripts/extract.py`\n- To: `/srv/skills/sample/hooks/extract.py`\n",
        "**Destination:** `references/forms.md`",
    ],
)
def test_the_place_to_which_a_file_is_brought_is_no_wrong_link(text: str):
    verdicts = [judge_mended(case) for case in cases(text) if case.found.how == "wrong-folder"]
    assert [(item.defect, item.rule) for item in verdicts] == [(False, "brought")]


def test_entries_of_drawings():
    drawing = "sample/\n├── SKILL.md\n├── forms.md\n├── a_b.py\n├── LICENSE\n"
    drawing += "├── c_d.json   # generated\n└── out/\n    └── e.md\n"
    text = f"```\n{drawing}```\n"
    verdicts = {case.name: judge_drawn(case).rule for case in cases(text)}
    assert verdicts["a_b.py"] == "drawn"
    assert verdicts["LICENSE"] == "drawn"
    assert verdicts["c_d.json"] == "made"
    assert verdicts["e.md"] == "elsewhere"


def test_telling_to_run():
    assert tells_to_run(cases("Then run `scripts/run.sh`.")[0])
    assert not tells_to_run(cases("The script `scripts/run.sh`.")[0])


def test_a_name_that_a_command_saves_the_file_under(tmp_path):
    from skillrt.passes.base import PassContext
    from skillrt.passes.link import Link
    from tests.skills import module_of

    told = "See `AUTH.md`.\n"
    files = {"SKILL.md": told, "auth.md": "x\n"}
    plain = Link().run(module_of(tmp_path / "a", files), PassContext())
    assert [item.code for item in plain.diagnostics] == ["link.wrong-case"]
    saved = {**files, "SKILL.md": f"{told}\n```sh\ncurl -s https://example.org/auth.md > ~/x/AUTH.md\n```\n"}
    assert not Link().run(module_of(tmp_path / "b", saved), PassContext()).diagnostics


def test_a_path_whose_root_the_text_names_is_as_the_author_means_it():
    text = "It is at `skills/sample/scripts/run.sh` relative to the project root."
    assert [judge_mended(case).defect for case in cases(text)] == [False]
    assert [judge_mended(case).defect for case in cases("Run `skills/sample/scripts/run.sh`.")] == [True]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("**Reference:** See `scripts/check.sh`", "pointed"),
        ("- **references/words.md**: what they mean", "itemised"),
        ("- `assets/letter.docx` - our letterhead", "itemised"),
        ("We keep `references/words.md` short.", "no-claim"),
    ],
)
def test_what_another_document_claims(text: str, rule: str):
    """In a skill that lacks the folder."""
    verdict = judge_missing(cases(text, {}, document="details.md")[0])
    assert (verdict.defect, verdict.rule) == (rule != "no-claim", rule)


def test_a_path_that_is_right_from_above_is_told_only_where_it_is_run():
    ctx = PassContext(place="plugins/own/skills/sample")
    assert found("Make sure that this is `skills/sample/forms.md`.", ctx=ctx) == []
    assert found("Make sure that this is `plugins/own/skills/sample/forms.md`.", ctx=ctx) == []
    assert found("Make sure that this is `skills/sample/forms.md`.", ctx=PassContext(place="skills/sample")) == []
    assert found("Make sure that this is `skills/sample/forms.md`.") == ["link.wrong-folder"]
    assert found("```bash\nbash skills/sample/scripts/run.sh\n```", ctx=ctx) == ["link.wrong-folder"]

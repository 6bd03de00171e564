from tests.primitives.follow_format.test_forms import TEXT
from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run


def test_a_form_is_copied_and_checked(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "follow.format", 2))["form"]
    text, files = taken(module, draft)
    path = "references/skillrt/review-of.form"
    assert f"```\n\n`sh scripts/skillrt/form.sh {path} FILE` makes FILE of this form." in text
    assert "## Findings" in text
    assert "Give every finding a line number." in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "f").write_text(files[path])
    run(here, "form.sh", "f", "r.md")
    assert "still to fill in: [path]" in run(here, "form.sh", "f", "r.md", status=1)
    assert draft.to == 1
    assert drafts(module, gap_of(module, "follow.format", 2, "L3", ("## Findings",)))["form"].to == 2


def test_who_keeps_to_no_format_is_left(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "follow.format", 0)) == {}


def test_samples_without_places_stay(tmp_path):
    text = TEXT.replace("[path]", "a.py").replace("[PASS/FAIL]", "PASS").replace("[what is wrong]", "leak")
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "follow.format", 2, "L3", ("## Findings",))) == {}

from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.parts import part_drafts
from tests.primitives.lowered import gap_of, linked, taken
from tests.primitives.programs.run import run

TEMPLATE = """# Report on [topic]

Two sentences.

## What we saw

Three paragraphs.

## What follows

One paragraph for each finding.
"""
START = "# Reports\n\nWrite a long report for the board.\n"
TEXT = f"{START}\nUse this structure:\n\n```markdown\n{TEMPLATE}```\n\nNever guess.\n"


def made(tmp_path, text, to=2, most=4000):
    module = linked(tmp_path, {"SKILL.md": text})
    gap = gap_of(module, "gen.text.prose", 2, "L3", ("long report",))
    (draft,) = part_drafts(SkillView(module, lexicon()), gap, to, most)
    return draft, *taken(module, draft)


def test_a_template_becomes_a_file_that_is_gone_through(tmp_path):
    draft, text, files = made(tmp_path, TEXT)
    assert (draft.kind, draft.to) == ("supports", 2)
    path = "references/skillrt/report-on.template"
    assert files[path] == TEMPLATE
    assert "## What follows" not in text
    assert f"1. `sh scripts/skillrt/parts.sh FILE start --from {path}`" in text
    assert f"It stands in `{path}` (markdown); go through it part by part:" in text
    assert text.endswith("Never guess.\n")
    here = tmp_path / "out"
    here.mkdir()
    (here / "t").write_text(files[path])
    assert "part 1 of 3" in run(here, "parts.sh", "r.md", "start", "--from", "t")


def test_without_a_template_the_agent_names_the_parts(tmp_path):
    draft, text, files = made(tmp_path, START, 1, 900)
    assert list(files) == ["scripts/skillrt/parts.sh"]
    assert "`sh scripts/skillrt/parts.sh FILE --most 900` names the next part" in text
    assert len(draft.replacements[0].uses) == 2

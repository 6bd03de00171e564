from tests.primitives.lowered import drafts, gap_of, linked, taken


def test_pages_with_notes(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# Review\n\nRead the entire transcript. Review the whole session.\n"})
    draft = drafts(module, gap_of(module, "context.long", 0, "L2", ("transcript",)))["pages-with-notes"]
    text, _ = taken(module, draft)
    assert "Review the whole session. Take what is long page by page" in text
    assert draft.to == 0


def test_a_long_skill_is_read_before_anything_can_be_run(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\n" + "Some words about it.\n\n" * 5000})
    assert drafts(module, gap_of(module, "context.long", 0, "L1")) == {}

from tests.primitives.lowered import drafts, gap_of, linked, taken

CALL = """mcp__sheets__append({
  "rows": [
    {"name": "NAME", "note": "NOTE"},
    {"name": "OTHER", "note": "MORE"}
  ],
  "sheet": {"id": "ID", "tab": 1},
  "order": "newest",
  "notify": true
})
"""
TEXT = f"# Rows\n\nCall `mcp__sheets__append` for each person:\n\n```\n{CALL}```\n\nNever append twice.\n"


def test_nested_arguments_are_filled_in_by_a_program(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    gap = gap_of(module, "tool.call.format", 2, "L3", ("rows",))
    draft = drafts(module, gap)["filled-arguments"]
    text, files = taken(module, draft)
    path = "references/skillrt/mcp-sheets-append.template"
    assert files[path] == CALL
    assert f"Call `mcp__sheets__append`: `sh scripts/skillrt/fill.sh {path} --json OLD=NEW...`" in text
    assert draft.to == 2


def test_flat_ones_are_copied_as_they_are(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "tool.call.format", 0, "L2", ("rows",))) == {}


def test_a_shape_that_comes_from_elsewhere_is_not_filled_in(tmp_path):
    for hole in ("{/* as the search says */}", "{}", "{<arguments>}", "[...]"):
        text = TEXT.replace('{"id": "ID", "tab": 1}', hole)
        module = linked(tmp_path, {"SKILL.md": text})
        assert drafts(module, gap_of(module, "tool.call.format", 2, "L3", ("rows",))) == {}

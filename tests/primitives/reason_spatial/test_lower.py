from tests.primitives.lowered import drafts, gap_of, linked, taken


def test_places_are_calculated(tmp_path):
    text = "# Map\n\nWork out the middle: middle = (left + right) / 2.\n"
    module = linked(tmp_path, {"SKILL.md": text})
    draft = drafts(module, gap_of(module, "reason.spatial", 0, "L1", ("middle",)))["calculator"]
    made, _ = taken(module, draft)
    assert "`sh scripts/skillrt/calc.sh '(left+right)/2' left=... right=...`" in made
    assert draft.to == 0

from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Guide\n\nWrite the full manuscript.\n"


def found(tmp_path, held, level="L3"):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    return module, drafts(module, gap_of(module, "gen.text.long", held, level, ("manuscript",)))


def test_parts_are_as_long_as_what_is_held(tmp_path):
    module, rules = found(tmp_path, 2)
    assert rules["part-by-part"].to == 2
    assert "--most" not in taken(module, rules["part-by-part"])[0]
    module, rules = found(tmp_path / "b", 1, "L2")
    assert rules["part-by-part"].to == 1
    assert "--most 900" in taken(module, rules["part-by-part"])[0]


def test_nobody_writes_for_a_model_that_cannot(tmp_path):
    assert found(tmp_path, 0, "L1")[1] == {}

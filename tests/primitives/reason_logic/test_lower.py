from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = """# Store

## Which store to use

Choose by what is kept.

| If | Use |
|---|---|
| it is small | a file |
| it is asked for by name | a key store |
| it has to be joined | a database |

## Limits

Depends on the version.

| Name | Size |
|---|---|
| file | 1 |
| key | 2 |
| row | 3 |
"""


def test_rows_of_a_choice_are_decided_one_a_turn(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "reason.logic", 1, "L2", ("Choose by", "Depends on")))["row-by-row"]
    text, files = taken(module, draft)
    assert "## Which store to use\n\nDecide by one case a turn" in text
    assert [name for name in files if name.endswith(".cases")] == ["references/skillrt/which-store-to-use.cases"]
    assert "== it is small: a file\n" in files["references/skillrt/which-store-to-use.cases"]
    assert draft.to == 1


def test_without_a_model_that_sees_whether_one_holds_it_stays(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "reason.logic", 0, "L1", ("Choose by",))) == {}

from skillrt.code.outlining.slots import Slot, SlotTable


def named(*slots: Slot) -> list[str]:
    table = SlotTable()
    for slot in slots:
        table.add(slot)
    table.name_all()
    return [slot.name for slot in table.slots]


def test_one_file_is_the_input_and_several_go_by_their_names():
    assert named(Slot("input-file", "a.pdf"), Slot("output-file", "b.pdf")) == ["input", "output"]
    assert named(Slot("input-file", "cover.pdf"), Slot("input-file", "body.pdf")) == ["cover", "body"]


def test_the_same_literal_in_the_same_role_is_one_input():
    assert named(Slot("input-file", "a.pdf"), Slot("output-file", "a.pdf")) == ["input"]
    assert named(Slot("text", "x y", "title"), Slot("text", "x y", "title")) == ["title"]
    assert named(Slot("text", "x y", "title"), Slot("text", "x y", "body")) == ["title", "body"]


def test_names_are_distinct():
    assert named(Slot("text", "a", "title"), Slot("text", "b", "title")) == ["title", "title_2"]


def test_a_secret_keeps_the_name_of_its_variable():
    assert named(Slot("secret", "", "API_KEY", required=True)) == ["API_KEY"]

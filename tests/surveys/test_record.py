from skillrt.errors import Diagnostic, InputError
from skillrt.surveys.record import Needs, SkillRecord, Tokens, counted, read_record, record_line, unread_record

FULL = SkillRecord(
    "lib/\udcff",
    digest="d",
    name="n",
    kind="procedure",
    tokens=Tokens(1, 2, 3),
    needs={"python": Needs(1, 2, 1), "env": Needs(1)},
    uses={"codex": 2, "amp": 1},
)


def test_a_record_comes_back_from_its_line():
    line = record_line(FULL)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert line.isascii()
    assert read_record(line) == FULL


def test_the_order_of_maps_does_not_show():
    turned = SkillRecord("s", uses={"b": 1, "a": 2})
    assert record_line(turned) == record_line(SkillRecord("s", uses={"a": 2, "b": 1}))


def test_what_is_no_record_is_none():
    for line in (b"", b"{", b"[]", b'{"name": 1}', record_line(FULL)[:-20], b"[" * 5000):
        assert read_record(line) is None


def test_a_skill_that_cannot_be_read_says_why():
    error = InputError(Diagnostic.of("input.no-skill", "x"))
    assert unread_record("s", error) == SkillRecord("s", unread=True, errors={"input.no-skill": 1})


def test_words_are_counted_in_order():
    assert list(counted(["b", "a", "b"]).items()) == [("a", 1), ("b", 2)]

from skillrt.contracts.comparing.around import gone_around, is_text_new, others
from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.lines import (
    AbsentLine,
    CodeLine,
    CronLine,
    Fact,
    FileLine,
    FrontLine,
    ReachLine,
    StartLine,
    TodoLine,
    WriteLine,
    key_of,
)
from tests.contracts.comparing.test_changes import told

ABSENT = AbsentLine(skill="a", path="scripts/x.py")
REACH = ReachLine(skill="a", path="../b/SKILL.md")


def test_a_new_skill():
    facts: list[Fact] = [ABSENT, REACH, CronLine(skill="a", text="0 8 * * * x"), TodoLine(skill="a", lines=4)]
    assert list(others(facts)) == [
        "speaks of the file `scripts/x.py`, which it does not have",
        "names the file `../b/SKILL.md`, outside its folder",
        "has the entry for cron `0 8 * * * x`",
        "4 lines of SKILL.md are still to be filled in (TODO)",
    ]
    assert list(others([ABSENT, StartLine(skill="a", name="x.py")])) == []
    assert list(others([REACH, WriteLine(skill="a", path=REACH.path, where="outside")])) == []


def test_what_came_and_what_went():
    assert told([], [ABSENT, REACH]) == [
        "warning: speaks of the file `scripts/x.py`, which it does not have [lock.file-absent]",
        "note: now names the file `../b/SKILL.md`, outside its folder [lock.file-named]",
    ]
    assert list(gone_around([ABSENT, REACH], {})) == [
        "the missing file `scripts/x.py`",
        "the file `../b/SKILL.md` outside its folder",
    ]
    came = FileLine(skill="a", path="tools/x.py")
    assert list(gone_around([ABSENT], {key_of(came): came})) == []


def test_front_matter_that_came():
    code = CodeLine(skill="a", digest="0" * 16, text="0" * 16)
    front = FrontLine(skill="a", keys=("description 12345678", "license 12345678"))
    assert told([code], [code, front])[:2] == [
        "note: now has a `description`, by which agents choose it [lock.description-changed]",
        "note: its front matter now has `license` [lock.front-changed]",
    ]


def test_more_that_is_left_to_do():
    few, many = TodoLine(skill="a", lines=3), TodoLine(skill="a", lines=5)
    assert told([many], [few])[:1] != told([few], [many])[:1]
    assert told([few], [many]) == ["warning: 5 lines of SKILL.md are still to be filled in (TODO) [lock.text-left]"]


def test_the_text_of_the_skill_file():
    one, two = (CodeLine(skill="a", digest="0" * 16, text=digit * 16) for digit in "12")
    plain = Difference({key_of(one): one}, {key_of(one): one}, {})
    assert not is_text_new(plain)
    assert is_text_new(Difference({key_of(one): one}, {key_of(two): two}, {}))
    assert is_text_new(Difference({}, {key_of(two): two}, {}))

import pytest

from skillrt.primitives.probing import Attempt, Call, Solution
from skillrt.primitives.probing_parts.acting import (
    misses,
    names,
    not_by_hand,
    programs_on,
    read,
    readings,
    run,
    says,
    turn_of_all,
)


def reading(path, turn=0, **more):
    return Call("file.read", {"path": path}, turn, **more)


def command(text, turn=0):
    return Call("shell.run", {"command": text}, turn)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (reading("a/b.txt"), True),
        (reading("./a/b.txt"), True),
        (reading("/somewhere/a/b.txt"), True),
        (reading("c:\\work\\a\\b.txt"), True),
        (reading("other/b.txt"), False),
        (reading("a/b.txt.old"), False),
        (command("cat a/b.txt"), True),
        (command("cd a && head -3 b.txt; ls"), True),
        (command("cat a/b.txt.old a/bb.txt a/b-txt"), False),
        (Call("code.run", {"code": "open('a/b.txt')"}, 0), True),
        (Call("", {}, 0), False),
    ],
)
def test_which_file_a_call_names(call, named):
    assert names(call, "a/b.txt") is named


def test_a_reading_that_went_wrong_is_none():
    attempt = Attempt(
        "", {}, (reading("a.txt", failed=True), reading("a.txt", 1), Call("file.write", {"path": "a.txt"}, 2))
    )
    assert [call.turn for call in readings(attempt, "a.txt")] == [1]


def test_a_turn_of_all():
    calls = [reading("a.txt"), reading("a.txt", 1), command("cat b.txt", 1), reading("a.txt", 2), reading("b.txt", 2)]
    assert turn_of_all(calls, ["a.txt", "b.txt"]) == 1
    assert turn_of_all(calls, ["a.txt", "b.txt"], 1) == 2
    assert turn_of_all(calls, ["a.txt", "b.txt"], 2) is None
    assert turn_of_all([command("cat a.txt b.txt")], ["a.txt", "b.txt"]) is None


def test_what_is_not_by_hand():
    assert not_by_hand(Attempt("", {}, (reading("a.txt"), command("sed -n 3,9p a.txt | head -2")))) == ""
    assert not_by_hand(Attempt("", {}, (command("wc -l a.txt; for f in *; do cat $f; done"),))) == ""
    assert "`rg`" in not_by_hand(Attempt("", {}, (command('["bash", "-lc", "rg x"]'),)))
    assert "`grep`" in not_by_hand(Attempt("", {}, (command("cat a.txt | grep x"),)))
    assert "`python3`" in not_by_hand(Attempt("", {}, (command("cd x; /usr/bin/python3 -c 'print(1)'"),)))
    assert "`text.search`" in not_by_hand(Attempt("", {}, (Call("text.search", {}, 0),)))


def test_programs_on_files():
    assert programs_on(Attempt("", {}, (command("ls a.png"), command("date"))), ["a.png"]) == ""
    assert "`xxd a.png`" in programs_on(Attempt("", {}, (command("xxd a.png"),)), ["a.png"])
    assert "`python3`" in programs_on(Attempt("", {}, (command("python3 see.py"),)), ["a.png"])
    assert "`code`" in programs_on(Attempt("", {}, (Call("code.run", {"code": "open('a.png')"}, 0),)), ["a.png"])


def test_a_miss_that_is_right_is_left_out():
    right = says(3, [read("a.txt")])
    assert right == Solution(((read("a.txt"),),), "ANSWER: 3")
    found = misses(right, {"same": says(3, [read("a.txt")]), "other": says(3, [run("cat a.txt")])})
    assert [miss.what for miss in found] == ["other"]

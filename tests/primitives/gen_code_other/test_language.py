import pytest

from skillrt.primitives.gen_code_other.language import Wrong, language, run
from skillrt.primitives.probing_parts.drawing import draws

TONGUE = language(draws("test", "L3", "x"))


def spelled(text):
    return TONGUE.spell(text)


def test_programs_run():
    assert run(TONGUE, spelled("loop\nend done\nread\npush 2\nmul\nprint\njump loop\ndone"), [3, -4]) == [6, -8]
    order = run(TONGUE, spelled("push 7\npush 5\nsub\nprint"), [])
    assert order == ([2] if TONGUE.top_from_below else [-2])
    assert run(TONGUE, f"  {spelled('get x')}\n{TONGUE.remark} a remark\n{spelled('print')}", []) == [0]
    assert run(TONGUE, spelled("push 1\nprint\nstop\npush 2\nprint"), []) == [1]


def test_every_word_is_told_in_the_reference():
    assert all(word in TONGUE.reference for word in TONGUE.words.values())


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("print", "the stack is empty"),
        ("read", "no number of the input is left"),
        ("push 1x", "'1x' is no number"),
        ("get X1", "no name of a variable"),
        ("jump nowhere", "no place is marked 'nowhere'"),
        ("loop\njump loop", "does not end"),
        ("push 9\nloop\nget a\nget a\nmul\npush 9\nadd\nset a\njump loop", "far too large"),
        ("loop\npush 1\nprint\njump loop", "prints far too much"),
        ("a\na", "marked twice"),
        ("print x", "nothing may follow"),
        ("\n" * 2000, "more than 1000 lines"),
    ],
)
def test_programs_that_go_wrong(program, why):
    with pytest.raises(Wrong, match=why):
        run(TONGUE, spelled(program) if program.strip() else program, [])


def test_other_words_are_refused():
    with pytest.raises(Wrong, match=r"line 2: 'dance' is no instruction"):
        run(TONGUE, spelled("push 1") + "dance\n", [])

from hypothesis import given
from hypothesis import strategies as st

from skillrt.primitives.probing import Attempt, Call
from skillrt.primitives.probing_parts.answers import (
    MOST,
    block,
    by_program,
    items,
    json_of,
    last_line,
    number,
    same_number,
)


def test_the_block_of_an_answer():
    assert block("x = 1\n") == "x = 1\n"
    assert (
        block("Here:\n\n```python\nx = 1\n```\n\nprints\n\n```\n1, and much more than that\n```\n", "python")
        == "x = 1\n"
    )
    assert block("```\nshort\n```\n~~~\nmuch longer\n~~~\n", "sql") == "much longer\n"
    assert block("````md\n```\ninner\n```\n````\n") == "```\ninner\n```\n"
    assert block("```js\nleft open\n", "js") == "left open\n\n"


def test_the_last_line():
    assert last_line("ANSWER: 1\nmore\n> **Answer:** `2`\n") == "2"
    assert last_line("The answer: 1") is None
    assert last_line("ANSWER:") == ""


def test_numbers_in_other_spellings():
    assert all(same_number(text, "1250.5") for text in ("1,250.50", "1 250.5 EUR", "$1250.500", "01250.5"))
    assert not any(same_number(text, "1250.5") for text in ("1250.51", "-1250.5", "", "none", "12505"))
    assert same_number("−0.0", "0")
    assert number("x = 5 apples") == "5"


def test_items_of_a_list():
    assert items("[a, `b`, 'c'].") == ["a", "b", "c"]
    assert items(" ") == []


def test_json_that_is_none():
    assert json_of('{"a": 1}') == ({"a": 1}, "")
    assert "no JSON" in json_of("{a: 1}")[1]
    assert "deeper" in json_of("[" * 5000)[1]
    assert "longer" in json_of(" " * MOST)[1]


def test_programs_that_ran_show():
    assert by_program(Attempt("", calls=(Call("shell.run", {}, 0),)))
    assert not by_program(Attempt("", calls=(Call("file.read", {}, 0),)))
    for command in ("ls", " ls -la .", "pwd\n", "cat notes.txt"):
        assert not by_program(Attempt("", calls=(Call("shell.run", {"command": command}, 0),))), command
    for command in ("ls; echo $((3*4))", "cat $(bc)", "python3 x.py", "ls | wc -l", "lsof", "cat <<< 3", "ls\nbc"):
        assert by_program(Attempt("", calls=(Call("shell.run", {"command": command}, 0),))), command
    assert by_program(Attempt("", calls=(Call("code.run", {"command": "ls"}, 0),)))


@given(st.text())
def test_any_text_is_read(text):
    block(text, "x")
    last_line(text)
    items(text)
    same_number(text, "1")
    json_of(text)

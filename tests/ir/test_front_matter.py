import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.ir.front_matter import parse_front_matter

GOOD = """---
name: a-b  # the name
description: >
  folded
  text
metadata:
  version: 1.10
  on: 2024-01-02
tags: [x, 'y']
---
"""


def test_entries_have_their_places():
    found = parse_front_matter(GOOD)
    assert [item.key for item in found.entries] == ["name", "description", "metadata", "tags"]
    name = found.entry("name")
    assert GOOD[name.value_start : name.value_end] == "a-b"
    assert GOOD[name.start : name.end] == "name: a-b  # the name\n"
    assert found.get("description") == "folded text\n"
    assert found.get("metadata") == {"version": 1.1, "on": "2024-01-02"}
    assert found.get("tags") == ["x", "y"]
    assert found.get("absent") is None


def test_places_count_characters_not_bytes():
    text = "---\ndescription: 日本語 ünï\nname: x\n---\n"
    entry = parse_front_matter(text).entry("name")
    assert text[entry.value_start : entry.value_end] == "x"
    assert parse_front_matter(text).get("description") == "日本語 ünï"


def test_scalars_have_types():
    text = "---\na: true\nb: no\nc: 0x10\nd: ~\ne: 1_000\nf: 1.5\ng: '1'\nh: .inf\n---\n"
    found = parse_front_matter(text)
    assert [found.get(key) for key in "abcdefgh"] == [True, False, 16, None, 1000, 1.5, "1", ".inf"]


@pytest.mark.parametrize(
    ("written", "data"),
    [
        ("!!str [foo]", ["foo"]),
        ("!!int [a]", ["a"]),
        ("!!map [a]", ["a"]),
        ("!!null {a: b}", {"a": "b"}),
        ("!!seq {a: b}", {"a": "b"}),
        ("!!omap [a: 1]", [{"a": 1}]),
        ("!!pairs [a]", ["a"]),
        ("!!set {a}", {"a": None}),
        ("!!seq foo", "foo"),
        ("!!map foo", "foo"),
        ("!!int foo", "foo"),
        ("!own [a]", ["a"]),
    ],
)
def test_a_tag_that_does_not_fit_does_not_decide_what_a_value_is(written: str, data: object):
    assert parse_front_matter(f"---\na: {written}\n---\n").get("a") == data


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000])
def test_numbers_that_python_cannot_write_stay_text(number: str):
    (entry,) = parse_front_matter(f"---\na: {number}\n---\n").entries
    assert entry.value == number


def test_a_colon_in_a_value_is_mended_and_told():
    text = "---\nname: x\ndescription: Use it: when needed\nlicense: MIT\n---\n"
    found = parse_front_matter(text)
    assert found.get("description") == "Use it: when needed"
    assert found.problem
    # only the line that needs quotes gets them
    assert found.mended == text.replace("Use it: when needed", '"Use it: when needed"')
    entry = found.entry("license")
    assert text[entry.value_start : entry.value_end] == "MIT"


def test_what_cannot_be_mended_says_where():
    text = "---\nname: x\n\tbad: [\n---\n"
    found = parse_front_matter(text)
    assert found.present
    assert not found.entries
    assert text[: found.at].count("\n") in {1, 2}


@pytest.mark.parametrize("text", ["", "no front matter\n", "---", "----\na: b\n---\n"])
def test_absent(text):
    assert not parse_front_matter(text).present


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\n- a\n- b\n---\n", "not a list of"),
        ("---\njust text\n---\n", "not a list of"),
        ("---\na: " + "[" * 5000 + "\n---\n", "nested deeper"),
        ("---\n" + "".join(f"{' ' * depth}a:\n" for depth in range(200)) + "---\n", "nested deeper"),
        ("---\na: " + "x" * 300_000 + "\n---\n", "larger than"),
    ],
)
def test_hostile_or_odd(text, words):
    assert words in parse_front_matter(text).problem


def test_an_alias_bomb_is_refused():
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10))
    found = parse_front_matter(f"---\nl0: &l0 [x]\n{levels}---\n")
    assert "too large or too deep" in found.problem


def test_a_self_reference_is_refused():
    assert parse_front_matter("---\na: &a [*a]\n---\n").problem


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_never_raises(body):
    parse_front_matter(f"---\n{body}\n---\n")


@given(st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,8}\Z", fullmatch=True), st.text(max_size=30), max_size=5))
def test_plain_json_values_are_read_back(values):
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    found = parse_front_matter(f"---\n{lines}---\n")
    readable = {key: value for key, value in values.items() if json.dumps(value).isascii()}
    surrogates = any("\\ud" in json.dumps(value) for value in values.values())
    if not surrogates and not found.problem:
        assert {item.key: item.value for item in found.entries if item.key in readable} == readable


def test_a_value_ends_before_its_line_end():
    text = "---\nallowed-tools:\n  - Read\n  - Grep\nmetadata:\n  a: b\n---\n"
    found = parse_front_matter(text)
    written = [text[item.value_start : item.value_end] for item in found.entries]
    assert written == ["- Read\n  - Grep", "a: b"]


def test_a_control_character_is_named_at_its_place():
    text = "---\nname: a\ndescription: b\0c\n---\n"
    found = parse_front_matter(text)
    assert (found.problem, text[found.at]) == ("the character U+0000 cannot stand in it", "\0")

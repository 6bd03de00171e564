import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.backends.legal import without_brackets
from skillrt.backends.plain_yaml import block_style
from skillrt.ir import parse_front_matter
from skillrt.verify.strict_yaml import strict_problem
from tests.backends.test_legal import read, text_of


def rewritten(front: str) -> str:
    text = f"---\n{front}---\n"
    edits = block_style(text, parse_front_matter(text))
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text.removeprefix("---\n").removesuffix("---\n")


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("tags: [a, 'b c', 1.0]\nname: x\n", "tags:\n  - a\n  - 'b c'\n  - 1.0\nname: x\n"),
        ('m: {"a": {"b": ["c", "d"]}, "e": true}\n', 'm:\n  "a":\n    "b":\n      - "c"\n      - "d"\n  "e": true\n'),
        ("metadata:\n  {\n    a: 1,\n    b: [x]\n  }\n", "metadata:\n  a: 1\n  b:\n    - x\n"),
        ("metadata:\n  a: {b: c}\n  d: e\n", "metadata:\n  a:\n    b: c\n  d: e\n"),
        ("list: [[a, b], {c: d}]\n", "list:\n  -\n    - a\n    - b\n  -\n    c: d\n"),
        ('a: ["x\n  y"]\n', 'a:\n  - "x y"\n'),
        ("a: [x]\r\nb: y\r\n", "a:\r\n  - x\r\nb: y\r\n"),
    ],
)  # fmt: skip
def test_brackets_become_lines(front: str, after: str):
    assert rewritten(front) == after
    assert [item.value for item in parse_front_matter(f"---\n{after}---\n").entries] == [
        item.value for item in parse_front_matter(f"---\n{front}---\n").entries
    ]


@pytest.mark.parametrize(
    "front",
    [
        "name: x\ndescription: y [z]\n",
        "a:\n  - b\n",
        "a: []\n",
        "a: {b: {}}\n",
        "a: [x] # why\n",
        "a: &k [x]\n",
        "a: [!t x]\n",
        "a: [b: c, b: d]\n",
        "a: {b: 1, b: 2}\n",
        "a: {? [x] : y}\n",
        "a: [\n",
        "a: '[x]'\n",
    ],
)
def test_what_stays(front: str):
    data = parse_front_matter(f"---\n{front}---\n")
    if data.get("a") == [{"b": "c"}, {"b": "d"}]:
        assert rewritten(front) == "a:\n  -\n    b: c\n  -\n    b: d\n"
        return
    after = rewritten(front)
    assert after == front or "#" in front
    assert parse_front_matter(f"---\n{after}---\n").get("a") == data.get("a")


DATA = st.recursive(
    st.text(max_size=8) | st.integers(-9, 99) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.text(max_size=5), inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
).filter(lambda item: isinstance(item, list | dict))


@given(DATA)
def test_json_becomes_yaml_with_the_same_data_that_strict_readers_take(data: object):
    front = f"metadata: {json.dumps(data)}\nname: x\n"
    before = parse_front_matter(f"---\n{front}---\n")
    after = rewritten(front)
    read_again = parse_front_matter(f"---\n{after}---\n")
    assert read_again.problem == before.problem
    assert read_again.get("metadata") == before.get("metadata")
    if after != front:
        assert strict_problem(after) is None


def test_a_module_records_it():
    module = read("---\nname: pdf\ndescription: x\ntags: [a]\n---\nbody\n")
    after = without_brackets(module)
    assert "tags:\n  - a\n" in text_of(after)
    (item,) = after.documents[0].blocks[0].derivations
    assert (item.rule, item.old) == ("block-style", " [a]")
    plain = read("---\nname: pdf\n---\n")
    assert without_brackets(plain) is plain
    bare = read("# A\n")
    assert without_brackets(bare) is bare

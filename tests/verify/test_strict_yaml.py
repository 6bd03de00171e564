import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.verify.strict_yaml import strict_problem

strictyaml = pytest.importorskip("strictyaml")


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("a: [1, 2]\n", "list in brackets", "["),
        ("m: {b: 1}\n", "map in braces", "{"),
        ("a: &x 1\n", "anchor", "&"),
        ("a: !t b\n", "tag", "!"),
        ("a:\n  b: 1\n  b: 2\n", "`b` stands twice", "b: 2"),
        ("a:\n    b: 1\nc:\n  d: 1\n", "indented differently", "d: 1"),
    ],
)
def test_what_strict_readers_refuse(text: str, words: str, at: str):
    found = strict_problem(text)
    assert found is not None
    assert words in found.words
    assert text[found.start :].startswith(at)


def test_a_doubled_key_is_named():
    found = strict_problem("  a: 1\n  a: 2\n")
    assert found is not None
    assert found.repeats == "a"


@pytest.mark.parametrize(
    "text",
    ["a: 1\nb: two [x]\n", "a: '[1]'\n", "a:\n  - x\n  - y\n", "a: |\n  {not: a map}\n", "a: b: c\n", ""],
)
def test_what_is_left_alone(text: str):
    assert strict_problem(text) is None


def test_depth_is_no_danger():
    assert strict_problem("a:\n" + "".join(" " * n + "- \n" for n in range(1, 300))) is None


NODE = st.recursive(
    st.sampled_from(["x", "1", "true", "'q'", "[]", "{}", "!t v", "a b"]),
    lambda inner: (
        st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3)
        | st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def _written(value: object, indent: int, step: int) -> str:
    pad = " " * indent
    if isinstance(value, dict):
        return "\n" + "".join(
            f"{pad}{key}: {_written(item, indent + step, step).lstrip(' ')}" for key, item in value.items()
        )
    if isinstance(value, list):
        return "\n" + "".join(f"{pad}- {_scalar(item)}\n" for item in value)
    return f"{value}\n"


def _scalar(value: object) -> str:
    return value if isinstance(value, str) else "x"


@given(st.dictionaries(st.sampled_from("klmn"), st.tuples(NODE, st.integers(1, 3)), min_size=1, max_size=4))
def test_the_verdict_is_strictyamls(entries: dict[str, tuple[object, int]]):
    text = "".join(f"{key}: {_written(value, step, step).lstrip(' ')}" for key, (value, step) in entries.items())
    try:
        strictyaml.load(text)
        refused = False
    except strictyaml.YAMLError:
        refused = True
    assert (strict_problem(text) is not None) == refused, text

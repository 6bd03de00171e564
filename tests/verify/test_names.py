import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.verify.names import MAX_NAME, is_valid_name, name_problems, normal_name, slug

skills_ref = pytest.importorskip("skills_ref.validator")


def _accepted(name: str) -> bool:
    return not skills_ref.validate_metadata({"name": name, "description": "x"}, None)


@pytest.mark.parametrize("name", ["pdf", "a-b-c", "x1", "données-ouvertes", "数据分析", "ﬁle", " padded ", "a" * 64])
def test_valid(name: str):
    assert is_valid_name(name)
    assert name_problems(name) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PDF-Tool", "capital letters"),
        ("-pdf", "begins or ends with a hyphen"),
        ("pdf-", "begins or ends with a hyphen"),
        ("pdf--tool", "two hyphens in a row"),
        ("pdf tool", "a space"),
        ("pdf_tool", "an underscore"),
        ("../../etc", "`.`, `/`"),
        ("a\u200bb", "U+200B"),
        ("a`b", "U+0060"),
    ],
)
def test_invalid(name: str, words: str):
    assert not is_valid_name(name)
    assert any(words in problem for problem in name_problems(name))


def test_empty_and_long_names_are_invalid():
    assert not is_valid_name("   ")
    assert not is_valid_name("a" * (MAX_NAME + 1))


@given(st.text(max_size=80) | st.text(alphabet="ab-A_ é數ﬁ１²ß./", max_size=70))
def test_the_verdict_is_that_of_the_reference_implementation(name: str):
    assert is_valid_name(name) == _accepted(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PDF Tool", "pdf-tool"),
        ("my_skill.v2", "my-skill-v2"),
        ("--Über  Größe--", "über-größe"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", ""),
        ("", ""),
        ("x" * 100, "x" * 64),
        ("word " * 20, "-".join(["word"] * 13)[:64]),
    ],
)
def test_slug(text: str, name: str):
    assert slug(text) == name.rstrip("-")


@given(st.text(max_size=100))
def test_a_slug_is_empty_or_a_valid_name_and_stays_as_it_is(text: str):
    name = slug(text)
    assert name == "" or is_valid_name(name)
    assert slug(name) == name
    if is_valid_name(text):
        assert name == normal_name(text)


def test_every_single_character_gives_a_valid_slug():
    bad = []
    for number in range(0x11000):
        name = slug(chr(number) + unicodedata.lookup("COMBINING DOT ABOVE") + "x")
        if not is_valid_name(name):
            bad.append(number)
    assert bad == []

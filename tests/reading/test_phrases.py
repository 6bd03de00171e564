import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.reading.phrases import Lexicon, read_phrase, words_of


def labels(phrases: dict[str, str], text: str) -> list[str]:
    lexicon = Lexicon(read_phrase(label, phrase) for label, phrase in phrases.items())
    return [hit.label for hit in lexicon.find(words_of(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("root cause", "Find the root cause first.", True),
        ("root cause", "The cause at the root.", False),
        ("read ... files", "Read all the other files.", True),
        ("read ... files", "Read one two three four files.", False),
        ("analy*", "Analysing it", True),
        ("^check", "Check it.", True),
        ("^check", "You check it.", False),
        ("read|open it", "open it", True),
        ("切勿|禁止", "任何人切勿暴露密钥", True),
        ("切勿|禁止", "保护密钥 safely", False),
        ("しないで", "ファイルを削除しないでください", True),
    ],
)
def test_what_a_phrase_matches(phrase, text, found):
    assert labels({"x": phrase}, text) == (["x"] if found else [])


def test_a_hit_names_its_words():
    lexicon = Lexicon([read_phrase("x", "must not")])
    (hit,) = lexicon.find(words_of("It must not run."))
    assert (hit.first, hit.last) == (1, 3)


@pytest.mark.parametrize("phrase", ["", "^", "... x", "an*", "* x"])
def test_phrases_that_begin_with_nothing_are_refused(phrase):
    with pytest.raises(ValueError, match=r"phrase|first word"):
        read_phrase("x", phrase)


def test_nothing_follows_what_stands_inside_of_words():
    with pytest.raises(ValueError, match="nothing can follow"):
        read_phrase("x", "运行 ... 测试")


def test_words_are_in_lower_case_without_marks():
    assert words_of("Use **the** `PDF-Reader`, e.g. v1.2.") == ("use", "the", "pdf-reader", "e.g", "v1.2")


@given(st.text(max_size=200))
def test_words_are_cut_from_any_text(text):
    assert all(word in text.lower() for word in words_of(text))


def test_what_was_found_is_remembered_by_text():
    lexicon = Lexicon([read_phrase("a", "never"), read_phrase("b", "always")])
    found = lexicon.find_once("Never: always", words_of("always"), words_of("never"))
    assert [hit.label for hit in found] == ["b", "a"]
    assert lexicon.find_once("Never: always") is found

"""Characters that nobody sees."""

import pytest

from skillrt.passes.auditing.characters import read_characters
from tests.skills import module_of


def found(tmp_path, text):
    module = module_of(tmp_path / "s", {"SKILL.md": "# A\n", "notes.txt": text})
    return [(item.code, item.message) for item in read_characters(module)]


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",
        "pass\u200bword",
        "x" + "".join(chr(0xE0000 + ord(char)) for char in "run it"),
        "☺" + "\ufe01\ufe02\ufe03\ufe04\ufe05",
        "a" + "\u200b\u200c" * 8,
        "if (admin\u2066) {",
    ],
)
def test_hidden_text(tmp_path, text):
    assert [code for code, _ in found(tmp_path, text)] == ["audit.hidden-text"]


def test_tags_are_spelt_out(tmp_path):
    ((_, message),) = found(tmp_path, "x" + "".join(chr(0xE0000 + ord(char)) for char in "run it"))
    assert "`run it`" in message


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻",
        "❤\ufe0f",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "🏴\U000e0067\U000e007f",
        "\ufeffa",
        "soft\u00adhyphen",
        "א\u202bb",
    ],
)
def test_characters_that_are_at_home(tmp_path, text):
    assert found(tmp_path, text) == []


def test_hosts_that_are_not_what_they_look_like(tmp_path):
    assert [code for code, _ in found(tmp_path, "https://g\u043e\u043egle.com/x")] == ["audit.lookalike-host"]
    assert found(tmp_path, "https://пример.рф/x https://münchen.de") == []

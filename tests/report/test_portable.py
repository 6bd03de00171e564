import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.portable import to_json, uri, well_formed


@given(st.binary())
def test_well_formed_text_can_be_encoded(data: bytes):
    well_formed(data.decode("utf-8", "surrogateescape")).encode("utf-8")


def test_ordinary_text_is_left_alone():
    assert well_formed("naïve 漢字 🦀") == "naïve 漢字 🦀"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_is_ascii_and_round_trips(text: str):
    written = to_json({"text": text})
    assert written.isascii()
    assert json.loads(written) == {"text": text}


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("skills/a/SKILL.md", "skills/a/SKILL.md"),
        ("skills/a b/ü.md", "skills/a%20b/%C3%BC.md"),
        ("c:d/SKILL.md", "c%3Ad/SKILL.md"),
        ("bad\udcff", "bad%FF"),
        ("lone\ud800", "lone%EF%BF%BD"),
        ("/srv/skills/a", "file:///srv/skills/a"),
        ("C:/skills/a b", "file:///C:/skills/a%20b"),
        ("../a?b#c", "../a%3Fb%23c"),
    ],
)
def test_uris(path: str, reference: str):
    assert uri(path) == reference

import pytest

from skillrt.code.outlining.literal_slots import literal_slot, option_hint


@pytest.mark.parametrize(
    ("text", "kind", "required"),
    [
        ("report.pdf", "input-file", True),
        ("images/", "folder", True),
        ("https://example.com/a", "url", True),
        ("https://news.service.dev/feed", "url", False),
        ("YOUR_NAME", "text", True),
    ],
)
def test_literals_that_are_inputs(text: str, kind: str, required: bool):
    slot = literal_slot(text, "", written=False)
    assert slot is not None
    assert (slot.kind, slot.required) == (kind, required)


@pytest.mark.parametrize(
    "text", ["package.json", "src/app.py", "/etc/hosts", "json", "https://api.service.dev/v1/x", "tests/", "."]
)
def test_literals_that_stay(text: str):
    assert literal_slot(text, "", written=False) is None


def test_what_is_written_has_a_default():
    slot = literal_slot("out/table.csv", "", written=True)
    assert slot is not None
    assert (slot.kind, slot.required, slot.checked) == ("output-file", False, False)


def test_an_option_names_its_value():
    assert option_hint("--page-size") == "page_size"

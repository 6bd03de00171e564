import pytest

from skillrt.environment.legible import legible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("scripts/a.py", "scripts/a.py"),
        ("größe \U0001f600", "größe \U0001f600"),
        ("b\udcff.py", "b\\xff.py"),
        ("b\ud800\udc7f", "b\\ud800\\udc7f"),
    ],
)
def test_what_is_no_utf8_is_escaped(text: str, shown: str):
    assert legible(text) == shown

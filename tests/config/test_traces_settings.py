import pytest

from skillrt.config import TracesSettings
from skillrt.config.load import parse_settings
from skillrt.errors import UsageError


def test_how_long_and_how_much_is_kept():
    assert parse_settings("").traces == TracesSettings(keep_days=90, keep_megabytes=4096)
    said = parse_settings("[traces]\nkeep-days = 7\nkeep-megabytes = 0\n")
    assert said.traces == TracesSettings(keep_days=7, keep_megabytes=0)


@pytest.mark.parametrize(
    ("line", "code"), [("keep-days = -1", "config.wrong-value"), ("keep = 7", "config.unknown-key")]
)
def test_what_is_wrong_is_said(line: str, code: str):
    with pytest.raises(UsageError) as caught:
        parse_settings(f"[traces]\n{line}\n")
    (found,) = caught.value.diagnostics
    assert found.code == code

import msgspec
import pytest

from skillrt.config import Ignore, Settings
from skillrt.config.settings import WEIGHTS
from skillrt.errors import Severity


def test_defaults():
    settings = Settings()
    assert settings.roots == (".",)
    assert settings.fail_on == "error"
    assert settings.host == "generic"
    assert not settings.portable


def test_settings_are_frozen():
    with pytest.raises(AttributeError):
        Settings().level = "O1"  # pyright: ignore[reportAttributeAccessIssue]


def test_an_ignore_needs_its_reason():
    with pytest.raises(msgspec.ValidationError, match="reason"):
        msgspec.convert({"code": "text", "path": "x"}, Ignore)


def test_keys_are_spelt_with_dashes():
    assert msgspec.convert({"fail-on": "note"}, Settings).fail_on == "note"


def test_weights_are_the_severities():
    assert set(WEIGHTS) == {item.value for item in Severity}

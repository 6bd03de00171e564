import pytest

from skillrt.config import JitSettings
from skillrt.config.load import parse_settings
from skillrt.errors import Diagnostic, UsageError


def problem(text: str) -> Diagnostic:
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    (found,) = caught.value.diagnostics
    return found


def test_templates_only_predict_unless_the_settings_say_otherwise():
    assert parse_settings("").jit == JitSettings(mode="shadow", python="")
    assert parse_settings('[jit]\nmode = "on"\npython = "/x/python3"\n').jit == JitSettings(
        mode="on", python="/x/python3"
    )


def test_what_is_wrong_is_said():
    found = problem('[jit]\nmode = "maybe"\n')
    assert (found.code, found.hint) == ("config.wrong-value", "values: off, shadow, on")
    found = problem('[jit]\nmod = "on"\n')
    assert (found.code, found.hint) == ("config.unknown-key", "did you mean `mode`?")

import pytest

from skillrt.config.load import parse_settings
from skillrt.errors import Diagnostic, UsageError

GOOD = """
[gateway]
port = 0
client-timeout = 300
[gateway.upstreams.mine]
base-url = "http://127.0.0.1:11434/v1"
dialects = ["openai-chat"]
key-command = ["pass", "show", "key"]
models = ["tiny*"]
set-headers = { "X-Team" = "a" }
"""


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    return caught.value.diagnostics


def test_providers_can_be_set():
    gateway = parse_settings(GOOD).gateway
    assert (gateway.port, gateway.client_timeout, gateway.listen) == (0, 300, "127.0.0.1")
    assert gateway.upstreams["mine"].models == ("tiny*",)


def test_misspelt_keys_are_said_at_their_place():
    found = problems(GOOD + 'key-varible = "X"\n')
    assert [(item.code, item.hint) for item in found] == [("config.unknown-key", "did you mean `key-variable`?")]
    assert found[0].place is not None
    assert found[0].place.line == GOOD.count("\n") + 1
    (found,) = problems("[gateway]\nports = 1\n")
    assert "`ports` in `gateway`" in found.message


def test_wrong_values():
    (found,) = problems('[gateway.upstreams.a]\nbase-url = "ftp://x"\ndialects = ["gemini"]\n')
    assert found.code == "config.wrong-value"
    (found,) = problems('[gateway.upstreams.a]\nbase-url = "http://x"\ndialects = ["openai"]\n')
    assert "openai-chat" in found.hint

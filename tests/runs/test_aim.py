from urllib.parse import urlsplit

import msgspec
import pytest

from skillrt.errors import UsageError
from skillrt.gateway.routes import Routes
from skillrt.runs.aim import aim_of, native_aim, with_given
from skillrt.targets import shipped_harnesses
from skillrt.targets.launching import Native
from tests.runs.sample import BARE, upstream

KNOWN = shipped_harnesses()
CHAT = upstream("chat", key="k")
MESSAGES = upstream("messages", dialects=("anthropic-messages",), key="k")


def test_a_dialect_that_both_speak_comes_first():
    aim = aim_of(KNOWN["pi"], "m", Routes((MESSAGES,)), "")
    assert (aim.dialect, aim.translated) == ("anthropic-messages", False)
    aim = aim_of(KNOWN["pi"], "m", Routes((MESSAGES, CHAT)), "")
    assert (aim.upstream, aim.dialect) == (CHAT, "openai-chat")


def test_what_speaks_only_its_own_is_translated():
    aim = aim_of(KNOWN["claude-code"], "m", Routes((CHAT,)), "chat")
    assert (aim.upstream, aim.dialect, aim.translated) == (CHAT, "anthropic-messages", True)


def test_no_provider_or_no_key():
    with pytest.raises(UsageError, match="no provider `x`"):
        aim_of(BARE, "m", Routes((CHAT,)), "x")
    with pytest.raises(UsageError, match="takes `m`"):
        aim_of(BARE, "m", Routes(()), "")
    with pytest.raises(UsageError, match="wants a key") as caught:
        aim_of(BARE, "m", Routes((upstream(key_source="A_KEY"),)), "")
    assert "A_KEY" in caught.value.diagnostics[0].hint


def test_an_address_of_the_command_line():
    routes = with_given(Routes((CHAT,)), "http://127.0.0.1:1/v1/", "openai-responses", "", "")
    aim = aim_of(KNOWN["codex"], "m", routes, "given")
    assert aim.upstream
    assert (aim.upstream.base_url, aim.translated) == ("http://127.0.0.1:1/v1", False)
    with pytest.raises(UsageError, match="no dialect `french`"):
        with_given(Routes(()), "http://x", "french", "", "")


def test_a_native_run_goes_where_the_harness_would_have_gone():
    aim = native_aim(KNOWN["claude-code"], "m", Routes((CHAT,)), "")
    assert aim.upstream
    assert aim.upstream.name == "native"
    assert aim.upstream.base_url.startswith("https://")
    assert not aim.past
    assert native_aim(KNOWN["claude-code"], "m", Routes((CHAT,)), "chat").translated
    with pytest.raises(UsageError, match="no provider `x`"):
        native_aim(KNOWN["claude-code"], "m", Routes((CHAT,)), "x")


def test_the_built_in_agent_has_nothing_of_its_own():
    aim = native_aim(BARE, "m", Routes((CHAT,)), "")
    assert (aim.upstream, aim.past) == (CHAT, False)


@pytest.mark.parametrize("name", ["opencode", "pi", "openclaw"])
def test_a_native_run_goes_to_the_provider_that_the_model_names(name: str):
    for model, dialect, host in (
        ("anthropic/claude-x", "anthropic-messages", "api.anthropic.com"),
        ("openai/gpt-x", "openai-responses", "api.openai.com"),
        ("openrouter/a/b", "openai-chat", "openrouter.ai"),
    ):
        aim = native_aim(KNOWN[name], model, Routes((CHAT,)), "")
        assert aim.upstream
        assert (aim.dialect, aim.past, urlsplit(aim.upstream.base_url).hostname) == (dialect, False, host)


def test_a_native_run_that_cannot_be_led_goes_past():
    for model in ("m", "other/m", "", "anthropic-x/m"):
        assert native_aim(KNOWN["pi"], model, Routes((CHAT,)), "").past
    bare = msgspec.structs.replace(KNOWN["claude-code"].launch, native=Native())
    assert native_aim(msgspec.structs.replace(KNOWN["claude-code"], launch=bare), "m", Routes((CHAT,)), "").past


@pytest.mark.parametrize("address", ["http://", "https:///v1", "http:// x", "ftp://host"])
def test_an_address_without_a_host_is_refused(address: str):
    with pytest.raises(UsageError, match="is no address of a server"):
        with_given(Routes(()), address, "openai-chat", "", "")

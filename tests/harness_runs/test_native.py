"""Native runs: the user's own configuration and key, with requests through the gateway all the same."""

import json
from collections.abc import Callable

import pytest

from skillrt.wire.exchange import Dialect
from tests.harness_runs.playing import Player, Workshop, runs, says
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
CASES: list[tuple[str, str, Dialect]] = [
    ("opencode", "anthropic/claude-sonnet-4-5", "anthropic-messages"),
    ("opencode", "openai/gpt-5", "openai-responses"),
    ("opencode", "openrouter/openai/gpt-5", "openai-chat"),
    ("pi", "anthropic/claude-sonnet-4-5", "anthropic-messages"),
    ("pi", "openai/gpt-5", "openai-responses"),
    ("pi", "openrouter/openai/gpt-5", "openai-chat"),
    ("openclaw", "anthropic/claude-sonnet-4-6", "anthropic-messages"),
    ("openclaw", "openai/gpt-5.4", "openai-responses"),
    ("openclaw", "openrouter/openai/gpt-5.4", "openai-chat"),
]
OWN = {
    "opencode": (".config/opencode/opencode.json", {"username": "me"}),
    "pi": (".pi/agent/settings.json", {"quietStartup": True}),
    "openclaw": (".openclaw/openclaw.json", {"skills": {"allowBundled": ["none"]}}),
}


def _native(place: Workshop, model: str, dialect: Dialect) -> tuple[dict[str, object], ScriptedUpstream]:
    player = Player(place.harness, [runs("echo one > one.txt"), says("FINI")])
    with ScriptedUpstream(player.answer) as upstream:
        done = place.run(upstream, dialect, "--native", "--unattended", "--model", model)
    return done, upstream


@pytest.mark.parametrize(("name", "model", "dialect"), CASES)
def test_the_users_own_configuration_and_key_through_the_gateway(
    name: str, model: str, dialect: Dialect, workshop: Made, monkeypatch: pytest.MonkeyPatch
):
    place = workshop(name)
    for variable in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY"):
        monkeypatch.setenv(variable, "sk-of-the-user")
    monkeypatch.setenv("OPENCODE_DISABLE_MODELS_FETCH", "1")
    monkeypatch.setenv("PI_OFFLINE", "1")
    path, own = OWN[name]
    file = place.folder / "home" / path
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(own))
    done, upstream = _native(place, model, dialect)
    assert (done["status"], done["answer"], done["changed"]) == ("ok", "FINI", ["one.txt"]), done
    assert done["native"] is True
    assert done["exchanges"] == len(upstream.exchanges) > 1
    assert all("sk-of-the-user" in str(one.headers) for one in upstream.received)
    assert {key: json.loads(file.read_text())[key] for key in own} == own
    assert not list((place.folder / "data").glob("runs/*"))


def test_openclaw_without_a_configuration_of_the_users(workshop: Made, monkeypatch: pytest.MonkeyPatch):
    place = workshop("openclaw")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-user")
    done, _ = _native(place, "openai/gpt-5.4", "openai-responses")
    assert (done["status"], done["counted_by"]) == ("ok", "gateway"), done

"""Skills fitted to the model that reads them, through real products: a sub-agent with a smaller model, and a session
whose model is another one than the skill was installed for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from skillrt.targets import Harness, shipped_harnesses
from skillrt.wire.exchange import Request, Response, ToolCall
from tests.gateway.loads import FETCH, LARGE, NAME, SMALL, source
from tests.harness_runs.playing import Player, Workshop, load_all, results_of, runs, says, texts_of
from tests.upstream.answers import say
from tests.upstream.faults import Fault
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
INSTALLED = "GET /stations/{station}/departures"
# how a user leads a harness to another model behind our back: arguments of its own, the later one counts
SWITCHED = {
    "gemini-cli": ["-m", SMALL.partition("/")[2]],
    "claude-code": ["--model", SMALL],
    "pi": ["--model", SMALL],
}


def _first(name: str):
    return next(iter(shipped_harnesses()[name].launch.base_urls))


def _fitted_place(place: Workshop) -> str:
    (folder,) = (place.folder / "data" / "loaded").glob(f"*/{NAME}")
    return str(folder)


def _require_fitted(place: Workshop, requests: list[Request]) -> None:
    """From the load on, each request has the text of the small model's variant, and always the same."""
    laid = _fitted_place(place)
    assert (Path(laid) / FETCH).is_file()
    loaded = [texts_of(request) for request in requests if f"{laid}/{FETCH}" in texts_of(request)]
    assert len(loaded) >= 2, "the fitted text stands in every later request"
    at = [text.index(f"{laid}/{FETCH}") for text in loaded]
    assert len({text[place - 300 : place + 200] for text, place in zip(loaded, at, strict=True)}) == 1
    assert all(INSTALLED not in text for text in loaded)


@pytest.mark.parametrize("name", SWITCHED)
def test_a_model_that_the_skill_was_not_installed_for(name: str, workshop: Made):
    place = workshop(name)
    skill = source(place.folder / "source")
    player = Player(place.harness, [load_all([NAME]), runs("echo one"), runs("echo two"), says("FINI")])
    with ScriptedUpstream(player.answer) as upstream:
        options = ("--unattended", "--model", LARGE, "--skill", str(skill))
        done = place.run(upstream, _first(name), *options, own=SWITCHED[name])
    assert done["status"] == "ok", done
    (model,) = {request.model for request in player.played}
    assert SMALL.endswith(model)
    assert [(item["skill"], item["model"]) for item in done["fitted"]] == [(NAME, model)]
    _require_fitted(place, player.played)


def _delegated(name: str) -> ToolCall:
    """The call that gives the work to a sub-agent with the small model, in the harness's own way."""
    if name == "claude-code":
        given = {"description": "trains", "prompt": "Use your skills.", "subagent_type": "general-purpose"}
        return ToolCall(id="", name="Agent", arguments=json.dumps({**given, "model": "haiku"}))
    given = {"description": "trains", "prompt": "Use your skills.", "subagent_type": "helper"}
    return ToolCall(id="", name="task", arguments=json.dumps(given))


def _offer_the_small_model(name: str, place: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user sets so that sub-agents have it."""
    if name == "claude-code":
        monkeypatch.setenv("ANTHROPIC_DEFAULT_HAIKU_MODEL", SMALL)
    if name == "opencode":
        known = {"name": SMALL, "tool_call": True, "limit": {"context": 200000, "output": 8192}}
        helper = {"description": "helps", "mode": "subagent", "model": f"skillrt/{SMALL}"}
        given = {"provider": {"skillrt": {"models": {SMALL: known}}}, "agent": {"helper": helper}}
        (place.workspace / "opencode.json").write_text(json.dumps(given))


@pytest.mark.parametrize("name", ["codex", "openclaw"])
def test_a_provider_that_is_asked_for_another_model(name: str, workshop: Made):
    """Harnesses that know their models by name alone: the settings say what the provider is asked for."""
    place = workshop(name)
    skill = source(place.folder / "source")
    player = Player(place.harness, [load_all([NAME]), runs("echo one"), runs("echo two"), says("FINI")])
    with ScriptedUpstream(player.answer) as upstream:
        settings = place.folder / "skillrt.toml"
        table = {"base-url": f"{upstream.url}/v1", "dialects": [_first(name)], "model": SMALL}
        lines = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
        settings.write_text("\n".join(["[gateway.upstreams.local]", *lines]))
        options = ("--unattended", "--model", LARGE, "--skill", str(skill))
        done = place.run(upstream, "", *options, "--upstream", "local", "--config", str(settings))
    assert done["status"] == "ok", done
    assert {request.model for request in player.played} == {SMALL}
    _require_fitted(place, player.played)


@pytest.mark.parametrize("name", ["claude-code", "opencode"])
def test_a_sub_agent_with_a_smaller_model(name: str, workshop: Made, monkeypatch: pytest.MonkeyPatch):
    place = workshop(name)
    _offer_the_small_model(name, place, monkeypatch)
    skill = source(place.folder / "source")

    def partial(harness: Harness, request: Request) -> Response:
        (file,) = (place.folder / "data/runs").glob(f"*/skills/{NAME}/SKILL.md")
        return runs(f"head -16 '{file}'")(harness, request)

    turns = [load_all([NAME]), lambda _harness, _request: say("I delegate.", _delegated(name))]
    parent = Player(place.harness, [*turns, runs("sleep 3"), says("FINI")])
    child = Player(place.harness, [load_all([NAME]), runs("echo one"), partial, says("the child is done")])

    def answer(request: Request) -> Response | Fault:
        return (child if request.model == SMALL else parent).answer(request)

    with ScriptedUpstream(answer) as upstream:
        options = ("--unattended", "--model", "claude-opus-4-6", "--skill", str(skill))
        done = place.run(upstream, _first(name), *options)
    assert done["status"] == "ok", done
    assert child.played, texts_of(parent.played[-1])[-2000:]
    _require_fitted(place, child.played[:3])
    # what the child read a part of is as it is installed, and so is what the parent loaded
    assert INSTALLED in "".join(results_of(child.played[3]))
    loaded = [text for request in parent.played if INSTALLED in (text := texts_of(request))]
    assert loaded
    assert all(FETCH not in text for text in loaded)

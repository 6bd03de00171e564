"""`skillrt profile` through real products, against the simulated model of tests/simulated, which is no model.

What it was set to must come out, whatever the harness sends around the task and however its tools are called.
"""

import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import pytest

from skillrt.cli.main import main
from skillrt.profiler.selection import every_probe
from skillrt.wire.exchange import Dialect
from tests.harness_runs.playing import Workshop
from tests.simulated.killing import command, killed_after
from tests.simulated.model import SimulatedModel, Truth
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
HARNESSES: list[tuple[str, Dialect]] = [
    ("opencode", "openai-chat"),
    ("pi", "openai-chat"),
    ("claude-code", "anthropic-messages"),
    ("gemini-cli", "gemini"),
    ("codex", "openai-responses"),
]
MODEL = "gpt-5.1-codex"
SERVED: list[tuple[str, Dialect]] = [
    ("opencode", "openai-chat"),
    ("claude-code", "anthropic-messages"),
    ("codex", "openai-responses"),
    ("gemini-cli", "gemini"),
    ("openclaw", "openai-chat"),
]
RATES = {"reason.arithmetic": (1.0, 1.0, 0.0), "tool.exec": (1.0, 0.0, 0.0), "tool.file.write": (1.0, 1.0, 1.0)}
LEVELS = {
    name: {f"L{at}": "held" if rate else "missing" for at, rate in enumerate(rates, 1)}
    for name, rates in RATES.items()
}


def model(place: Workshop, truth: Truth) -> SimulatedModel:
    probes = {name: probe for name, probe in every_probe().items() if probe and name in RATES}
    return SimulatedModel(probes, "1", place.harness, truth)


def options(upstream: ScriptedUpstream, dialect: Dialect, *names: str) -> list[str]:
    base = f"{upstream.url}/v1" if dialect.startswith("openai") else upstream.url
    chosen = [word for name in names or RATES for word in ("--primitive", name)]
    return ["--upstream", base, "--dialect", dialect, "--jobs", "3", "--timeout", "240", *chosen]


def profile(place: Workshop, upstream: ScriptedUpstream, dialect: Dialect, *more: str) -> dict[str, Any]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        main(["profile", "--target", f"{MODEL}@{place.name}", "--json", *(more or options(upstream, dialect))])
    assert out.getvalue(), err.getvalue()
    return json.loads(out.getvalue())


def levels(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {
        name: {level: said["status"] for level, said in row.items()} for name, row in found["run"]["verdicts"].items()
    }


@pytest.mark.parametrize(("name", "dialect"), HARNESSES)
def test_the_profile_is_what_the_simulated_model_was_set_to(name: str, dialect: Dialect, workshop: Made):
    place = workshop(name)
    played = model(place, Truth(rates=RATES))
    with ScriptedUpstream(played.answer) as upstream:
        found = profile(place, upstream, dialect)
    assert not played.strange, "a task was not recognised"
    assert (levels(found), found["complete"]) == (LEVELS, True), found["run"]["failures"]


@pytest.mark.parametrize(("name", "dialect"), SERVED)
@pytest.mark.parametrize("primitive", ["tool.mcp", "delegate.agent"])
def test_tools_of_an_mcp_server_that_the_product_was_given_and_sub_agents(
    primitive: str, name: str, dialect: Dialect, workshop: Made
):
    """One trial a level: L1 and L3 pass, L2 fails, as the server saw it, or as the calls were."""
    place = workshop(name)
    probe = every_probe()[primitive]
    assert probe
    played = SimulatedModel({primitive: probe}, "1", place.harness, Truth(other=(1.0, 0.0, 1.0)))
    with ScriptedUpstream(played.answer) as upstream:
        given = options(upstream, dialect, primitive)
        passed = {
            level: profile(place, upstream, dialect, *given, "--levels", level, "--budget", "trials=1")
            for level in ("L1", "L2", "L3")
        }
    counts = {level: found["run"]["primitives"][primitive][level] for level, found in passed.items()}
    assert {level: (count["passes"], count["trials"]) for level, count in counts.items()} == {
        "L1": (1, 1),
        "L2": (0, 1),
        "L3": (1, 1),
    }, [found["run"]["failures"] for found in passed.values()]


@pytest.mark.parametrize(("name", "dialect"), [HARNESSES[1]])
def test_killed_in_the_middle_with_a_provider_that_fails_now_and_then(name: str, dialect: Dialect, workshop: Made):
    """Each trial is run once, killed or not, and a tenth of failing requests changes nothing."""
    place = workshop(name)
    played = model(place, Truth(rates=RATES, faults=0.1))
    with ScriptedUpstream(played.answer) as upstream:
        base, *rest = options(upstream, dialect)[1:]
        words = command(f"{MODEL}@{place.name}", base, *rest)
        known = killed_after(6, words, place.folder / "data", {})
        found = profile(place, upstream, dialect)
    trials = sum(count["trials"] for row in found["run"]["primitives"].values() for count in row.values())
    assert known >= 6
    assert found["fresh"] == trials - known
    assert (levels(found), found["complete"]) == (LEVELS, True), found["run"]["failures"]

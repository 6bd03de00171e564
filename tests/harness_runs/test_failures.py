"""Failures of each class through each product: how the run ended, by what, and what was got over. What is found must
be right without exception; what a harness does not tell its model cannot be found."""

from collections.abc import Callable
from typing import Any

import pytest

from skillrt.gateway.outcomes import grouped
from skillrt.targets import shipped_harnesses
from tests.harness_runs.planting import (
    Tally,
    Turn,
    episode_of,
    gives_up,
    judge_script,
    lay_files,
    planted_calls,
    refused,
    runs_first,
    script_of,
    tells_statuses,
)
from tests.harness_runs.playing import Player, Workshop, runs, says
from tests.upstream.answers import say
from tests.upstream.faults import stall
from tests.upstream.server import ScriptedUpstream

pytestmark = pytest.mark.harness
Made = Callable[[str], Workshop]
NAMES = ["claude-code", "codex", "opencode", "pi", "openclaw", "gemini-cli"]
# those that take long to start give up once for each class only
SLOW = ["opencode", "openclaw"]
STOPPED = "stopped"


def _first(name: str):
    return next(iter(shipped_harnesses()[name].launch.base_urls))


@pytest.mark.parametrize("name", NAMES)
def test_calls_that_fail_and_what_gets_over_them(name: str, workshop: Made, capsys: pytest.CaptureFixture[str]):
    place = workshop(name)
    lay_files(place.workspace)
    planted = planted_calls(place)
    done = _run(place, script_of(planted))
    assert (done["status"], done["outcome"]) == ("ok", "right" if tells_statuses(place.harness) else "unknown"), done
    episode = episode_of(place, done["id"])
    assert episode
    failures, recovered = judge_script(episode, planted, place.harness)
    with capsys.disabled():
        print("", f"{name}: {failures.line('calls')}", f"{name}: {recovered.line('recoveries')}", sep="\n")
    assert failures.odd == []
    assert recovered.odd == []


@pytest.mark.parametrize("name", NAMES)
def test_how_a_run_ends_and_by_what(name: str, workshop: Made, capsys: pytest.CaptureFixture[str]):
    place = workshop(name)
    lay_files(place.workspace)
    total = Tally()
    for failure, what, turns in _ends(place):
        done = _run(place, turns) if what != STOPPED else _stopped(place, turns)
        episode = episode_of(place, done["id"])
        assert episode, what
        found = (episode.outcome.failure or "", what) if episode.outcome.kind == "failed" else None
        total.judge((failure, what), found, f"{what}: {done['outcome']}: {done['outcome_why']}")
        decisive = [(group.failure, group.counts) for group in grouped([episode]) if group.decisive]
        if decisive != [(failure, failure not in {"provider", "harness"})]:
            total.odd.append(f"{what}: decisive {decisive}")
    with capsys.disabled():
        print("", f"{name}: {total.line('runs')}", sep="\n")
    assert total.odd == []


def _ends(place: Workshop) -> list[tuple[str, str, list[Turn]]]:
    """What a run fails by, in which way, and the turns of it."""
    given_up = [
        (item.failure, item.cause, gives_up(item))
        for item in planted_calls(place)
        if item.ends and item.is_told(place.harness)
    ]
    if place.name in SLOW:
        given_up = list({item[0]: item for item in reversed(given_up)}.values())
    wrong_total = [runs("echo '{\"total\": 7}' > total.json"), runs("python3 check_total.py"), says("All is done.")]
    checked = [("task", "a check", wrong_total)] if tells_statuses(place.harness) else []
    return [
        *given_up,
        *checked,
        ("format", "a check", [runs("python3 check_form.py"), says("All is done.")]),
        ("provider", "refused", refused(401, "authentication_error")),
        ("harness", "asked wrongly", refused(400, "invalid_request_error")),
        ("harness", "killed", [runs_first, runs("kill -9 $PPID"), says("All is done.")]),
        ("time-out", STOPPED, [runs_first, lambda _harness, _request: stall(say("All"), 0)]),
    ]


def _run(place: Workshop, turns: list[Turn], *options: str) -> dict[str, Any]:
    with ScriptedUpstream(Player(place.harness, turns).answer) as upstream:
        return place.run(upstream, _first(place.name), "--unattended", *options)


def _stopped(place: Workshop, turns: list[Turn]) -> dict[str, Any]:
    """A run that is stopped while it waits for its second answer, however long the harness takes to ask for it; one
    that the harness ended by itself was not stopped."""
    for seconds in ("5", "20", "60"):
        done = _run(place, turns, "--timeout", seconds)
        if done["exchanges"] and done["status"] == "time-out":
            return done
    raise AssertionError("it was not stopped while it waited")


@pytest.mark.parametrize("name", NAMES)
def test_a_failure_that_is_passed_over_is_neither_right_nor_failed(name: str, workshop: Made):
    """The model says that all is done, and its last call had failed."""
    place = workshop(name)
    done = _run(place, [runs("wc -l input/notes.txt"), says("All is done.")])
    assert done["outcome"] == "unknown", done

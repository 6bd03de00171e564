import json

import msgspec

from skillrt.primitives.probing import Probe
from skillrt.profiler import Bounds, Design
from skillrt.profiler.campaign import Outcome
from skillrt.profiler.estimate import Estimate, Share
from skillrt.profiler.measure import Measured, Progress
from skillrt.profiler.protocol import Spent
from skillrt.profiler.result import profile_of, run_of
from skillrt.profiler.standing import Row, Standing
from skillrt.profiler.trials import Ended, Trial
from skillrt.report.profile_text import (
    duration,
    estimate_json,
    estimate_text,
    outcome_json,
    outcome_text,
    progress_line,
)
from skillrt.targets import parse_target
from tests.profiler.sample_probes import COPY, SUM

TARGET = parse_target("gpt-5.1-codex@bare")
EXPECTED = Estimate(
    primitives=2, known=3, trials=40, most=60, tokens=12345, dollars=1.5, seconds=600.0, basis="5 s an answer"
)


def standing(probe: Probe, rates: tuple[bool, bool, bool], most: int = 99) -> Standing:
    row = Row(probe.primitive, probe, Design(ordered=False), "1", {})
    for _ in range(most):
        trial = row.next()
        if trial is None:
            break
        row.begin(trial)
        passed = rates[trial.level - 1]
        why = "" if passed else "off by one"
        row.end(
            trial, Ended(outcome="passed" if passed else "failed", why=why, episode="ep1", spent=Spent(10, 0.1, 1.0))
        )
    return row.standing("the budget of trials is spent")


def outcome() -> Outcome:
    standings = (standing(SUM, (False, True, True)), standing(COPY, (True, True, True), 2))
    run = run_of(TARGET, "1", "2026-11-28", Bounds(), standings, {"see.image": "it has no probe yet"})
    profile, _ = profile_of(TARGET, run, None)
    measured = Measured(standings, "the budget of trials is spent", 21, 2, 30.0)
    return Outcome(
        target=str(TARGET), run=run, profile=profile, file="p.json", traces="d/traces/traces.db", measured=measured
    )


def test_the_table_says_levels_doubt_contradictions_failures_and_cost():
    text = outcome_text(outcome())
    assert "- 0/" in text
    assert "contradicts the order" in text
    assert "tested again: its rates do not fall" in text
    assert "? 2/2" in text
    assert "not decided, the budget of trials is spent: tool.file.write" in text
    assert "not decided, it has no probe yet: see.image" in text
    assert "failed reason.arithmetic L1: off by one [ep1]" in text
    assert "SKILLRT_DATA_DIR=d skillrt traces show ID" in text
    assert "slowed down 2 times" in text
    assert "--profiles p.json" in text
    assert text.endswith("\n")


def test_the_json_has_the_same():
    found = json.loads(outcome_json(outcome()))
    assert (found["complete"], found["fresh"], found["slowed"]) == (False, 21, 2)
    assert found["run"]["contradicts"] == ["reason.arithmetic"]
    assert found["run"]["open"]["tool.file.write"] == found["stopped"]


def test_the_estimate_says_the_order_and_how_far_the_budget_goes():
    shares = tuple(Share(f"p{at}", 10.0, 20.0, 1000.0 * at, 0.1, 5.0) for at in range(1, 10))
    found = msgspec.structs.replace(EXPECTED, shares=shares, within=6, short="tokens")
    text = estimate_text("m@bare", found, {})
    assert "in this order, with tokens: p1 1,000, p2 2,000, p3 3,000, ..., p7 7,000, p8 8,000, p9 9,000" in text
    assert "the budget of tokens does for about 6 of 9 primitives" in text
    assert "will be known of p7, p8, p9\n" in text
    few = estimate_text("m@bare", msgspec.structs.replace(found, within=1), {})
    assert "will be known of the other 8\n" in few


def test_the_estimate_is_called_a_guess():
    text = estimate_text("m@bare", EXPECTED, {"see.image": "no probe"})
    for words in (
        "about 40 trials",
        "12,345 tokens",
        "1.50 $",
        "10 min",
        "3 trials are known",
        "a guess",
        "see.image",
    ):
        assert words in text
    assert json.loads(estimate_json("m@bare", EXPECTED, {}))["estimate"]["most"] == 60


def test_the_line_of_progress_says_what_is_left():
    found = Progress(2, 1, 10, 500, 0.25, 50.0, 2, Trial("a.b", 1, 0, "1"), Ended(outcome="passed"))
    line = progress_line(found, EXPECTED)
    assert line == "1 of 2 primitives, 10 of about 40 trials, 500 tokens, 0.25 $, about 2 min left"


def test_durations():
    assert [duration(value) for value in (5, 119, 125, 7300)] == ["5 s", "119 s", "2 min", "2.0 h"]

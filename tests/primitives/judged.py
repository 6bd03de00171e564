"""Ask a probe about an answer, as its mirrored tests do."""

import pytest

from skillrt.primitives.catalogue import primitive
from skillrt.primitives.probing import Attempt, Call


def make(name, level, seed="hand"):
    probe = primitive(name).probe
    assert probe is not None
    return probe().make(level, seed)


def verdict(name, instance, answer, calls=(), files=None):
    """The outcome and why; skips the test where nothing can be judged here."""
    probe = primitive(name).probe
    assert probe is not None
    made = probe().judge(instance, Attempt(answer, files or {}, tuple(Call(one, {}, 0) for one in calls)))
    if made.outcome == "skipped":
        pytest.skip(made.why)
    return made


def passes(name, instance, answer, calls=()):
    made = verdict(name, instance, answer, calls)
    assert made.outcome == "passed", made.why
    return True


def why(name, instance, answer, calls=()):
    """Why it failed."""
    made = verdict(name, instance, answer, calls)
    assert made.outcome == "failed"
    return made.why


def said(name, instance, attempt):
    """The outcome of an attempt, and why: `passed: `."""
    probe = primitive(name).probe
    assert probe is not None
    made = probe().judge(instance, attempt)
    return f"{made.outcome}: {made.why}"


def as_calls(solution, **changed):
    """The calls of a solution as an attempt shows them, all of them alike where `changed` says so."""
    calls = [(step, turn) for turn, steps in enumerate(solution.turns) for step in steps]
    return tuple(
        Call(**{"operation": step.operation, "arguments": step.arguments, "turn": turn, **changed})
        for step, turn in calls
    )

"""How an episode ended, with the evidence. In doubt it is `unknown`: what is wrongly called failed misleads."""

from collections.abc import Iterable
from typing import Final

import msgspec

from skillrt.gateway.outcomes.failing import Cause, cause_of, command_of, exit_of
from skillrt.gateway.outcomes.rules import first_match, words
from skillrt.gateway.refusals import REPLAY
from skillrt.store.traces import Call, Episode, Evidence, FailureClass, Outcome, RunRecord

_START: Final = 200
_ANSWER: Final = 400
_GONE: Final = "client"  # the record says `client gone`, `the client went away`


def judged(episodes: Iterable[Episode], run: RunRecord | None = None) -> list[Episode]:
    """The episodes of one scope with their outcomes. What the user says next counts for the episode before."""
    listed = list(episodes)
    return [
        msgspec.structs.replace(episode, outcome=outcome_of(episode, run if not episode.parent else None, after))
        for episode, after in ((episode, _next_request(episode, listed)) for episode in listed)
    ]


def outcome_of(episode: Episode, run: RunRecord | None = None, after: str = "") -> Outcome:
    """The outcome; `after` is what the user says next, empty where nothing follows."""
    last_run = run if not after else None  # how the harness ended says something of its last request only
    return (
        _of_user(episode, after)
        or _of_provider(episode, last_run)
        or _of_run(last_run)
        or _of_checks(episode)
        or _of_answer(episode)
        or Outcome(evidence=(Evidence(source="harness", text="nothing says whether the result is right"),))
    )


def _next_request(episode: Episode, listed: list[Episode]) -> str:
    same = [
        item.prompt
        for item in listed
        if item.started > episode.started
        and not item.parent
        and not episode.parent
        and (item.run, item.session, item.harness, item.agent)
        == (episode.run, episode.session, episode.harness, episode.agent)
    ]
    return same[0] if same else ""


def _of_user(episode: Episode, after: str) -> Outcome | None:
    start = after[:_START]
    if not start:
        return None
    found = first_match(words().corrections, start)
    if found:
        cause = _unresolved(episode)
        kind: FailureClass = "format" if first_match(words().about_format, start) else "task"
        evidence = Evidence(source="user", text=_line(start), turn=len(episode.turns))
        return _failed(cause.failure if cause else kind, evidence, cause)
    if first_match(words().approvals, start) and not first_match(words().but, start):
        return Outcome(kind="right", evidence=(Evidence(source="user", text=_line(start), turn=len(episode.turns)),))
    return None


def _of_provider(episode: Episode, run: RunRecord | None) -> Outcome | None:
    last = episode.turns[-1] if episode.turns else None
    if last is None or not last.error:
        return None
    evidence = Evidence(
        source="provider", text=f"{last.status} {last.error}".strip()[:300], turn=len(episode.turns) - 1
    )
    if REPLAY in last.error:  # nobody failed: no model was asked
        return Outcome(evidence=(msgspec.structs.replace(evidence, source="recording"),))
    if _GONE in last.error:
        if run is None or run.status in {"running", "interrupted", "ok"}:
            return Outcome(evidence=(Evidence(source="harness", text=last.error, turn=evidence.turn),))
        return None  # how the run ended says more
    failure: FailureClass = "harness" if last.status in words().harness_statuses else "provider"
    return Outcome(kind="failed", failure=failure, evidence=(evidence,))


def _of_run(run: RunRecord | None) -> Outcome | None:
    if run is None or run.status in {"ok", "running"}:
        return None
    said = run.note or (f"exit status {run.exit_code}" if run.exit_code is not None else run.status)
    evidence = Evidence(source="harness", text=f"{run.status}: {said}"[:300])
    if run.status == "interrupted":
        return Outcome(evidence=(evidence,))
    classes: dict[str, FailureClass] = {"time-out": "time-out", "provider": "provider"}
    return Outcome(kind="failed", failure=classes.get(run.status, "harness"), evidence=(evidence,))


def _of_checks(episode: Episode) -> Outcome | None:
    """The last run of a check of the skill's or the project's: what it says of the result."""
    checks = [
        (at, call)
        for at, turn in enumerate(episode.turns)
        for call in turn.calls
        if call.answered and first_match(words().checks, command_of(call))
    ]
    if not checks or not episode.whole:
        return None
    at, last = checks[-1]
    cause = cause_of(last)
    evidence = Evidence(
        source="check", text=f"{_line(command_of(last))}: {cause.evidence if cause else 'passed'}", turn=at
    )
    if cause is None:
        is_open = _unresolved(episode) is not None or _is_silent(last)
        return None if is_open else Outcome(kind="right", evidence=(evidence,))
    # the check itself could not run: that says nothing of the result
    if cause.failure in {"environment", "time-out"} or cause.kind in {"wrong-arguments", "unknown-tool"}:
        return None
    return _failed("format" if cause.failure == "format" else "task", evidence, None)


def _of_answer(episode: Episode) -> Outcome | None:
    cause = _unresolved(episode)
    gave_up = first_match(words().gave_up, episode.final[:_ANSWER])
    if cause and gave_up:
        at = _last_calls(episode)[0]
        evidence = Evidence(source="answer", text=_line(episode.final[gave_up.start() : gave_up.start() + 200]))
        return _failed(cause.failure, Evidence(source="tool", text=cause.evidence, turn=at), None, evidence)
    if not episode.whole or cause or gave_up:
        said = "it did not come to an end" if not episode.whole else "the last call failed" if cause else "it gave up"
        return Outcome(evidence=(Evidence(source="harness", text=said),))
    at, calls = _last_calls(episode)
    if not calls or not episode.final:
        return None
    if _is_silent(calls[-1]):
        said = f"an answer followed, and nothing says how the last call ({calls[-1].tool}) ended"
        return Outcome(evidence=(Evidence(source="harness", text=said, turn=at),))
    return Outcome(
        kind="right",
        evidence=(
            Evidence(
                source="tool", text=f"the last call ({calls[-1].tool}) succeeded, and an answer followed", turn=at
            ),
        ),
    )


def _failed(failure: FailureClass, evidence: Evidence, cause: Cause | None, *more: Evidence) -> Outcome:
    tool = (Evidence(source="tool", text=cause.evidence),) if cause else ()
    return Outcome(kind="failed", failure=failure, evidence=(evidence, *more, *tool))


def _last_calls(episode: Episode) -> tuple[int, tuple[Call, ...]]:
    """The last turn with calls, and its calls."""
    turns = [(at, turn.calls) for at, turn in enumerate(episode.turns) if turn.calls]
    return turns[-1] if turns else (-1, ())


def _unresolved(episode: Episode) -> Cause | None:
    """Why the last calls failed, where one of them did."""
    causes = [cause for call in _last_calls(episode)[1] if (cause := cause_of(call))]
    return causes[-1] if causes else None


def _is_silent(call: Call) -> bool:
    """Whether it is a command, and nothing says with which status it ended."""
    return command_of(call) != "" and exit_of(call) is None and not call.is_error


def _line(text: str) -> str:
    return " ".join(text.split())[:_START]

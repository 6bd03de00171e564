import msgspec
import pytest

from skillrt.gateway.outcomes.judging import judged, outcome_of
from skillrt.store.traces import Episode, RunRecord, Turn
from tests.gateway.outcomes.samples import episode, shell, tool

MISSING = "ModuleNotFoundError: No module named 'pdfplumber'"
GOOD = shell("python fold.py", "folded", exit=0)
SILENT = shell("python fold.py", "folded")
BAD = shell("python fold.py", MISSING, failed=True)


def _run(status: str, **given) -> RunRecord:
    return RunRecord(id="r", started=1, harness="pi", model="m", status=status, **given)


def test_work_that_came_to_its_end_is_right():
    outcome = outcome_of(episode(GOOD))
    assert (outcome.kind, outcome.failure, outcome.evidence[0].source) == ("right", None, "tool")
    assert outcome_of(episode(BAD, GOOD)).kind == "right"


def test_a_command_whose_status_nobody_says_proves_nothing():
    assert outcome_of(episode(SILENT)).kind == "unknown"
    check = shell("python scripts/check_crane.py crane.txt", "two wings wanted, one found")
    assert outcome_of(episode(GOOD, check)).kind == "unknown"
    assert outcome_of(episode(SILENT, tool("write", "file.write", {"path": "a"}, "written"))).kind == "right"


def test_an_answer_alone_proves_nothing():
    assert outcome_of(episode()).kind == "unknown"


@pytest.mark.parametrize(
    ("status", "kind", "failure"),
    [
        ("ok", "right", None),
        ("running", "right", None),
        ("time-out", "failed", "time-out"),
        ("provider", "failed", "provider"),
        ("failed", "failed", "harness"),
        ("not-started", "failed", "harness"),
        ("interrupted", "unknown", None),
    ],
)
def test_how_the_harness_ended(status: str, kind: str, failure: str | None):
    outcome = outcome_of(episode(GOOD), _run(status))
    assert (outcome.kind, outcome.failure) == (kind, failure)


@pytest.mark.parametrize(
    ("status", "failure"),
    [(500, "provider"), (429, "provider"), (401, "provider"), (0, "provider"), (400, "harness")],
)
def test_an_answer_that_never_came(status: int, failure: str):
    outcome = outcome_of(_ending(Turn(error="overloaded", status=status)))
    assert (outcome.kind, outcome.failure) == ("failed", failure)
    assert "overloaded" in outcome.evidence[0].text


def test_a_recording_without_an_answer_is_nobodys_failure():
    missed = _ending(Turn(error="SkillRT replay: no recorded request is the same", status=400))
    outcome = outcome_of(missed, _run("provider"))
    assert (outcome.kind, outcome.failure, outcome.evidence[0].source) == ("unknown", None, "recording")


def _ending(turn: Turn) -> Episode:
    broken = episode(GOOD, final="")
    return msgspec.structs.replace(broken, turns=(*broken.turns, turn))


def test_a_client_that_went_away_is_nobodys_failure():
    gone = _ending(Turn(error="the client went away", status=0))
    assert outcome_of(gone).kind == "unknown"
    assert outcome_of(gone, _run("time-out")).failure == "time-out"
    assert outcome_of(gone, _run("failed")).failure == "harness"


@pytest.mark.parametrize(
    ("words", "kind", "failure"),
    [
        ("That's not right, the wings are missing.", "failed", "task"),
        ("No, I wanted a swan", "failed", "task"),
        ("It still doesn't work", "failed", "task"),
        ("You forgot the tail.", "failed", "task"),
        ("The output is wrong: it must be JSON", "failed", "format"),
        ("Please fold it again in blue", "failed", "task"),
        ("Thanks! Now fold a swan.", "right", None),
        ("Perfect, that is it", "right", None),
        ("Great, but the tail is missing", "right", None),
        ("Now fold a swan.", "right", None),
        ("Fix the bug in fold.py", "right", None),
        ("Now do the same for b.csv", "right", None),
    ],
)
def test_what_the_user_says_next(words: str, kind: str, failure: str | None):
    outcome = outcome_of(episode(GOOD), None, words)
    assert (outcome.kind, outcome.failure) == (kind, failure)


def test_a_half_approval_counts_for_nothing():
    assert outcome_of(episode(), None, "Great, but the tail is missing").kind == "unknown"
    assert outcome_of(episode(), None, "Great!").kind == "right"


def test_a_correction_after_a_call_that_failed_has_its_cause():
    outcome = outcome_of(episode(BAD), None, "It does not work.")
    assert (outcome.failure, [item.source for item in outcome.evidence]) == ("environment", ["user", "tool"])


def test_what_the_agent_could_not_do():
    outcome = outcome_of(episode(BAD, final="I could not create the file: pdfplumber is missing."))
    assert (outcome.kind, outcome.failure) == ("failed", "environment")
    assert outcome.evidence[0].text == MISSING


def test_in_doubt_it_is_not_known():
    assert outcome_of(episode(BAD)).kind == "unknown"  # the answer says that all is well
    assert outcome_of(episode(GOOD, final="I was unable to finish the tail.")).kind == "unknown"
    assert outcome_of(episode(GOOD, final="")).kind == "unknown"


def test_checks_of_the_result():
    passed = shell("python scripts/check_crane.py crane.txt", "fine", exit=0)
    failing = shell("python scripts/check_crane.py crane.txt", "Exit code 1\ntwo wings wanted, one found")
    assert outcome_of(episode(GOOD, passed)).evidence[0].source == "check"
    outcome = outcome_of(episode(GOOD, failing))
    assert (outcome.kind, outcome.failure) == ("failed", "task")
    assert outcome_of(episode(GOOD, failing, GOOD, passed)).kind == "right"
    assert (
        outcome_of(episode(GOOD, shell("pytest", "Exit code 1\nModuleNotFoundError: No module named 'x'"))).kind
        == "unknown"
    )


def test_each_episode_is_judged_by_what_follows_it():
    first = episode(GOOD, id="a", started=1)
    second = episode(GOOD, id="b", started=2, prompt="That is wrong, do it again")
    other = episode(GOOD, id="c", started=3, prompt="That is wrong", session="another")
    found = judged([first, second, other], _run("time-out"))
    assert [(item.id, item.outcome.failure) for item in found] == [
        ("a", "task"),
        ("b", "time-out"),
        ("c", "time-out"),
    ]


def test_how_the_run_ended_says_nothing_of_a_sub_agent():
    parent = episode(GOOD, id="a")
    child = episode(GOOD, id="b", parent="a", started=1001)
    assert [item.outcome.kind for item in judged([parent, child], _run("failed"))] == ["failed", "right"]

"""A template that does a part of each job, in runs of the built-in agent: the model writes what never is alike."""

import json
from pathlib import Path

import pytest

from tests.harness_runs.playing import Workshop, runs, says
from tests.harness_runs.repeating import JOBS, Job, Told, Turn, learnt, require_done, skillrt, worked
from tests.jit.conftest import sandbox

__all__ = ["sandbox"]
CHAT = "openai-chat"
LAST = JOBS[-1]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: object) -> Workshop:
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "ws").mkdir()
    return Workshop("bare", tmp_path)


def _worked(place: Workshop, job: Job, *more: str, after: str = "") -> Told:
    """The job, and notes in other words each time. A model that sees the totals done only writes the notes."""
    notes = runs(f"echo {' '.join(['It', 'is', 'fine'] * (job.at + 1))} > notes-{job.at}.md{after}")
    task = f"{job.task.rstrip('.')} and put what you think of them into notes-{job.at}.md"
    turns: list[Turn] = [notes, says("Both are there.")] if more else [*job.turns()[:-1], notes, says("Done.")]
    return worked(place, CHAT, job, *more, turns=turns, task=task)


def test_after_three_to_learn_and_three_in_shadow_the_model_does_the_rest_only(place: Workshop):
    for job in JOBS[:4]:
        _worked(place, job)
    (name,) = learnt()
    assert "does a part of the job" in skillrt("jit", "show", name)
    skillrt("jit", "promote", name)
    told = _worked(place, LAST, "--jit", "on")
    assert (told.template["did"], told.template["state"]) == ("did-a-part", "promoted")
    assert len(told.upstream.received) == 2
    assert told.said["answer"] == "Both are there."
    require_done(place, LAST)
    assert (place.workspace / "notes-6.md").is_file()
    (kept,) = json.loads(skillrt("jit", "list", "--format", "json"))
    assert kept["wrong"] == 0
    assert kept["history"][-1]["what"] == "right"


def test_predictions_of_a_part_are_measured_by_its_own_files(place: Workshop):
    for job in JOBS[:4]:
        _worked(place, job)
    told = _worked(place, JOBS[4])
    assert (told.template["did"], told.template["right"]) == ("predicted", True), told.template


def test_a_part_that_the_model_changes_was_wrong(place: Workshop):
    for job in JOBS[:4]:
        _worked(place, job)
    skillrt("jit", "promote", *learnt())
    told = _worked(place, LAST, "--jit", "on", after=f"; echo '{{}}' > {LAST.out}")
    assert told.template["did"] == "did-a-part"
    assert told.template["why"] == f"the model changed `{LAST.out}` afterwards"
    (kept,) = json.loads(skillrt("jit", "list", "--format", "json"))
    assert kept["wrong"] == 1

import os

import pytest

from skillrt.workflow.journal import JOURNAL_FILE, Event, Journal
from skillrt.workflow.pruning import Limits, Pruned, prune_runs


@pytest.fixture
def runs(tmp_path):
    """Three runs, the first one the oldest; the second one broke off."""
    for number, ending in enumerate(("completed", "", "completed")):
        folder = tmp_path / (str(number) * 64)
        folder.mkdir()
        with Journal(folder / JOURNAL_FILE, folder / "outputs") as journal:
            journal.write([Event("begun", key="k"), Event("started", "a")])
            if ending:
                journal.write([Event("finished", ending=ending)])
        (folder / "outputs" / "a").write_bytes(b"x" * 1000)
        for file in (folder / JOURNAL_FILE, folder / "outputs" / "a"):
            os.utime(file, (1000.0 + number, 1000.0 + number))
    return tmp_path


def _left(runs):
    return sorted(name[0] for name in os.listdir(runs))


def test_by_age_and_a_run_that_broke_off_only_by_name(runs):
    found = prune_runs(runs, Limits(since=1002.0))
    assert (found.gone, found.kept, found.spared) == (1, 2, 1)
    assert _left(runs) == ["1", "2"]
    assert prune_runs(runs, Limits(since=1002.0, broken_off=True)).gone == 1
    assert _left(runs) == ["2"]


def test_by_size_the_newest_stay(runs):
    found = prune_runs(runs, Limits(max_size=2300, broken_off=True))
    assert (found.gone, found.kept, _left(runs)) == (1, 2, ["1", "2"])
    assert found.kept_bytes <= 2300


def test_a_dry_run_removes_nothing(runs):
    assert prune_runs(runs, Limits(since=5000.0), dry=True).gone == 2
    assert _left(runs) == ["0", "1", "2"]


def test_what_is_at_work_or_is_no_run_stays(runs, tmp_path):
    other = tmp_path / "notes"
    other.mkdir()
    (tmp_path / ("f" * 64)).symlink_to(other)
    with Journal(runs / ("0" * 64) / JOURNAL_FILE, runs / ("0" * 64) / "outputs"):
        assert prune_runs(runs, Limits(since=5000.0, broken_off=True)).gone == 2
    assert _left(runs) == ["0", "f", "n"]
    assert prune_runs(tmp_path / "none", Limits(since=1.0)) == Pruned(0, 0, 0, 0, 0)

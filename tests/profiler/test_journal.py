from pathlib import Path

import pytest

from skillrt.errors import InputError
from skillrt.profiler.journal import Head, Journal, journal_folder
from skillrt.profiler.protocol import Spent
from skillrt.profiler.trials import Ended, Trial
from skillrt.targets import parse_target

HEAD = Head("m", "bare", "1")
DATES = {"a.b": "2026-11-28", "c.d": "2026-11-28"}


def trial(number: int, primitive: str = "a.b") -> Trial:
    return Trial(primitive, 2, number, "1")


def test_what_has_ended_is_known_to_the_next_process(tmp_path):
    with Journal(tmp_path / "j", HEAD) as journal:
        journal.add(trial(0), "2026-11-28", Ended(outcome="failed", why="off by one", spent=Spent(7, 0.5, 1.5)))
        journal.add(trial(1), "2026-11-28", Ended(outcome="passed", run="r", episode="e"))
    with Journal(tmp_path / "j", HEAD) as journal:
        known = journal.known(DATES)
    assert list(known) == [trial(0), trial(1)]
    assert known[trial(0)] == Ended(outcome="failed", why="off by one", spent=Spent(7, 0.5, 1.5))
    assert known[trial(1)].episode == "e"


def test_void_trials_and_those_of_an_older_probe_are_not_known(tmp_path):
    with Journal(tmp_path / "j", HEAD) as journal:
        journal.add(trial(0), "2026-11-28", Ended(outcome="void", why="provider down"))
        journal.add(trial(1), "2026-11-01", Ended(outcome="passed"))
        journal.add(trial(2, "c.d"), "2026-11-28", Ended(outcome="skipped"))
        assert list(journal.known(DATES)) == [trial(2, "c.d")]


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_line_cut_short_by_a_crash_never_counted(tmp_path: Path, cut: int):
    path = tmp_path / "j"
    with Journal(path, HEAD) as journal:
        for number in range(3):
            journal.add(trial(number), "2026-11-28", Ended(outcome="passed"))
    path.write_bytes(path.read_bytes()[:-cut])
    with Journal(path, HEAD) as journal:
        assert list(journal.known(DATES)) == [trial(0), trial(1)]
        journal.add(trial(2), "2026-11-28", Ended(outcome="failed"))
    with Journal(path, HEAD) as journal:
        assert [item.outcome for item in journal.known(DATES).values()] == ["passed", "passed", "failed"]


def test_one_process_at_a_time(tmp_path):
    with Journal(tmp_path / "j", HEAD), pytest.raises(InputError, match="another process"):
        Journal(tmp_path / "j", HEAD)


@pytest.mark.parametrize("text", ['{"line":"profile","model":"x","harness":"bare","seed":"1"}\n', "hello\n", "{}\n"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, text: str):
    (tmp_path / "j").write_text(text)
    with pytest.raises(InputError, match="cannot be gone on with"):
        Journal(tmp_path / "j", HEAD)
    assert (tmp_path / "j").read_text() == text


def test_each_target_and_seed_has_a_folder_of_its_own(tmp_path):
    one, other = parse_target("m@bare"), parse_target("m@opencode")
    folders = {journal_folder(tmp_path, target, seed) for target in (one, other) for seed in ("1", "2")}
    assert len(folders) == 4
    assert all(folder.is_relative_to(tmp_path) for folder in folders)

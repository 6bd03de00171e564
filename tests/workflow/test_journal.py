import errno
import os

import pytest

from skillrt.errors import InputError, MachineError
from skillrt.workflow.journal import Event, Journal, JournalFull, previous_of, read_past


def opened(folder) -> Journal:
    return Journal(folder / "journal.jsonl", folder / "outputs")


STARTED = [Event("begun", key="k"), Event("started", "a", attempt=1), Event("running", "a", group=7)]


def test_what_was_written_is_read_again(tmp_path):
    with opened(tmp_path) as journal:
        assert journal.past().key == ""
        journal.write([*STARTED, Event("ended", "a", seconds=1.5, ending="done"), Event("started", "b", attempt=1)])
    past = read_past(tmp_path / "journal.jsonl")
    assert (past.key, past.done, past.running, past.broken_off) == ("k", {"a": 1.5}, {"b": 0}, True)


def test_a_run_that_ended_well_is_not_broken_off(tmp_path):
    with opened(tmp_path) as journal:
        journal.write([*STARTED, Event("ended", "a", ending="failed"), Event("finished", ending="failed")])
        assert journal.past().broken_off
        journal.write([Event("resumed"), Event("ended", "a", ending="done"), Event("finished", ending="completed")])
        assert not journal.past().broken_off
        assert journal.past().running == {}


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_line_that_was_cut_short_never_counted(tmp_path, cut):
    with opened(tmp_path) as journal:
        journal.write(STARTED)
        journal.write([Event("ended", "a", ending="done")])
    path = tmp_path / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-cut])
    with opened(tmp_path) as journal:
        assert journal.past().running == {"a": 7}
        journal.write([Event("ended", "a", ending="done")])
        assert journal.past().done == {"a": 0.0}


def test_zeros_at_the_end_are_cut_off_and_damage_in_the_middle_is_told(tmp_path):
    with opened(tmp_path) as journal:
        journal.write(STARTED)
    path = tmp_path / "journal.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(100))
    with opened(tmp_path) as journal:
        assert journal.past().running == {"a": 7}
    assert path.read_bytes() == whole
    path.write_bytes(b"notes of mine\n" + whole)
    with opened(tmp_path) as journal, pytest.raises(InputError, match="no journal"):
        journal.past()
    assert path.read_bytes() == b"notes of mine\n" + whole


def test_one_process_at_a_time(tmp_path):
    with opened(tmp_path), pytest.raises(InputError) as caught:
        opened(tmp_path)
    assert caught.value.diagnostics[0].code == "workflow.busy"
    opened(tmp_path).close()


def test_begin_anew_keeps_the_run_before(tmp_path):
    with opened(tmp_path) as journal:
        journal.write([*STARTED, Event("ended", "a", seconds=2.0, ending="done")])
        journal.clear()
        assert journal.past().key == ""
    assert read_past(previous_of(tmp_path / "journal.jsonl")).done == {"a": 2.0}
    assert read_past(tmp_path / "nowhere").key == ""


def test_on_a_full_disk_all_or_nothing_is_written(tmp_path, monkeypatch):
    with opened(tmp_path) as journal:
        journal.reserve()
        journal.write(STARTED)
        before = (tmp_path / "journal.jsonl").read_bytes()
        real, room = os.write, [10]

        def short(number, data):
            """The disk takes ten more bytes, and more once the reserve is given up."""
            if not (tmp_path / "journal.jsonl.reserve").exists():
                return real(number, data)
            if not room:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(number, data[: room.pop()])

        monkeypatch.setattr(os, "write", short)
        with pytest.raises(JournalFull, match="No space"):
            journal.write([Event("ended", "a", ending="done")])
        assert (tmp_path / "journal.jsonl").read_bytes() == before
        assert journal.write_last([Event("ended", "a", ending="done")])
        assert journal.past().done == {"a": 0.0}


def test_what_is_no_regular_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(MachineError):
            Journal(path, tmp_path / "outputs")

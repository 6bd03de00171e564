"""Journals that are damaged, foreign, or in use."""

import json
import os
import subprocess
import sys

import pytest

from skillrt.passes.parallel.programs.pmap_journal import CannotGoOn, Journal, key_of, shown


def done(path, command):
    journal = Journal(str(path), command)
    journal.close()
    return journal.done


def test_what_failed_or_was_broken_off_is_not_done(tmp_path):
    path = tmp_path / "j"
    lines = [{"pmap": 1, "command": ["x", "{}"]}, {"item": "a", "status": 0}, {"item": "b", "status": 1}]
    torn = '{"item": "c", "status": 0}'
    path.write_text("\n".join([*map(json.dumps, lines), "rubbish", torn]))
    journal = Journal(str(path), ["x", "{}"])
    assert journal.done == {key_of("a")}
    journal.add("c", 0, 1.5)
    journal.close()
    assert done(path, ["x", "{}"]) == {key_of("a"), key_of("c")}


def test_items_of_any_bytes(tmp_path):
    item = os.fsdecode(b"\xff\n\x00'")
    journal = Journal(str(tmp_path / "j"), [item])
    journal.add(item, 0, 0)
    journal.close()
    assert key_of(item) in done(tmp_path / "j", [item])


@pytest.mark.parametrize("text", ["no journal\n", '{"pmap": 1}\n', "[1]\n"])
def test_another_file_is_left_alone(tmp_path, text):
    path = tmp_path / "notes.txt"
    path.write_text(text)
    with pytest.raises(CannotGoOn) as raised:
        Journal(str(path), ["x"])
    assert raised.value.args[1] == 2
    assert path.read_text() == text


def test_a_journal_that_cannot_be_written(tmp_path):
    with pytest.raises(CannotGoOn) as raised:
        Journal(str(tmp_path / "no" / "j"), ["x"])
    assert raised.value.args[1] == 3


@pytest.mark.skipif(os.name == "nt", reason="no such lock")
def test_only_one_is_at_work_on_it(tmp_path):
    code = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'ab'); fcntl.flock(f, 2); print(1, flush=True); time.sleep(9)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "j")], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.read(1)
        with pytest.raises(CannotGoOn, match="another pmap"):
            Journal(str(tmp_path / "j"), ["x"])
        other.kill()


def test_items_for_people():
    assert shown(["a b", "c"]) == "'a b' c"
    assert "\n" not in shown("a\nb")

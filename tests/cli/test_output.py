import os
from contextlib import suppress
from pathlib import Path

import pytest

from skillrt.cli.output import put_out, put_report, require_writable, say
from skillrt.errors import MachineError


def test_a_result_is_printed_or_written_whatever_its_bytes(capsys, tmp_path):
    put_out("one\n", "")
    put_out("two \udcff\n", str(tmp_path / "out.txt"))
    said = capsys.readouterr()
    assert said.out == "one\n"
    assert said.err == f"wrote {tmp_path / 'out.txt'}\n"
    assert (tmp_path / "out.txt").read_bytes() == b"two \\udcff\n"


def test_what_cannot_be_written_is_told_before_anything_is_done(tmp_path):
    require_writable(tmp_path / "x")
    require_writable(Path("x"))
    require_writable(Path(os.devnull))
    with pytest.raises(MachineError, match="there is no folder"):
        require_writable(tmp_path / "nowhere" / "x")
    with pytest.raises(MachineError, match="it is a folder"):
        require_writable(tmp_path)


def test_where_the_reader_has_gone_away_what_is_done_is_done(monkeypatch):
    streams = []
    for _ in "oe":
        reading, writing = os.pipe()
        os.close(reading)
        streams.append(os.fdopen(writing, "w", encoding="utf-8"))
    monkeypatch.setattr("sys.stdout", streams[0])
    monkeypatch.setattr("sys.stderr", streams[1])
    put_report("all is done\n")
    streams[0].close()  # what is left in it goes nowhere, and fails no more
    say("one more")
    with suppress(BrokenPipeError):
        streams[1].close()

import os
from pathlib import Path

import pytest

from skillrt.cli.output import put_out, require_writable
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

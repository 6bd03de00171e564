import sys
import time
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.process import run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_output_and_status(tmp_path: Path):
    code = "import sys, os; print(os.getcwd()); print('two\\nlines', file=sys.stderr); sys.exit(3)"
    done = run(python(code), folder=tmp_path)
    assert done.status == 3
    assert Path(done.out.decode().strip()) == tmp_path
    assert done.complaint == "two lines"


def test_nothing_is_on_standard_input():
    assert run(python("import sys; print(repr(sys.stdin.read()))")).out.strip() == b"''"


def test_arguments_go_through_no_shell():
    done = run([*python("import sys; print(sys.argv[1])"), "$(echo no); *"])
    assert done.out.decode().strip() == "$(echo no); *"


def test_given_variables_replace_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OUTER", "1")
    code = "import os; print(os.environ.get('OUTER'), os.environ.get('INNER'))"
    assert run(python(code)).out.split() == [b"1", b"None"]
    assert run(python(code), variables={"INNER": "2", "SYSTEMROOT": ""}).out.split() == [b"None", b"2"]


def test_a_missing_program_is_named():
    with pytest.raises(MachineError, match="no-such-program-here") as caught:
        run(["no-such-program-here"])
    assert caught.value.diagnostics[0].code == "machine.program-missing"


def test_a_missing_folder_is_not_mistaken_for_a_missing_program(tmp_path: Path):
    with pytest.raises(MachineError, match="which is no folder"):
        run(python(""), folder=tmp_path / "nowhere")


def test_a_program_that_cannot_be_started(tmp_path: Path):
    file = tmp_path / "plain"
    file.write_text("")
    with pytest.raises(MachineError, match="cannot be started"):
        run([str(file)])


def test_what_does_not_end_is_ended_with_what_it_started(tmp_path: Path):
    mark = tmp_path / "mark"
    inner = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {inner!r}]); time.sleep(60)"
    begin = time.monotonic()
    with pytest.raises(MachineError, match=r"within 0.7 seconds") as caught:
        run(python(code), timeout=0.7)
    assert caught.value.diagnostics[0].code == "machine.timeout"
    assert time.monotonic() - begin < 10
    time.sleep(1.5)
    assert not mark.exists()


def test_what_outlives_its_program_and_holds_its_output_is_ended_too(tmp_path: Path):
    mark = tmp_path / "mark"
    inner = f"import time, pathlib; time.sleep(3); pathlib.Path({str(mark)!r}).touch()"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {inner!r}])"
    with pytest.raises(MachineError) as caught:
        run(python(code), timeout=1)
    assert caught.value.diagnostics[0].code == "machine.timeout"
    time.sleep(3)
    assert not mark.exists()

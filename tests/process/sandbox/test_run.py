import shutil
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.process.sandbox import Limits, Sandbox, Unavailable, open_sandbox
from skillrt.process.sandbox import run as sandbox_run


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    try:
        return open_sandbox(shutil.which("python3") or "", Limits(seconds=10.0, file_size=4 * 1024 * 1024))
    except Unavailable as why:
        pytest.skip(f"no sandbox here: {why}")


def test_a_program_reads_and_writes_in_its_workspace(sandbox: Sandbox, tmp_path: Path):
    (tmp_path / "a.txt").write_text("hello")
    ran = sandbox.run(["bash", "-c", "tr a-z A-Z < a.txt > b.txt; mkdir d; mv b.txt d/; echo done; exit 3"], tmp_path)
    assert (ran.status, ran.out) == (3, "done\n")
    assert (tmp_path / "d/b.txt").read_text() == "HELLO"


def test_nothing_else_is_written_or_read(sandbox: Sandbox, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret")
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    ran = sandbox.run(["bash", "-c", f"cat {outside}/secret; echo x > {outside}/made; echo y > ../made"], workspace)
    assert ran.out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["outside", "workspace"]
    assert [path.name for path in outside.iterdir()] == ["secret"]


def test_a_link_out_of_the_workspace_leads_nowhere(sandbox: Sandbox, tmp_path: Path):
    (tmp_path / "secret").write_text("secret")
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    ran = sandbox.run(["bash", "-c", "ln -s ../secret here; cat here; echo x > here"], workspace)
    assert "secret" not in ran.out
    assert (tmp_path / "secret").read_text() == "secret"


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX"])
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM"])
def test_there_is_no_network(sandbox: Sandbox, tmp_path: Path, family: str, kind: str):
    ran = sandbox.run(["python3", "-c", f"import socket; socket.socket(socket.{family}, socket.{kind})"], tmp_path)
    assert ran.status == 1
    assert "PermissionError" in ran.err


def test_other_processes_are_left_alone(sandbox: Sandbox, tmp_path: Path):
    ran = sandbox.run(["bash", "-c", "cat /proc/1/environ; kill -9 $PPID; unshare -r true; echo alive"], tmp_path)
    assert ran.out == "alive\n"


def test_too_long_too_big_and_too_many_files(sandbox: Sandbox, tmp_path: Path):
    quick = Sandbox(sandbox.search, sandbox.readable, Limits(seconds=0.5))
    assert quick.run(["sleep", "30"], tmp_path).status is None
    sandbox.run(["bash", "-c", "head -c 9000000 /dev/zero > big"], tmp_path)
    assert (tmp_path / "big").stat().st_size <= 4 * 1024 * 1024
    ran = sandbox.run(["bash", "-c", "yes | head -c 9000000"], tmp_path)
    assert len(ran.out) <= 4 * 1024 * 1024


def test_what_goes_on_in_the_background_ends_with_the_program(sandbox: Sandbox, tmp_path: Path):
    ran = sandbox.run(["bash", "-c", "(sleep 1; echo late > late.txt) & echo now"], tmp_path)
    assert ran.out == "now\n"
    assert not (tmp_path / "late.txt").exists()


def test_a_missing_program_says_so(sandbox: Sandbox, tmp_path: Path):
    ran = sandbox.run(["no-such-program"], tmp_path)
    assert ran.status == 127
    assert "no-such-program" in ran.err


def test_the_environment_holds_nothing_of_ours(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOME_API_KEY", "do-not-tell")
    assert "do-not-tell" not in sandbox.run(["env"], tmp_path).out


def test_programs_are_found_where_our_own_interpreter_is_out_of_reach(sandbox: Sandbox, tmp_path: Path):
    bare = Sandbox(("/usr/bin", "/bin"), (), sandbox.limits)
    assert bare.run(["sh", "-c", "echo works"], tmp_path).out == "works\n"


def test_an_interpreter_that_is_none_is_named():
    with pytest.raises(MachineError, match="false"):
        open_sandbox("/bin/false")


def test_without_linux_there_is_no_sandbox(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox_run.platform, "machine", lambda: "toaster")
    with pytest.raises(Unavailable, match="toaster"):
        open_sandbox()

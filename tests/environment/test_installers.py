import os
from pathlib import Path

import pytest

from skillrt.environment.installers import Installers, failure, find_installers
from skillrt.errors import MachineError, SkillrtError
from skillrt.process import Completed


def test_uv_comes_with_skillrt_and_npm_with_the_machine(tmp_path: Path):
    found = find_installers({"PATH": str(tmp_path)})
    assert Path(found.uv).name.startswith("uv")
    assert (found.npm, found.node) == ("", "")
    done = found.run_uv(["--version"], tmp_path)
    assert done.out.startswith(b"uv ")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_npm_runs_no_scripts_of_packages_unless_building_is_allowed(tmp_path: Path):
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho "$@"; echo "$PATH"\n')
    npm.chmod(0o755)
    path = {"PATH": "/usr/bin:/bin"}
    careful = Installers("uv", str(npm), "/some/node/bin/node", path, offline=True)
    said = careful.run_npm(["ci"], tmp_path).out.decode().splitlines()
    assert said[0].split()[0] == "ci"
    assert {"--ignore-scripts", "--offline", "--no-audit"} <= set(said[0].split())
    assert said[1] == "/some/node/bin:/usr/bin:/bin"
    said = Installers("uv", str(npm), "", path, allow_build=True).run_npm(["ci"], tmp_path).out.decode()
    assert "--ignore-scripts" not in said


@pytest.mark.parametrize(
    ("said", "code", "error"),
    [
        ("error: No solution found when resolving dependencies", "bind.unresolvable", SkillrtError),
        ("  cause: No space left on device (os error 28)", "bind.disk-full", MachineError),
        ("npm error code ENOSPC", "bind.disk-full", MachineError),
        ("the network was disabled. No solution found", "bind.offline", MachineError),
        ("npm error code ENOTCACHED", "bind.offline", MachineError),
        ("error: Hash mismatch for `a`", "bind.lock-mismatch", SkillrtError),
        ("npm error code EINTEGRITY", "bind.lock-mismatch", SkillrtError),
        ("npm error code E404", "bind.unresolvable", SkillrtError),
        ("npm error code ENOTFOUND", "bind.unreachable", MachineError),
        ("because it has no usable wheels, No solution found", "bind.needs-build", SkillrtError),
        ("something else", "bind.install-failed", MachineError),
        ("", "bind.install-failed", MachineError),
    ],
)
def test_complaints(said: str, code: str, error: type):
    found = failure(Completed(1, b"", said.encode()), "it failed")
    assert (found.diagnostics[0].code, type(found)) == (code, error)


def test_what_npm_says_about_its_log_and_before_each_line_is_not_shown():
    said = b"npm warn old\nnpm error code E404\nnpm error 404 nothing there\nnpm error 404\nnpm error 404 or moved\n"
    said += b"npm error 1000 tries\nnpm error A complete log of this run\n"
    shown = "it failed: code E404 nothing there or moved 1000 tries"
    assert str(failure(Completed(1, b"", said), "it failed")) == shown

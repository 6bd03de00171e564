"""The GitHub Action: its steps are run as a runner does, on a library of skills."""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checks.library import library, skill_text, write
from tests.checks.test_changed import git
from tests.contracts.locking import TARGET, shell
from tests.rules.source_tree import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")
WORSE = skill_text("beta", body=shell("git push"))


@dataclass
class Runner:
    """What GitHub gives to the steps, and what they left behind."""

    work: Path
    inputs: dict[str, str]
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    printed: str = ""

    @property
    def temp(self) -> Path:
        return self.work.parent / "temp"

    def value(self, text: str) -> str:
        """A text with its expressions filled in."""
        return EXPRESSION.sub(lambda found: self.name(found.group(1)), text)

    def name(self, expression: str) -> str:
        room, _, key = expression.partition(".")
        return self.inputs[key] if room == "inputs" else {"runner.temp": str(self.temp)}[expression]

    def wanted(self, step: dict[str, Any], failed: bool) -> bool:
        """Whether the condition of a step holds; only the forms that the action uses."""
        (condition,) = EXPRESSION.findall(step["if"])
        parts = condition.split(" && ")
        if "!cancelled()" not in parts and failed:
            return False
        for part in parts:
            if part != "!cancelled()":
                left, sign, right = part.split(" ")
                assert sign in ("==", "!=")
                if (self.name(left) == right.strip("'")) is not (sign == "=="):
                    return False
        return True

    def run(self) -> int:
        """All steps; the status of the job."""
        for step in STEPS:
            if self.wanted(step, any(self.statuses.values())):
                self.statuses[step["name"]] = self.step(step)
        return max(self.statuses.values())

    def step(self, step: dict[str, Any]) -> int:
        """One step, by bash as GitHub starts it."""
        self.temp.mkdir(exist_ok=True)
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        files["GITHUB_OUTPUT"].unlink(missing_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "SKILLRT_"))}
        given = {name: self.value(str(value)) for name, value in step.get("env", {}).items()}
        variables = {"GITHUB_ACTION_PATH": str(ROOT), **{name: str(path) for name, path in files.items()}, **given}
        path = {"PATH": f"{self.tools()}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work,
            env={**kept, **path, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.printed += done.stdout + done.stderr
        if files["GITHUB_OUTPUT"].exists() and "id" in step:
            rows = files["GITHUB_OUTPUT"].read_text().splitlines()
            self.outputs[step["id"]] = dict(row.split("=", 1) for row in rows)
        return done.returncode

    def tools(self) -> Path:
        """A folder with our `skillrt`."""
        folder = self.work.parent / "tools"
        folder.mkdir(exist_ok=True)
        (folder / "skillrt").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m skillrt "$@"\n')
        (folder / "skillrt").chmod(0o755)
        return folder


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    return write(library(tmp_path / "work", "alpha", "beta"), {"skillrt.toml": 'roots = ["skills"]\n'})


def runner(lib: Path, **inputs: str) -> Runner:
    defaults = {name: str(row.get("default", "")) for name, row in ACTION["inputs"].items()}
    chosen = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert set(chosen) <= set(defaults)
    return Runner(lib, {**defaults, "install": "false", **chosen})


def locked(lib: Path, *words: str) -> Path:
    subprocess.run([sys.executable, "-m", "skillrt", "lock", *words], cwd=lib, check=True, capture_output=True)
    return lib


def test_it_is_a_composite_action_whose_shell_stands_in_files():
    assert ACTION["runs"]["using"] == "composite"
    for step in STEPS:
        assert step["shell"] == "bash"
        (script,) = re.findall(r'^sh "\$GITHUB_ACTION_PATH/(tools/action/\w+\.sh)"$', step["run"])
        text = (ROOT / script).read_text(encoding="utf-8")
        assert text.startswith("#!/bin/sh\n")
        assert "${{" not in text
        assert set(re.findall(r"\$\{?(SKILLRT_[A-Z_]+)", text)) <= set(step["env"])


def test_every_output_is_one_that_a_step_gives():
    named = {output["value"] for output in ACTION["outputs"].values()}
    given: set[str] = set()
    for step in STEPS:
        script = (ROOT / step["run"].split("/", 1)[1].rstrip('"')).read_text(encoding="utf-8")
        given |= {f"${{{{ steps.{step.get('id')}.outputs.{name} }}}}" for name in re.findall(r'echo "(\w+)=', script)}
    assert named == given


def test_a_library_without_a_lock_is_checked_all_the_same(lib: Path):
    found = runner(lib)
    assert found.run() == 0
    assert found.statuses == {"Check": 0, "Lock": 0}
    assert "::notice title=SkillRT::there is no skills.lock" in found.printed
    assert json.loads(Path(found.outputs["check"]["sarif"]).read_text())["version"] == "2.1.0"


def test_a_lock_that_is_asked_for_has_to_be_there(lib: Path):
    found = runner(lib, lock="true")
    assert found.run() == 2
    assert re.search(r"^::error .*\[lock\.missing\]::", found.printed, re.M)
    assert "lock" not in found.outputs


def test_wrong_settings_are_an_annotation(lib: Path):
    found = runner(write(lib, {"skillrt.toml": 'level = "O7"\n'}))
    assert found.run() == 2
    assert re.search(r"^::error file=skillrt\.toml,line=1,", found.printed, re.M)
    assert "check" not in found.outputs


def test_drift_fails_the_job_and_stands_in_its_summary(lib: Path):
    write(locked(lib), {"skills/beta/SKILL.md": WORSE})
    found = runner(lib)
    assert found.run() == 1
    assert found.statuses == {"Check": 0, "Lock": 1}
    assert "::error file=skills/beta/SKILL.md,line=8" in found.printed
    assert "now runs `git push`" in (found.temp / "GITHUB_STEP_SUMMARY").read_text()
    assert "lock.command-added" in Path(found.outputs["lock"]["sarif"]).read_text()
    assert "now runs `git push`" in Path(found.outputs["lock"]["markdown"]).read_text()
    assert runner(lib, fail_on="never").run() == 0
    assert runner(lib, lock="false").run() == 0


def test_against_a_revision_no_lock_is_needed(lib: Path):
    for words in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        git(lib, *words)
    assert runner(lib, against="HEAD", check="false").run() == 0
    write(lib, {"skills/beta/SKILL.md": WORSE})
    found = runner(lib, against="HEAD", check="false")
    assert found.run() == 1
    assert "now runs `git push`" in Path(found.outputs["lock"]["markdown"]).read_text()


def test_the_lock_is_looked_at_although_the_check_failed(lib: Path):
    write(locked(lib), {"skills/beta/SKILL.md": WORSE.replace("name: beta", "name: other")})
    found = runner(lib)
    assert found.run() == 1
    assert found.statuses == {"Check": 1, "Lock": 1}


def test_targets_and_another_folder(lib: Path):
    locked(lib, "--target", TARGET)
    found = runner(lib, targets=f"{TARGET} ")
    assert found.run() == 0
    assert "lock.other-targets" not in found.printed
    below = Runner(lib.parent, {**found.inputs, "root": f"./{lib.name}/"})
    below.work.joinpath("tools").mkdir(exist_ok=True)
    assert below.run() == 0


@pytest.mark.parametrize("settings", [True, False])
def test_files_are_named_from_the_top_of_the_repository(lib: Path, settings: bool):
    if not settings:
        (lib / "skillrt.toml").unlink()
    write(locked(lib), {"skills/beta/SKILL.md": WORSE + "\n[x](nope.md)\n"})
    found = Runner(lib.parent, {**runner(lib).inputs, "root": lib.name})
    assert found.run() == 1
    assert found.statuses == {"Check": 1, "Lock": 1}
    assert set(re.findall(r"^::error file=([^,]*)", found.printed, re.M)) == {"work/skills/beta/SKILL.md"}
    for step in ("check", "lock"):
        text = Path(found.outputs[step]["sarif"]).read_text()
        assert set(re.findall(r'"uri": "([^"]*)"', text)) == {"work/skills/beta/SKILL.md"}


def test_a_root_that_is_not_there_is_an_annotation(lib: Path):
    found = runner(lib, root="nowhere")
    assert found.run() == 2
    assert "::error title=SkillRT::there is no folder `nowhere`" in found.printed


def test_a_version_without_the_matrix_says_so_and_one_with_it_draws(lib: Path):
    from skillrt.cli.main import VERBS

    found = runner(lib, matrix="true", targets=TARGET)
    assert found.run() == 0
    if "matrix" in VERBS:
        assert Path(found.outputs["matrix"]["html"]).read_text(encoding="utf-8").lower().startswith("<!doctype html")
    else:
        assert "has no `skillrt matrix`" in found.printed


def test_the_installation(lib: Path, tmp_path: Path):
    """With a Python that only writes down what it is asked for."""
    stub = tmp_path / "tools" / "stub"
    stub.parent.mkdir()
    log = tmp_path / "log"
    stub.write_text(
        f'#!/bin/sh\necho "$*" >> {log}\n'
        'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    )
    stub.chmod(0o755)
    found = runner(lib, install="true", python=str(stub), check="false", lock="false")
    assert found.run() == 0
    lines = log.read_text().splitlines()
    assert [line for line in lines if "--require-hashes" in line and "requirements/runtime.txt" in line]
    assert lines[-1].endswith(f"--no-deps {ROOT}")
    assert (found.temp / "GITHUB_PATH").read_text().strip().endswith("skillrt/venv/bin")


def test_an_old_python_is_refused_in_words(lib: Path, tmp_path: Path):
    stub = tmp_path / "old"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    found = runner(lib, install="true", python=str(stub))
    assert found.run() == 2
    assert "it needs Python 3.11 or newer" in found.printed
    assert "Check" not in found.statuses

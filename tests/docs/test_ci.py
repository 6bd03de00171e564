"""The snippets of docs/ci.md work: each is taken from the page and run on a library of skills."""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from skillrt.config.load import parse_settings
from tests.checks.library import library, skill_text, write
from tests.rules.source_tree import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BAD = skill_text("other", body="# A\n\n```sh\necho\n")
IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "n"), ("EMAIL", "e@example.org"))
}


def snippets(language: str) -> list[str]:
    """The code blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def snippet(name: str) -> str:
    """The YAML or make block whose first line names a file."""
    (found,) = [text for kind in ("yaml", "make") for text in snippets(kind) if text.startswith(f"# {name}\n")]
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A library under git with an upstream `origin/main`, two good skills, and settings."""
    root = library(tmp_path / "work", "alpha", "beta")
    write(root, {"skillrt.toml": 'roots = ["skills"]\n'})
    shell(root, "git init -q -b main . && git add . && git commit -qm first")
    shell(root, "git clone -q --bare . ../origin.git && git remote add origin ../origin.git && git fetch -q")
    shell(root, "git checkout -q -b topic")
    return root


def shell(folder: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    done = sh(folder, command, **variables)
    assert done.returncode == 0, done.stderr + done.stdout
    return done


def sh(folder: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a CI runner does, with our `skillrt` first on the path."""
    tools = folder.parent / "tools"
    if not tools.is_dir():
        tools.mkdir()
        (tools / "skillrt").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m skillrt "$@"\n')
        (tools / "skillrt").chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SKILLRT_"))}
    environment = kept | IDENTITY | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(
        ["sh", "-e", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def without_installation(commands: list[str]) -> list[str]:
    kept = [command for command in commands if command != "python -m pip install skillrt"]
    assert len(kept) == len(commands) - 1
    return kept


def github_commands() -> list[str]:
    workflow: dict[str, Any] = yaml.safe_load(snippet(".github/workflows/skills.yml"))
    return without_installation([step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step])


def test_the_first_steps(tmp_path: Path):
    root = write(library(tmp_path / "work", "alpha"), {"skills/bad/SKILL.md": b"\xef\xbb\xbf" + BAD.encode()})
    (block,) = snippets("sh")
    assert block.count("skillrt ") >= 4
    for line in block.splitlines():
        shell(root, line)
    assert not (root / "skills/bad/SKILL.md").read_bytes().startswith(b"\xef\xbb\xbf")
    assert sh(root, "skillrt check").returncode == 1
    settings, *_ = snippets("toml")
    file = root / "skillrt.toml"
    file.write_text(settings + file.read_text())
    assert shell(root, "skillrt check --fail-on warning").returncode == 0
    write(root, {"skills/worse/SKILL.md": BAD})
    assert sh(root, "skillrt check").returncode == 1


def test_the_settings_are_valid():
    found = [parse_settings(text) for text in snippets("toml")]
    assert len(found) == 2
    assert found[1].ignore[0].reason


@pytest.mark.parametrize("good", [True, False])
def test_github_actions(repository: Path, good: bool):
    if not good:
        write(repository, {"skills/bad/SKILL.md": BAD})
    first, second = github_commands()
    shell(repository, first)
    runs = json.loads((repository / "skills.sarif").read_text())["runs"]
    assert bool(runs[0]["results"]) is not good
    done = sh(repository, second)
    assert done.returncode == (0 if good else 1)
    assert ("::error file=skills/bad/SKILL.md,line=2" in done.stdout) is not good


def test_the_workflow_is_one():
    workflow = yaml.safe_load(snippet(".github/workflows/skills.yml"))
    steps = workflow["jobs"]["check"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    (upload,) = [step for step in steps if "upload-sarif" in step.get("uses", "")]
    assert upload["with"]["sarif_file"] == "skills.sarif"
    assert workflow["permissions"]["security-events"] == "write"
    (cached,) = [step for step in steps if "actions/cache" in step.get("uses", "")]
    assert cached["with"]["path"] == ".skillrt-cache"


def test_the_step_for_pull_requests(repository: Path):
    ((step,),) = [yaml.safe_load(text) for text in snippets("yaml") if text.startswith("# a step of")]
    write(repository, {"skills/bad/SKILL.md": BAD})
    shell(repository, "git add . && git commit -qm bad")
    done = sh(repository, step["run"], GITHUB_BASE_REF="main")
    assert done.returncode == 1
    assert "in 1 of 1 skill" in done.stdout
    shell(repository, "git rm -qr skills/bad && git commit -qm gone")
    assert sh(repository, step["run"], GITHUB_BASE_REF="main").returncode == 0


def test_gitlab(repository: Path):
    job = yaml.safe_load(snippet(".gitlab-ci.yml"))["skills"]
    commands = "\n".join(without_installation(job["script"]))
    shell(repository, commands)
    assert (repository / job["cache"]["paths"][0]).is_dir()
    write(repository, {"skills/bad/SKILL.md": BAD})
    assert sh(repository, commands).returncode == 1
    report = json.loads((repository / job["artifacts"]["paths"][0]).read_text())
    assert report["summary"]["errors"] == 1


def test_make(repository: Path):
    if shutil.which("make") is None:
        pytest.skip("no make here")
    write(
        repository,
        {"Makefile": snippet("Makefile"), "skills/alpha/SKILL.md": b"\xef\xbb\xbf" + skill_text("alpha").encode()},
    )
    assert "text.bom" in sh(repository, "make skills").stdout
    shell(repository, "make skills-fixed")
    assert "text.bom" not in shell(repository, "make skills").stdout
    write(repository, {"skills/bad/SKILL.md": BAD})
    assert sh(repository, "make skills").returncode != 0


def hook() -> dict[str, Any]:
    (repository,) = yaml.safe_load(snippet(".pre-commit-config.yaml"))["repos"]
    (found,) = repository["hooks"]
    return found


def run_hook(root: Path, found: dict[str, Any]) -> int:
    """What pre-commit does: the entry split like a command line, the arguments, no file names, in the top folder."""
    assert found["pass_filenames"] is False
    command = shlex.join([*shlex.split(found["entry"]), *found.get("args", [])])
    return sh(root, command).returncode


def test_the_pre_commit_hook(repository: Path):
    write(repository, {"skills/old/SKILL.md": BAD})
    shell(repository, "git add . && git commit -qm old")
    assert run_hook(repository, hook()) == 0
    write(repository, {"skills/bad/SKILL.md": BAD})
    assert run_hook(repository, hook()) == 1
    shell(repository, "git add .")
    assert run_hook(repository, hook()) == 1


def offered(name: str) -> dict[str, Any]:
    found = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert sorted(item["id"] for item in found) == ["skillrt-check", "skillrt-lock", "skillrt-matrix"]
    assert all({"id", "name", "entry", "language"} <= set(item) and f"`{item['id']}`" in PAGE for item in found)
    return next(item for item in found if item["id"] == name)


def test_the_hook_that_the_repository_offers(repository: Path):
    assert run_hook(repository, offered("skillrt-check")) == 0
    write(repository, {"skills/bad/SKILL.md": BAD})
    assert run_hook(repository, offered("skillrt-check")) == 1


def test_the_hook_for_the_lock(repository: Path):
    assert run_hook(repository, offered("skillrt-lock")) == 2
    shell(repository, "skillrt lock")
    assert run_hook(repository, offered("skillrt-lock")) == 0
    write(repository, {"skills/alpha/SKILL.md": skill_text("alpha", body="# A\n\n```bash\ngit push\n```\n")})
    assert run_hook(repository, offered("skillrt-lock")) == 1
    shell(repository, "skillrt lock")
    assert run_hook(repository, offered("skillrt-lock")) == 0


def test_the_hook_for_the_matrix(repository: Path):
    write(repository, {"skillrt.toml": 'roots = ["skills"]\ntargets = ["qwen/qwen3.5-9b@openclaw"]\n'})
    assert offered("skillrt-matrix")["stages"] == ["manual"]
    assert run_hook(repository, offered("skillrt-matrix")) == 0
    assert "alpha" in (repository / "skills-matrix.html").read_text(encoding="utf-8")


def test_pre_commit_itself_takes_the_hook(repository: Path):
    program = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("pre-commit is not installed here")
    write(repository, {".pre-commit-config.yaml": snippet(".pre-commit-config.yaml")})
    home = str(repository.parent / "pre-commit")
    command = f"{shlex.quote(program)} run --all-files"
    shell(repository, f"git add . && {command}", PRE_COMMIT_HOME=home)
    write(repository, {"skills/bad/SKILL.md": BAD})
    done = sh(repository, f"git add . && {command}", PRE_COMMIT_HOME=home)
    assert done.returncode == 1
    assert "spec.name-folder" in done.stdout


def test_the_exit_statuses_are_those_of_the_program():
    from skillrt.cli import check, main

    rows = [int(status) for status in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)]
    assert rows == [0, check.EXIT_FOUND, 2, check.EXIT_DEFECT, main.EXIT_INTERRUPTED]


def test_every_option_that_the_page_names_exists():
    from skillrt.cli import check, lock

    parser = argparse.ArgumentParser(conflict_handler="resolve")
    check.add_arguments(parser)
    lock.add_arguments(parser)
    known = {name for action in parser._actions for name in action.option_strings}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert {"--fix", "--changed-since", "--check", "--also"} <= named
    assert sorted(named - known) == []


def test_the_workflow_with_the_action_names_its_inputs_and_outputs():
    workflow = yaml.safe_load(snippet(".github/workflows/contract.yml"))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [item for item in workflow["jobs"]["contract"]["steps"] if item.get("id") == "skillrt"]
    assert set(step["with"]) <= set(action["inputs"])
    used = re.findall(r"steps\.skillrt\.outputs\.([\w-]+)", snippet(".github/workflows/contract.yml"))
    assert set(used) <= set(action["outputs"])
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (?:`(.*?)`)? ?\|", PAGE, re.MULTILINE))
    assert rows == {name: row["default"] for name, row in action["inputs"].items()}
    assert all(f"`{name}`" in PAGE for name in action["outputs"])


def test_the_settings_named_in_the_page_exist():
    keys = set(tomllib.loads("\n".join(snippets("toml"))))
    assert {"baseline", "severity", "ignore"} == keys

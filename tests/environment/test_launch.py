"""The launcher is run by the shells that are here, in environments laid out as `bind` lays them out."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from skillrt.environment.launch import LAUNCHER, MODULES, WINDOWS_LAUNCHER, launcher_files
from skillrt.environment.needs import Need, Needs

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")
SHELLS = [words for words in (["dash"], ["bash"], ["busybox", "sh"], ["sh"]) if shutil.which(words[0])]
LOCK = "0a" * 32


def need(kind, name, **fields):
    return Need(kind=kind, name=name, required=True, why="import", **fields)


PYTHON = Needs(needs=(need("python", "pandas"),))
BOTH = Needs(needs=(need("node", "left-pad"), need("python", "pandas")))
PLAIN = Needs(needs=(need("system", "python3"),))


def variant(folder: Path, needs: Needs) -> Path:
    """A skill folder with the launcher in it."""
    for item in launcher_files(needs):
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(item.text, encoding="utf-8", newline="")
        path.chmod(0o755 if item.executable else 0o644)
    return folder


def environment(data: Path, needs: Needs, *, proven: bool = True) -> Path:
    """A bound environment: its `python` tells what it was given; a package of Node and its program."""
    folder = data / "environments" / LOCK
    program = folder / "python" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(
        '#!/bin/sh\nprintf "%s|" bound "${VIRTUAL_ENV##*/}" "$@"\ncase ${1-} in exit) exit "$2" ;; esac\n'
    )
    program.chmod(0o755)
    (program.parent / "python3").symlink_to("python")
    package = folder / "node" / "node_modules" / "left-pad"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "left-pad", "version": "1.0.0", "main": "index.js"}')
    (package / "index.js").write_text("module.exports = (text) => `<${text}>`;\n")
    tool = package.parent / ".bin" / "left-pad"
    tool.parent.mkdir()
    tool.write_text('#!/bin/sh\nprintf "%s|" tool "$@"\n')
    tool.chmod(0o755)
    if proven:
        (folder / "proof.json").write_text("{}")
    named = data / "environments" / "by-needs" / needs.key
    named.parent.mkdir(parents=True, exist_ok=True)
    named.write_text(LOCK + "\n")
    return folder


def run(words, data, cwd=None, **variables):
    given = {"PATH": os.environ["PATH"], "HOME": str(data), "SKILLRT_DATA_DIR": str(data), **variables}
    return subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, cwd=cwd, env=given, timeout=30, check=False
    )


def test_only_skills_with_interpreters_get_one():
    assert launcher_files(Needs(needs=(need("system", "ffmpeg"), need("env", "KEY")))) == ()
    assert [item.path for item in launcher_files(PLAIN)] == [LAUNCHER, WINDOWS_LAUNCHER]
    assert [item.path for item in launcher_files(BOTH)] == [MODULES, LAUNCHER, WINDOWS_LAUNCHER]


def test_the_needs_are_baked_in_and_no_path_is():
    for item in launcher_files(BOTH):
        assert "@NEEDS@" not in item.text
        assert str(Path.home()) not in item.text
    assert BOTH.key in launcher_files(BOTH)[1].text
    assert launcher_files(BOTH) == launcher_files(BOTH)


def test_a_range_that_is_none_is_not_baked_in():
    text = launcher_files(Needs(python="'; rm x; '", needs=PYTHON.needs))[0].text
    assert "rm x" not in text
    assert "versions='>=3.11'" in launcher_files(Needs(python=">=3.11", needs=PYTHON.needs))[0].text


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
@pytest.mark.parametrize("name", ["python", "python3"])
def test_arguments_survive(shell, name, tmp_path):
    skill = variant(tmp_path / "it's a skill", PYTHON)
    environment(tmp_path / "my data", PYTHON)
    words = ["x.py", "a b", "it's", 'say "hi"', "two\nlines", "-n", "--", "*", "$HOME", "", "\\n"]
    done = run([*shell, skill / LAUNCHER, name, *words], tmp_path / "my data", cwd=tmp_path)
    assert done.stdout == "bound|python|" + "".join(f"{word}|" for word in words)
    assert done.stderr == ""


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_it_says_whether_the_environment_has_a_program(shell, tmp_path):
    skill = variant(tmp_path / "skill", BOTH)
    place = environment(tmp_path / "data", BOTH) / "node" / "node_modules" / ".bin"
    words = [*shell, skill / LAUNCHER, "command", "-v"]
    there = run([*words, "left-pad"], tmp_path / "data")
    assert (there.returncode, there.stdout) == (0, f"{place / 'left-pad'}\n")
    missing = run([*words, "no-such-program"], tmp_path / "data")
    assert missing.returncode not in (0, 2)
    assert missing.stdout == ""


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_it_is_found_through_links_and_from_anywhere(shell, tmp_path):
    skill = variant(tmp_path / "skill", PYTHON)
    environment(tmp_path / "data", PYTHON)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "linked").symlink_to(skill)
    (tmp_path / "elsewhere" / "go").symlink_to("linked/scripts/skillrt/run")
    for path, cwd in [
        (tmp_path / "elsewhere" / "linked" / LAUNCHER, "/"),
        ("linked/" + LAUNCHER, tmp_path / "elsewhere"),
        ("./go", tmp_path / "elsewhere"),
        ("run", skill / "scripts" / "skillrt"),
    ]:
        done = run([*shell, path, "python", "x"], tmp_path / "data", cwd=cwd, CDPATH=str(tmp_path))
        assert done.stdout == "bound|python|x|", (path, done.stderr)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_without_an_environment_it_names_the_command(shell, tmp_path):
    skill = variant(tmp_path / "it's", PYTHON)
    done = run([*shell, skill / LAUNCHER, "python", "-c", "print(1)"], tmp_path / "data")
    assert done.returncode == 127
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert f"skillrt bind '{tmp_path}/it'\\''s'" in line
    assert "SKILLRT_RUN=host" in line


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_what_was_not_proven_or_is_no_key_is_not_used(shell, tmp_path):
    skill = variant(tmp_path / "skill", PYTHON)
    environment(tmp_path / "data", PYTHON, proven=False)
    assert run([*shell, skill / LAUNCHER, "python"], tmp_path / "data").returncode == 127
    named = tmp_path / "data" / "environments" / "by-needs" / PYTHON.key
    named.write_text("../../evil\n")
    (tmp_path / "evil").mkdir()
    (tmp_path / "evil" / "proof.json").write_text("{}")
    assert run([*shell, skill / LAUNCHER, "python"], tmp_path / "data").returncode == 127


def test_other_needs_have_another_environment(tmp_path):
    skill = variant(tmp_path / "skill", BOTH)
    environment(tmp_path / "data", PYTHON)
    assert run([skill / LAUNCHER, "python"], tmp_path / "data").returncode == 127


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_the_host_serves_when_told_or_when_an_interpreter_is_all(shell, tmp_path):
    skill = variant(tmp_path / "skill", PYTHON)
    told = run([*shell, skill / LAUNCHER, "python3", "-c", "print(7)"], tmp_path, SKILLRT_RUN="host")
    assert told.stdout == "7\n"
    plain = variant(tmp_path / "plain", PLAIN)
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "python3").symlink_to(sys.executable)
    for name in ("dirname", "readlink", "sed"):
        (bin_folder / name).symlink_to(shutil.which(name) or "")
    shell_path = shutil.which(shell[0])
    done = run([shell_path, *shell[1:], plain / LAUNCHER, "python", "-c", "print(8)"], tmp_path, PATH=str(bin_folder))
    assert (done.stdout, done.stderr) == ("8\n", "")


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_the_exit_status_passes_through(shell, tmp_path):
    skill = variant(tmp_path / "skill", PYTHON)
    environment(tmp_path / "data", PYTHON)
    assert run([*shell, skill / LAUNCHER, "python", "exit", "37"], tmp_path / "data").returncode == 37
    assert run([*shell, skill / LAUNCHER], tmp_path / "data").returncode == 2


def test_signals_reach_the_program(tmp_path):
    skill = variant(tmp_path / "skill", PYTHON)
    environment(tmp_path / "data", PYTHON)
    given = {"PATH": os.environ["PATH"], "SKILLRT_DATA_DIR": str(tmp_path / "data")}
    process = subprocess.Popen([skill / LAUNCHER, "sleep", "60"], env=given)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == -signal.SIGTERM


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_npx_means_the_installed_package(shell, tmp_path):
    skill = variant(tmp_path / "skill", BOTH)
    environment(tmp_path / "data", BOTH)
    for words in (["npx", "left-pad"], ["npx", "-y", "left-pad@1.0.0"], ["left-pad"]):
        done = run([*shell, skill / LAUNCHER, *words, "-x", "a b"], tmp_path / "data")
        assert done.stdout == "tool|-x|a b|", done.stderr
    (tmp_path / "project" / "node_modules" / "left-pad").mkdir(parents=True)
    (tmp_path / "npx").write_text('#!/bin/sh\nprintf "%s|" npx "$@"\n')
    (tmp_path / "npx").chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run([skill / LAUNCHER, "npx", "left-pad"], tmp_path / "data", cwd=tmp_path / "project", PATH=path)
    assert done.stdout == "npx|left-pad|"


@pytest.mark.skipif(not shutil.which("node"), reason="no node")
def test_node_finds_the_packages_by_both_ways_of_importing(tmp_path):
    skill = variant(tmp_path / 'a "skill" 50% #1', BOTH)
    environment(tmp_path / "data", BOTH)
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.cjs").write_text("console.log(require('left-pad')('a'));\n")
    (work / "b.mjs").write_text("import pad from 'left-pad';\nconsole.log(pad('b'));\n")
    (work / "c.mjs").write_text("import 'no-such-package';\n")
    for name, shown in [("a.cjs", "<a>\n"), ("b.mjs", "<b>\n")]:
        done = run([skill / LAUNCHER, "node", name], tmp_path / "data", cwd=work)
        assert done.stdout == shown, done.stderr
    missing = run([skill / LAUNCHER, "node", "c.mjs"], tmp_path / "data", cwd=work)
    assert missing.returncode == 1
    assert "no-such-package" in missing.stderr


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
@pytest.mark.parametrize("gone", ["python/bin/python", "python", "node/node_modules", "node", "."])
def test_an_environment_of_which_a_part_is_gone_is_not_made_up_for_by_the_machine(shell, gone, tmp_path):
    skill = variant(tmp_path / "skill", BOTH)
    path = environment(tmp_path / "data", BOTH) / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if gone == ".":
        path.mkdir()
        (path / "proof.json").write_text("{}")
    done = run([*shell, skill / LAUNCHER, "python3", "-c", "print(1)"], tmp_path / "data")
    assert (done.returncode, done.stdout) == (127, "")
    (line,) = done.stderr.splitlines()
    assert "is not whole" in line
    assert f"skillrt bind '{skill}'" in line


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_a_link_to_a_python_or_node_that_was_taken_off_the_machine_is_told(shell, tmp_path):
    for number, name in enumerate(("python/bin/python", "node/bin/node")):
        # optional packages are bound too where the user asks for them
        skill = variant(tmp_path / f"skill{number}", PLAIN)
        program = environment(tmp_path / f"data{number}", PLAIN) / name
        program.parent.mkdir(exist_ok=True)
        program.unlink(missing_ok=True)
        program.symlink_to(tmp_path / "uninstalled")
        done = run([*shell, skill / LAUNCHER, "python3", "-c", "print(1)"], tmp_path / f"data{number}")
        assert (done.returncode, done.stdout) == (127, "")


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
@pytest.mark.parametrize("needs", [PYTHON, PLAIN])
def test_a_folder_that_was_named_and_is_no_environment_is_told(shell, needs, tmp_path):
    skill = variant(tmp_path / "skill", needs)
    environment(tmp_path / "data", needs)
    named = {"SKILLRT_ENVIRONMENT": str(tmp_path / "nowhere")}
    done = run([*shell, skill / LAUNCHER, "python3", "-c", "print(1)"], tmp_path / "data", **named)
    assert (done.returncode, done.stdout) == (127, "")
    assert "SKILLRT_ENVIRONMENT" in done.stderr


FAKE_UV = """#!/bin/sh
echo "$@" >>"$UV_LOG"
if [ "$1" = venv ]; then
  for word in "$@"; do last=$word; done
  mkdir -p "$last/bin" && printf '#!/bin/sh\\necho locked "$@"\\n' >"$last/bin/python" && chmod +x "$last/bin/python"
else
  for word in "$@"; do last=$word; done
  cat "$last" >>"$UV_LOG"
  [ -z "${UV_FAILS-}" ]
fi
"""


@pytest.mark.parametrize("shell", SHELLS, ids=lambda words: words[0])
def test_a_lock_beside_the_skill_is_installed_by_uv_once_with_its_hashes(shell, tmp_path):
    skill = variant(tmp_path / "skill", Needs(python=">=3.10", needs=PYTHON.needs))
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "uv").write_text(FAKE_UV)
    (bin_folder / "uv").chmod(0o755)
    pin = f"pandas==2.0.0 --hash=sha256:{'0' * 64} --hash=sha256:{'1' * 64}"
    (skill / ".skillrt").mkdir()
    lock = f'{{\n  "packages": [\n    "{pin}",\n    "numpy==1.0"\n  ],\n  "python": "3.12"\n}}\n'
    (skill / ".skillrt" / "environment.lock").write_text(lock)
    log = tmp_path / "log"
    given = {"PATH": f"{bin_folder}:{os.environ['PATH']}", "UV_LOG": str(log)}
    failed = run([*shell, skill / LAUNCHER, "python", "x"], tmp_path / "home", UV_FAILS="1", **given)
    assert failed.returncode == 127
    assert [path.name for path in (tmp_path / "home").rglob("requirements.txt")] == []
    log.unlink()
    for _ in range(2):
        done = run([*shell, skill / LAUNCHER, "python", "a b"], tmp_path / "home", **given)
        assert done.stdout == "locked a b\n", done.stderr
    calls = log.read_text()
    assert calls.count("venv") == 1
    assert "venv --quiet --no-project --no-python-downloads --python 3.12 " in calls
    assert "--require-hashes --only-binary :all:" in calls
    assert pin in calls
    assert "numpy" not in calls

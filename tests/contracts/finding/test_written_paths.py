from pathlib import Path

import pytest

from skillrt.contracts.finding.written_paths import written_path
from tests.contracts.locking import facts_of, shell, skill


@pytest.mark.parametrize(
    ("written", "path", "where"),
    [
        ("out/report.md", "out/report.md", "workspace"),
        ("./a.txt", "a.txt", "workspace"),
        ("~/.zshrc", "~/.zshrc", "outside"),
        ("$HOME/.aws/config", "~/.aws/config", "outside"),
        ("${HOME}", "~", None),
        ("/etc/hosts", "/etc/hosts", "outside"),
        ("C:\\Windows\\x.ini", "C:/Windows/x.ini", "outside"),
        ("../other/x", "../other/x", "outside"),
        ("/tmp/x.json", "/tmp/x.json", "temporary"),
        ("out/<name>.md", "out/*.md", "workspace"),
        ("data/{date}-${x}.csv", "data/*-*.csv", "workspace"),
    ],
)
def test_paths_and_where_they_are(written: str, path: str, where: str | None):
    assert written_path(written) == ((path, where) if where else None)


@pytest.mark.parametrize(
    "written", ["", "$OUT", "<file>", "-", "--output", "/dev/null", "{path}", "a b|c", "\x00", "*", "json", "CSV"]
)
def test_what_is_no_path_or_is_not_known(written: str):
    assert written_path(written) is None


def test_a_path_beside_the_program_is_in_the_skill():
    assert written_path("cache/x.json", anchored=True) == ("cache/x.json", "skill")


def writes(tmp_path: Path, files: dict[str, str | bytes]) -> dict[str, str]:
    return {row["path"]: row["where"] for row in facts_of(tmp_path, files) if row["fact"] == "write"}


def test_commands_that_write(tmp_path: Path):
    body = shell(
        "echo 'export A=1' >> ~/.zshrc", "mkdir -p build/x", "cp a.txt /usr/local/share/a.txt", "ls > list.txt"
    )
    assert writes(tmp_path, {"SKILL.md": skill(body)}) == {
        "~/.zshrc": "outside",
        "build/x": "workspace",
        "/usr/local/share/a.txt": "outside",
        "list.txt": "workspace",
    }


def test_python_that_writes(tmp_path: Path):
    code = """\
import json, os, shutil
from pathlib import Path
CONFIG = Path.home() / ".config" / "tool"
HERE = Path(__file__).parent
def main(name):
    os.makedirs("results")
    (CONFIG / "settings.json").write_text("{}")
    (HERE / "cache.json").write_text("{}")
    with open("out.csv", "w") as stream:
        stream.write("x")
    with open("in.csv") as stream:
        stream.read()
    shutil.copy("a", "/opt/a.bin")
    open(name, "w")
"""
    found = writes(tmp_path, {"SKILL.md": skill("Run `scripts/a.py`."), "scripts/a.py": code})
    assert found == {
        "results": "workspace",
        "~/.config/tool/settings.json": "outside",
        "scripts/cache.json": "skill",
        "out.csv": "workspace",
        "/opt/a.bin": "outside",
    }


def test_javascript_that_writes(tmp_path: Path):
    code = "const fs = require('fs');\nfs.writeFileSync('out/a.json', '{}');\nfs.readFileSync('in.json');\n"
    found = writes(tmp_path, {"SKILL.md": skill("Run `scripts/a.js`."), "scripts/a.js": code})
    assert found == {"out/a.json": "workspace"}


def test_code_that_does_not_parse_writes_nothing(tmp_path: Path):
    code = "def (:\n    open('x.txt', 'w')\n"
    assert writes(tmp_path, {"SKILL.md": skill("Run `scripts/a.py`."), "scripts/a.py": code}) == {}


def test_shell_scripts_that_write_by_variables(tmp_path: Path):
    script = (
        'STATE="${ACME_STATE:-$HOME/.acme}"\nmkdir -p "$STATE/log"\ndate > "$STATE/last"\n'
        'OUT=""\nOUT="$1"\ncp a "$OUT/b"\ntouch /path/to/acme/x\n'
    )
    assert writes(tmp_path, {"SKILL.md": skill("Do it."), "a.sh": script}) == {
        "~/.acme/log": "outside",
        "~/.acme/last": "outside",
    }

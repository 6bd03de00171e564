import json
import subprocess
import sys

import pytest

from skillrt.primitives.bundling import program

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "not": {"const": "<name>"}},
        "level": {"type": "string", "enum": ["low", "high"]},
        "hosts": {"type": "array", "items": {"type": "object", "properties": {"port": {"type": "number"}}}},
    },
    "required": ["name", "hosts"],
}


@pytest.fixture
def check(tmp_path):
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "check_data.py").write_text(program("check_data.py").text)
    (folder / "it's.schema").write_text(json.dumps(SCHEMA))

    def run(text, *words, name="my file.json", status=1):
        if text is not None:
            (folder / name).write_text(text)
        command = [sys.executable, "check_data.py", name, *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)  # our own
        assert done.returncode == status, (done.stdout, done.stderr)
        return done.stdout or done.stderr

    return run


SCHEMED = ("--schema", "it's.schema")


def test_what_fits_is_ok(check):
    assert check('{"name": "a", "hosts": [{"port": 1}], "more": 1}', *SCHEMED, status=0) == "ok\n"
    assert check('{"name": "a"}', *SCHEMED, "--without", "hosts", status=0) == "ok\n"
    assert check("name = 'a'\nhosts = []\n", *SCHEMED, "--as", "toml", status=0) == "ok\n"
    assert check("name: a\nhosts:\n  - port: 1\n", *SCHEMED, name="x.yaml", status=0) == "ok\n"


def test_faults_are_named_with_their_place(check):
    assert check('{"name": "<name>", "level": "mid", "hosts": [{"port": "1"}, 2]}', *SCHEMED).splitlines() == [
        "$.name: still to fill in: <name>",
        '$.level: one of low, high is wanted, not "mid"',
        '$.hosts[0].port: a number is wanted, not "1"',
        "$.hosts[1]: an object is wanted, not 2",
    ]
    assert check("{}", *SCHEMED).splitlines() == ["$: `name` is missing", "$: `hosts` is missing"]
    assert check('{"a": 1,\n "b": }').startswith("line 2, column 7: ")
    assert check('{"a": 1, "a": 2}') == "a key stands twice: a\n"
    assert check("") == "line 1, column 1: Expecting value\n"
    assert check("a = \n", name="x.toml").startswith("no TOML: ")
    assert check("a: [1\n", name="x.yml").startswith("while parsing")


def test_errors_and_large_files(check):
    error = check(None, name="none.json", status=2)
    assert (error.count("\n"), error.startswith("check_data.py: ")) == (1, True)
    assert check(json.dumps({"name": "a", "hosts": [{"port": 1}] * 50_000}), *SCHEMED, status=0) == "ok\n"
    assert check("[" * 100_000) == "it is nested too deeply\n"
    assert "usage: check_data.py" in check("{}", "--help", status=0)

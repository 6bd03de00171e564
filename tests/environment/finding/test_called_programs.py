import pytest

from skillrt.environment.finding.called_programs import sightings
from tests.environment.sighted import HEAD, names, sighted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('subprocess.run(["ffmpeg", "-i", path])', ("ffmpeg", "use")),
        ('subprocess.check_output("git log | head", shell=True)', ("git", "use")),
        ('os.system(f"gs -o {out} x.pdf")', ("gs", "use")),
        ('cmd = ["soffice", "--headless", path]', ("soffice", "use")),
        ('cmd = ["frobtool", "-in", path]', ("frobtool", "use")),
        ('shutil.which("tesseract")', ("tesseract", "guarded")),
        ('subprocess.run(["xdg-open", path])', ("xdg-open", "alternative")),
    ],
)
def test_calls_of_python(tmp_path, line, expected):
    text = f"import os, shutil, subprocess\n{line}\n"
    found = names(tmp_path, sightings, "Text.\n", scripts__a_dot_py=text)
    assert found == {expected, ("python3", "use")}


def test_lists_of_words_that_are_no_commands(tmp_path):
    text = 'import subprocess\nTOOLS = ["git", "jq"]\nMORE = ["frob", path]\n'
    text += 'subprocess.run(["ls", "-l"])\nsubprocess.run(cmd)\n'
    # what a function puts behind a program, and a name that stands in for one
    text += 'def run_it(args):\n    subprocess.run([PROGRAM] + args)\nrun_it(["rev-parse", "--short"])\n'
    text += 'cmd = ["my-tool", "--json"]\n'
    assert names(tmp_path, sightings, "Text.\n", a_dot_py=text) == {("python3", "use")}


def test_calls_of_javascript(tmp_path):
    text = (
        "const { execSync, spawn } = require('child_process');\n"
        "execSync(`git log ${x}`);\nspawn('ffmpeg', ['-i']);\nconst o = { bin: 'open' };\nspawn('madeup');\n"
    )
    found = sighted(tmp_path, sightings, {"SKILL.md": HEAD, "scripts/a.js": text})
    assert [(name, manner, line) for _, name, manner, line in found] == [
        ("git", "use", 2),
        ("ffmpeg", "use", 3),
        ("open", "alternative", 4),
        ("node", "use", 1),
    ]


def test_functions_that_run_what_they_are_given(tmp_path):
    text = (
        "import subprocess\n\n\ndef sh(command, *more):\n    return subprocess.run(command, shell=True)\n\n\n"
        "def note(text):\n    subprocess.run(['true'])\n\n\nsh('git log')\nsh(['jq', 'x'])\nnote('ffmpeg is there')\n"
    )
    assert names(tmp_path, sightings, "Text.\n", a_dot_py=text) == {("git", "use"), ("jq", "use"), ("python3", "use")}
    text = (
        "import { execSync } from 'child_process';\nconst sh = (cmd) => execSync(cmd).toString();\n"
        "function tell(text) { console.log(text); }\nsh('git log');\ntell('jq is there');\n"
    )
    assert names(tmp_path / "x", sightings, "Text.\n", a_dot_mjs=text) == {("git", "use"), ("node", "use")}


def test_interpreters_by_shebang_or_language(tmp_path):
    files = {
        "SKILL.md": HEAD,
        "a.py": "print(1)\n",
        "b.sh": "#!/bin/bash\n",
        "c": "#!/usr/bin/env ruby\n",
        "tests/d.mjs": "1\n",
        "e.ts": "1\n",
    }
    found = sighted(tmp_path, sightings, files)
    assert ("system", "python3", "use", 1) in found
    assert ("system", "node", "example", 1) in found
    assert not {"bash", "sh"} & {name for _, name, _, _ in found}


def test_a_block_that_only_node_runs(tmp_path):
    assert names(tmp_path, sightings, "```js\nimport fs from 'fs';\n```\n") == {("node", "use")}
    assert names(tmp_path / "x", sightings, "```js\nimport React from 'react';\n```\n") == set()


def test_programs_that_do_not_parse_are_passed_over(tmp_path):
    assert names(tmp_path, sightings, "Text.\n", a_dot_py='subprocess.run(["git", "-x"]\n') == {("python3", "use")}


def test_uv_finds_the_interpreter_itself(tmp_path):
    body = "Run `uv run a.py`.\n"
    assert names(tmp_path, sightings, body, a_dot_py="1\n") == {("python3", "alternative")}
    also = body + "Or `python a.py`.\n"
    assert names(tmp_path / "x", sightings, also, a_dot_py="1\n") == {("python3", "use")}


def test_a_command_line_that_a_name_hands_to_a_shell(tmp_path):
    text = 'import subprocess\ncmd = "x"\ncmd = f"curl -s {1}"\nsubprocess.run(cmd, shell=True)\ncmd = "jq ."\n'
    assert ("curl", "use") in names(tmp_path, sightings, "Text.\n", a_dot_py=text)
    assert ("jq", "use") not in names(tmp_path / "x", sightings, "Text.\n", a_dot_py=text)
    listed = text.replace(", shell=True", "")
    assert ("curl", "use") not in names(tmp_path / "y", sightings, "Text.\n", a_dot_py=listed)


def test_a_program_whose_absence_is_caught(tmp_path):
    text = "import subprocess\ntry:\n    subprocess.run(['lsof', '-ti', port])\nexcept FileNotFoundError:\n    pass\n"
    assert names(tmp_path, sightings, "Text.\n", a_dot_py=text) == {("lsof", "spared"), ("python3", "use")}


def test_what_every_machine_has(tmp_path):
    text = "import subprocess\nsubprocess.run(['base64', '-d', path])\n"
    assert names(tmp_path, sightings, "Text.\n", a_dot_py=text) == {("python3", "use")}

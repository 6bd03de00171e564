import pytest

from skillrt.code.launch import program_of
from skillrt.code.shell import commands


def program(line: str):
    return program_of(commands(line)[0])


@pytest.mark.parametrize(
    ("line", "language", "script", "arguments"),
    [
        ("python3 -u x.py a b", "python", "x.py", ["a", "b"]),
        ("sudo -u me env A=b python3.12 -W ignore x.py", "python", "x.py", []),
        ("uv run --with pandas x.py -v", "python", "x.py", ["-v"]),
        ("uv run python x.py", "python", "x.py", []),
        ("npx -y tsx x.ts a", "javascript", "x.ts", ["a"]),
        ("deno run -A x.ts", "javascript", "x.ts", []),
        ("bun x.ts", "javascript", "x.ts", []),
        ("timeout 10 ./x.sh a", "shell", "./x.sh", ["a"]),
        ("source env.sh", "shell", "env.sh", []),
        ('"$DIR/x.py" a', "python", "$DIR/x.py", ["a"]),
        ("bash -x run.sh -h", "shell", "run.sh", ["-h"]),
    ],
)
def test_scripts_behind_launchers(line: str, language: str, script: str, arguments: list[str]):
    found = program(line)
    assert found is not None
    assert found.script is not None
    assert (found.language, found.script.text) == (language, script)
    assert [word.text for word in found.arguments] == arguments


def test_a_path_run_directly_needs_no_interpreter():
    found = program("./x.py a")
    assert found is not None
    assert found.direct
    handed = program("uv run x.py")
    assert handed is not None
    assert not handed.direct


def test_modules_and_code_are_no_scripts():
    module, code = program("python -m pkg.tool a"), program("bash -c 'ls x'")
    assert module is not None
    assert module.module is not None
    assert (module.module.text, module.script) == ("pkg.tool", None)
    assert code is not None
    assert code.code is not None
    assert code.code.text == "ls x"


def test_launchers_used_otherwise_are_programs():
    for line in ("npm install x", "uv pip install x", "git status"):
        found = program(line)
        assert found is not None
        assert found.script is None
        assert found.name.text == line.split()[0]


def test_xargs_adds_arguments():
    found = program("xargs -n 1 python x.py")
    assert found is not None
    assert found.appended


def test_a_command_of_assignments_runs_nothing():
    assert program("A=1") is None


def test_what_stands_behind_the_launcher_of_a_variant_is_what_runs():
    (command,) = commands("scripts/skillrt/run python scripts/a.py x")
    program = program_of(command)
    assert program is not None
    assert program.script is not None
    assert (program.script.text, program.interpreter) == ("scripts/a.py", "python")
    (other,) = commands("/home/x/skills/a/scripts/skillrt/run vercel deploy")
    found = program_of(other)
    assert found is not None
    assert (found.name.text, found.launchers) == ("vercel", ("run",))


def test_a_script_behind_the_launcher_of_a_variant_is_run_directly():
    (command,) = commands("scripts/skillrt/run ./scripts/a.py x")
    program = program_of(command)
    assert program is not None
    assert program.script is not None
    assert (program.script.text, program.language, program.direct) == ("./scripts/a.py", "python", True)

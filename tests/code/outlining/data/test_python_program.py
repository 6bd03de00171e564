"""The template as a program of its own: what its fixed part does."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest


@pytest.fixture
def program(tmp_path: Path) -> Path:
    text = (resources.files("skillrt.code.outlining") / "data" / "python_program.py").read_text(encoding="utf-8")
    path = tmp_path / "fixed.py"
    path.write_text(text + "exec(sys.stdin.read())\n", encoding="utf-8")
    return path


def run(program: Path, code: str, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-I", program.name, *words], input=code, cwd=program.parent, capture_output=True, text=True,
        check=False, env={},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_results_are_printed_but_none(program: Path):
    assert run(program, "show(1); show(None); show([2], 'rows')") == (0, "1\nrows: [2]\n", "")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("open('gone.txt')", "No such file or directory: gone.txt"),
        ("import not_there_at_all", "the Python module not_there_at_all is not installed"),
        ("raise ValueError('a\\nb')", "ValueError: a b"),
        ("assert 0", "AssertionError"),
        ("secret('A_KEY')", "set the environment variable A_KEY"),
    ],
)
def test_errors_are_one_line(program: Path, code: str, message: str):
    status, out, err = run(program, code)
    assert status == 1
    assert out == ""
    assert err.startswith(f"fixed.py: error: {message}")
    assert err.count("\n") == 1


def test_nothing_is_said_when_the_reader_is_gone(program: Path):
    code = (
        "import io; sys.stdout.close(); sys.stdout = open(1, 'w', closefd=False); raise BrokenPipeError(32, 'gone')"
    )
    assert run(program, code) == (1, "", "")


def test_a_wrong_option_is_one_line(program: Path):
    status, _, err = run(program, "", "--nonsense")
    assert (status, err.count("\n")) == (2, 1)


def test_numbers_and_paths(program: Path):
    assert run(program, "print(number('3'), number('2.5'), existing('fixed.py'), existing('https://a.b/c'))")[1] == (
        "3 2.5 fixed.py https://a.b/c\n"
    )

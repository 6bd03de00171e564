import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code import interface_of
from skillrt.code.outlining.program import Outlined, Snippet
from skillrt.code.outlining.regex_outline import MAX_PATTERN, outline_regex, repeats_repetition


def outlined(*texts: str) -> Outlined:
    return outline_regex([Snippet("regex", text, title="Dates") for text in texts])


def test_patterns_are_named_and_applied(tmp_path: Path):
    (program,) = outlined("# An ISO date\n(?<year>\\d{4})-(\\d\\d)\nkey word: /todo: (.*)/i\n", "\\bx\\b").programs
    ((name, data),) = program.files
    assert json.loads(data) == {
        "iso-date": ["(?P<year>\\d{4})-(\\d\\d)", ""],
        "dates": ["\\bx\\b", ""],
        "key-word": ["todo: (.*)", "i"],
    }
    (tmp_path / name).write_text(data)
    script = tmp_path / program.file
    script.write_text(program.text)
    (tmp_path / "a b.txt").write_text("TODO: mend it\nnothing\n")
    found = subprocess.run(
        [sys.executable, str(script), "--pattern", "key-word", str(tmp_path / "a b.txt")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "TODO: mend it\tmend it\n", "")


def test_the_command_line_is_known():
    (program,) = outlined("a+").programs
    interface = interface_of(program.file, program.text)
    assert interface is not None
    option = interface.option("--pattern")
    assert option is not None
    assert option.required
    assert [item.name for item in interface.positionals] == ["files"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("(a", "syntax-error"),
        ("(a+)+b", "too-large"),
        ("x" * (MAX_PATTERN + 1), "too-large"),
        ("", "no-effect"),
        ("*", "syntax-error"),
    ],
)
def test_what_stays_says_why(text: str, rule: str):
    found = outlined(text)
    assert found.programs == ()
    assert [item.rule for item in found.refusals] == [rule]


@pytest.mark.parametrize("pattern", ["(a+)+", "((a*))*", "(?:a{2,}b)*", "([a-z]+ ?)+"])
def test_repeated_repetitions(pattern: str):
    assert repeats_repetition(pattern)


@pytest.mark.parametrize("pattern", ["(a)+", "a+b+", "[(a+)+]", "\\(a+\\)+", "(a+)b+", "(a+)?"])
def test_other_repetitions(pattern: str):
    assert not repeats_repetition(pattern)


@given(text=st.text(max_size=60))
def test_any_text_is_outlined_or_refused(text: str):
    found = outlined(text)
    assert bool(found.programs) != bool(found.refusals)

import pytest

from skillrt.code import commands
from skillrt.contracts.finding.shell_values import filled_in, literals_behind, shell_values


def filled(text: str, word: str) -> list[str]:
    return filled_in(word, shell_values(text, commands(text)))


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ('DIR="$HOME/.acme"\n', "$DIR/log", ["$HOME/.acme/log"]),
        ('DIR="${ACME_DIR:-$HOME/.acme}"\nLOG="$DIR/log"\n', "${LOG}", ["$HOME/.acme/log"]),
        ('BASE="${XDG_X:-${HOME}/.x}"\n', "$BASE/a", ["$HOME/.x/a"]),
        ("export OUT=out\n", "$OUT/$NAME.json", ["out/*.json"]),
        ('F="${TMPDIR:-/tmp}/a_$(id -u)"\n', "$F", ["/tmp/a_*"]),
        ("", "$TMPDIR/a", ["/tmp/a"]),
        ("A=one\nA=two\n", "$A/x", ["one/x", "two/x"]),
        ("A=\nA=$2\n", "$A/x", ["*/x"]),
        ("", "plain", ["plain"]),
    ],
)
def test_words_with_variables(text: str, word: str, told: list[str]):
    assert filled(text, word) == told


def literals(text: str) -> list[str]:
    listed = commands(text)
    return list(literals_behind(listed[-1].words[0], shell_values(text, listed)))


def test_a_variable_that_is_a_command():
    assert literals('if x; then PM="bun add"; else PM="npm install"; fi\n$PM left\n') == ["bun add", "npm install"]


@pytest.mark.parametrize(
    "text", ['PM="$1"\n$PM left\n', "PM=npm\nread PM\n$PM left\n", "for PM in a b; do\n$PM left\ndone\n", "$PM x\n"]
)
def test_what_the_run_may_give_is_no_literal(text: str):
    assert literals(text) == []


def test_a_value_before_a_command_is_its_own():
    assert filled("OUT=a run\n", "$OUT/x") == ["*/x"]


def test_values_that_double_line_by_line_end():
    lines = "".join(f"A{number + 1}=$A{number}$A{number}\n" for number in range(60))
    assert filled(f"A0=part\n{lines}", "$A60/x") == ["*/x"]

import pytest

from skillrt.code.calls import check_call, check_command
from skillrt.code.launch import program_of
from skillrt.code.scripts import interface_of
from skillrt.code.shell import commands

SCRIPT = """import argparse
p = argparse.ArgumentParser()
p.add_argument("--verbose", "-v", action="store_true")
p.add_argument("--level", type=int, default=1)
s = p.add_subparsers(dest="command", required=True)
a = s.add_parser("convert")
a.add_argument("source")
a.add_argument("target", nargs="?")
a.add_argument("--format", "-f", choices=["pdf", "html"], required=True)
b = s.add_parser("merge")
b.add_argument("--files", nargs="+")
b.add_argument("out")
b.add_argument("--page-size")
p.parse_args()
"""


def problems(line: str, script: str = SCRIPT, *, mention: bool = False):
    command = commands(line)[0]
    program = program_of(command)
    interface = interface_of("x.py", script)
    assert program is not None
    assert interface is not None
    return check_command(interface, command, program, mention=mention)


def kinds(line: str, **options: bool) -> list[str]:
    return [item.kind for item in problems(line, **options)]


@pytest.mark.parametrize(
    "line",
    [
        "x.py convert a -f pdf",
        "x.py -v --level 3 convert a b --format=html",
        "x.py --lev 3 convert a --form pdf",
        "x.py convert a -fpdf",
        "x.py --level -5 convert a -f pdf",
        "x.py merge out --files a b c",
        "x.py merge --files a b -- out",
        "x.py --help",
        "x.py convert --help",
        "x.py convert <args>",
        "x.py convert ...",
        "x.py [options] convert a",
        'x.py convert "$@"',
        "x.py $ARGS",
        "x.py convert FILE -f FORMAT",
        "x.py convert a -f <format>",
        "x.py convert a -f pdf|html",
        "x.py $COMMAND a --whatever",
        "xargs python x.py convert -f pdf",
        "x.py",
    ],
)
def test_no_alarm(line: str):
    assert kinds(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x.py convert a --fromat pdf", ["unknown-option"]),
        ("x.py convert a -f pdf --verbose", ["unknown-option"]),
        ("x.py --format pdf convert a", ["unknown-option"]),
        ("x.py convert a", ["missing-argument"]),
        ("x.py convert -f pdf", ["missing-argument"]),
        ("x.py convert a -f docx", ["wrong-choice"]),
        ("x.py convrt a", ["wrong-choice"]),
        ("x.py convert a b c -f pdf", ["too-many-arguments"]),
        ("x.py merge --files a b out", ["swallowed-positional"]),
        ("x.py merge out --page-size --files a", ["missing-value"]),
        ("python x.py", ["missing-argument"]),
    ],
)
def test_alarm(line: str, expected: list[str]):
    assert kinds(line) == expected


def test_the_place_and_the_replacement():
    line = "x.py merge out --page_size A4"
    (found,) = problems(line)
    assert (found.suggestion, found.replacement) == ("--page-size", "--page-size")
    assert line[found.start : found.end] == "--page_size"
    assert found.word is not None


def test_another_word_is_never_put_in_place():
    (found,) = problems("x.py merge out --page A4 --page-sizes-all x")
    assert found.replacement is None


def test_wrong_order_is_said_in_words():
    (found,) = problems("x.py convert a -f pdf --level 2")
    assert "before convert" in found.message
    (other,) = problems("x.py --format pdf convert a")
    assert "after the subcommand" in other.message


def test_a_mention_lacks_nothing_but_may_be_wrong():
    assert kinds("x.py convert", mention=True) == []
    assert kinds("x.py convert --nope", mention=True) == ["unknown-option"]


def test_an_open_interface_says_nothing():
    script = SCRIPT.replace("p.parse_args()", "extend(p)\np.parse_known_args()")
    assert problems("x.py --anything", script) == ()


def test_exclusive_group():
    script = (
        "import argparse\np = argparse.ArgumentParser()\ng = p.add_mutually_exclusive_group(required=True)\n"
        "g.add_argument('--a')\ng.add_argument('--b')\np.parse_args()\n"
    )
    assert [item.message for item in problems("python x.py", script)] == ["the required one of --a, --b is missing"]
    assert problems("python x.py --b 1", script) == ()


def test_words_may_be_checked_without_a_command():
    interface = interface_of("x.py", SCRIPT)
    assert interface is not None
    words = commands("convert")[0].words
    assert [item.start for item in check_call(interface, words, place=(7, 9))] == [7, 7]
    assert check_call(interface, words, certain=False) == ()

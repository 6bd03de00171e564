from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.scripts import facts_of, interface_of
from skillrt.code.syntax import MAX_SCRIPT

ARGPARSE = "import argparse\np = argparse.ArgumentParser()\np.add_argument('a')\np.parse_args()\n"


def test_the_shebang_decides_the_language():
    found = interface_of("x.sh", "#!/usr/bin/env python3\n" + ARGPARSE)
    assert found is not None
    assert (found.source, found.shebang) == ("argparse", "python3")
    assert interface_of("x.txt", ARGPARSE) is None


def test_the_most_explicit_reader_answers():
    found = interface_of("x.py", ARGPARSE + "# usage: x.py [--b]\nimport sys\nsys.argv\n")
    assert found is not None
    assert found.source == "argparse"


def test_too_long_a_script_is_not_read():
    assert interface_of("x.py", ARGPARSE + "#" * MAX_SCRIPT) is None
    assert facts_of("x.py", "import a\n" + "#" * MAX_SCRIPT).imports == ()


def test_facts_by_language():
    assert [item.module for item in facts_of("x.js", "import './a'").imports] == ["./a"]
    assert [item.path for item in facts_of("x.sh", "source a.sh").files] == ["a.sh"]
    assert facts_of("x.rb", "require 'a'").imports == ()


PIECES = st.sampled_from(
    [
        *("ArgumentParser(", "p.add_argument('--x')", "import click\n", "@click.command()\ndef f(", "sys.argv[1]"),
        *("case $1 in\n", "getopts 'ab:' o", "import 'commander'\n", "parseArgs({", "esac", "${1:?}", " typer"),
        *("\udcff", "'", '"', ")", "\n", "if "),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["x.py", "x.sh", "x.js"]))
def test_never_raises(text: str, name: str):
    interface_of(name, text)
    facts_of(name, text)

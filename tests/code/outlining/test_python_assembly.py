import pytest

from skillrt.code.outlining.python_assembly import problem_of
from tests.code.outlining.blocks import names, only_program, outlined, rule_of


def test_the_text_stays_but_for_its_inputs():
    found = only_program(
        """
        # Count lines
        with open("notes.txt", encoding="utf-8") as f:  # as text
            lines = f.readlines()
        print(f"{len(lines)} lines")
        """
    )
    assert names(found) == [("input", "input-file")]
    assert found.text.endswith(
        '# Count lines\nwith open(args.input, encoding="utf-8") as f:  # as text\n'
        '    lines = f.readlines()\nprint(f"{len(lines)} lines")\n'
    )


def test_a_last_expression_is_shown():
    assert "show(sum(x))" in only_program("x = [1, 2, 3]\nsum(x)").text
    assert "show((a, b))" in only_program("a = b = len('x')\na, b").text


def test_a_row_of_examples_is_no_program():
    assert rule_of("from math import gcd\ngcd(4, 6)\ngcd(9, 6)") == "frozen-example"


def test_what_was_only_computed_is_shown():
    assert only_program("import math, os\nroot = math.sqrt(len(os.environ))").text.endswith("show(root)\n")


def test_each_expression_of_a_transcript_is_shown():
    text = only_program(">>> text = open('a.txt').read()\n>>> len(text)\n2\n>>> text.upper()\n'AB'").text
    assert "show(len(text))" in text
    assert "show(text.upper())" in text


def test_a_code_with_a_command_line_keeps_it():
    head = "import argparse\np = argparse.ArgumentParser()\n"
    found = only_program(f"{head}p.add_argument('--x', default=1)\nprint(p.parse_args())")
    assert found.own_command_line
    assert found.inputs == ()
    # what is to be given there would stand in no text
    assert rule_of(f"{head}p.add_argument('x')\nprint(p.parse_args())") == "own-command-line"
    assert rule_of(f"{head}p.add_argument('--x', required=True)\nprint(p.parse_args())") == "own-command-line"
    assert rule_of("import sys\nprint(open(sys.argv[1]).read())") == "own-command-line"


def test_setting_up_is_no_effect():
    function = "def count(path: str) -> int:\n    return len(open(path).read())"
    found = only_program(f"import logging\nlogging.basicConfig(level=1)\nlog = logging.getLogger('a')\n{function}")
    assert names(found) == [("path", "input-file")]
    assert found.text.endswith("show(count(path=args.path))\n")


def test_a_function_alone_gets_its_parameters_as_options():
    found = only_program("def count(path: str, word: str = 'the') -> int:\n    return open(path).read().count(word)")
    assert names(found) == [("path", "input-file"), ("word", "text")]
    assert found.text.endswith("show(count(path=args.path, word=args.word))\n")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("import a", "no-effect"),
        ("x = {'a': 1}", "no-effect"),
        ("class A:\n    x = 1", "no-effect"),
        ("from a import Client\nc = Client()", "no-effect"),
        ("import matplotlib.pyplot as plt\nplt.plot(x)\nx = 1\nplt.show()", "undefined-names"),
        ("def f(df):\n    return df", "no-effect"),
        ("os = print\nprint(os)", "unsound"),
    ],
)
def test_what_stays(text: str, rule: str):
    assert rule_of(text) == rule


def test_a_figure_that_is_only_shown_needs_a_person():
    assert rule_of("import matplotlib.pyplot as plt\nplt.scatter([1], [2])\nplt.show()") == "interactive"


def test_a_block_that_later_ones_hold_is_no_program():
    found = outlined("import csv\nrows = list(csv.reader(open('a.csv')))", "print(len(rows))")
    assert [program.sources for program in found.programs] == [(0, 1)]
    assert [(item.index, item.rule) for item in found.refusals] == [(0, "no-effect")]


def test_the_last_look_finds_what_is_wrong():
    assert problem_of("x = = 1", []) is not None
    assert problem_of("print(y)", []) == "it would lack y"
    head = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--a')\np.parse_args()\n"
    assert problem_of(head, ["--a"]) is None
    assert problem_of(head, ["--b"]) == "its command line is read as another"
    assert problem_of("print(1)", []) == "its command line cannot be read"


def test_a_function_that_prints_is_not_shown_again():
    found = only_program("def f(a):\n    print(a)\n    return a\nf(open('a.txt').read())")
    assert "show" not in found.text


def test_a_path_below_a_given_folder_is_joined():
    found = only_program("import os\nprint(os.listdir('docs/'))\nopen('docs/index.md', 'w').write('x')")
    assert "open(os.path.join(args.folder, \"index.md\"), 'w')" in found.text

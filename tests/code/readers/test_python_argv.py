import pytest

from skillrt.code.readers.python_argv import read


def counts(text: str) -> tuple[int, int | None] | None:
    found = read("import sys\n" + text)
    if found is None:
        return None
    most = [item.maximum for item in found.positionals]
    return sum(item.minimum for item in found.positionals), None if None in most else sum(item or 0 for item in most)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if len(sys.argv) < 3:\n    print('Usage')\n    sys.exit(1)", (2, None)),
        ("if len(sys.argv) != 3:\n    sys.exit('usage')", (2, 2)),
        ("assert len(sys.argv) == 2", (1, 1)),
        ("if len(sys.argv) not in (2, 3):\n    raise SystemExit(1)", (1, 2)),
        ("args = sys.argv[1:]\nif not args:\n    sys.exit(2)", (1, None)),
        ("args = sys.argv[1:]\nif len(args) < 2:\n    sys.exit(2)", (2, None)),
        ("a = sys.argv[1]\nb = int(sys.argv[2])", (2, None)),
        (
            "def main():\n"
            "    if len(sys.argv) < 2 or sys.argv[1] == '-h':\n        print('Usage')\n        return\nmain()",
            (1, None),
        ),
        ("if len(sys.argv) < 2:\n    path = '.'", None),
        ("path = sys.argv[1] if len(sys.argv) > 1 else '.'", None),
        ("if len(sys.argv) < 2:\n    run_all()\n    sys.exit(0)", None),
        ("def f():\n    return sys.argv[5]", None),
        ("import argparse\nif len(sys.argv) < 2:\n    sys.exit(1)", None),
    ],
)
def test_counts(text: str, expected: tuple[int, int | None] | None):
    assert counts(text) == expected


def test_a_count_that_nobody_could_type_is_none():
    assert read("import sys\nif len(sys.argv) < 999999999:\n    sys.exit(1)") is None
    assert read("import sys\nprint(sys.argv[999999999])\nx = sys.argv[999999999]") is None


def test_words_of_a_chain():
    text = (
        "import sys\nif len(sys.argv) < 2:\n    sys.exit(1)\ncommand = sys.argv[1]\nif command == 'list':\n    a()\n"
        "elif command in ('get', 'show'):\n    b()\nelse:\n    print('Unknown command')\n    sys.exit(1)\n"
    )
    found = read(text)
    assert found is not None
    assert (found.positionals[0].name, found.positionals[0].choices) == ("command", ("list", "get", "show"))
    without = read(text.replace("    print('Unknown command')\n    sys.exit(1)", "    other()"))
    assert without is not None
    assert without.positionals[0].choices is None

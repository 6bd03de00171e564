import pytest

from skillrt.code.readers.python_argparse import read

HEAD = "import argparse, sys\n"


def options(text: str) -> dict[str, tuple[int, int | None]]:
    found = read(HEAD + text)
    assert found is not None
    return {item.names[0]: (item.minimum, item.maximum) for item in found.options if not item.terminal}


def test_kinds_of_arguments():
    text = """
CHOICES = ["a", "b"]
def main():
    p = argparse.ArgumentParser()
    p.add_argument("files", nargs="+")
    p.add_argument("--one")
    p.add_argument("--opt", nargs="?")
    p.add_argument("--two", nargs=2)
    p.add_argument("--many", nargs="*")
    p.add_argument("--flag", action="store_true")
    p.add_argument("--count", "-c", action="count")
    p.add_argument("--pair", action=argparse.BooleanOptionalAction)
    p.add_argument("--pick", choices=CHOICES + ["c"], required=True)
    p.add_argument("--num", type=int, choices=range(1, 4))
    p.add_argument("--low", type=str.lower, choices=["x"])
    return p.parse_args()
if __name__ == "__main__":
    main()
"""
    found = read(HEAD + text)
    assert found is not None
    assert [(item.name, item.minimum, item.maximum) for item in found.positionals] == [("files", 1, None)]
    assert options(text) == {
        "--one": (1, 1), "--opt": (0, 1), "--two": (2, 2), "--many": (0, None), "--flag": (0, 0), "--count": (0, 0),
        "--pair": (0, 0), "--pick": (1, 1), "--num": (1, 1), "--low": (1, 1),
    }  # fmt: skip
    by_name = {name: item for item in found.options for name in item.names}
    assert by_name["--pick"].choices == ("a", "b", "c")
    assert by_name["--pick"].required
    assert by_name["--num"].choices == ("1", "2", "3")
    assert by_name["--low"].choices is None
    assert "--no-pair" in by_name
    assert by_name["-h"].terminal
    assert (found.open_options, found.open_positionals) == (False, False)


def test_helpers_loops_parents_groups_and_classes():
    text = """
base = argparse.ArgumentParser(add_help=False)
base.add_argument("--base")
def common(parser):
    parser.add_argument("--common")
class Tool:
    def __init__(self):
        self.parser = argparse.ArgumentParser(parents=[base])
        self.add(self.parser.add_argument_group("x"))
        for name in ("--l1", "--l2"):
            self.parser.add_argument(name)
        common(self.parser)
    def add(self, group):
        group.add_argument("--grouped")
    def run(self):
        self.parser.parse_args()
Tool().run()
"""
    assert sorted(options(text)) == ["--base", "--common", "--grouped", "--l1", "--l2"]


def test_subcommands():
    text = """
def build():
    p = argparse.ArgumentParser()
    s = p.add_subparsers(dest="command", metavar="ACTION")
    s.required = True
    for name, what in [("a", 1), ("b", 2)]:
        q = s.add_parser(name, aliases=[name + "x"])
        q.add_argument("path")
    return p
build().parse_args()
"""
    found = read(HEAD + text)
    assert found is not None
    assert [name for name, _ in found.subcommands] == ["a", "ax", "b", "bx"]
    assert found.subcommand_required
    assert found.subcommand_name == "ACTION"
    assert all([item.name for item in inner.positionals] == ["path"] for _, inner in found.subcommands)


def test_a_conditional_argument_is_not_required():
    found = read(
        HEAD + "p = argparse.ArgumentParser()\nif x:\n    p.add_argument('--a', required=True)\np.parse_args()"
    )
    assert found is not None
    assert not found.options[0].required


@pytest.mark.parametrize(
    "text",
    [
        "extend(p)",
        "for name in names():\n    p.add_argument(name)",
        "[p.add_argument(n) for n in names]",
        "add = p.add_argument\nadd('--x')",
        "sys.argv[1] == 'x'",
        "p.add_argument('rest', nargs=argparse.REMAINDER)",
        "plugins[0].p.add_argument('--z')",
    ],
)
def test_what_cannot_be_followed_leaves_it_open(text: str):
    found = read(HEAD + f"p = argparse.ArgumentParser()\np.add_argument('--a')\n{text}\np.parse_args()")
    assert found is not None
    assert found.open_options
    assert found.open_positionals


def test_choices_changed_later_are_not_known():
    found = read(
        HEAD
        + "C = ['a']\nC.append('b')\np = argparse.ArgumentParser()\np.add_argument('--a', choices=C)\np.parse_args()"
    )
    assert found is not None
    assert found.options[0].choices is None


def test_no_interface():
    assert read("print(1)") is None
    assert read(HEAD + "p = argparse.ArgumentParser()\np.add_argument('--a')\np.parse_args(sys.argv[2:])") is None
    assert (
        read(HEAD + "a = argparse.ArgumentParser()\nb = argparse.ArgumentParser()\na.parse_args()\nb.parse_args()")
        is None
    )

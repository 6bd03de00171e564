import ast

import pytest

from skillrt.contracts.finding.python_folding import Folding
from skillrt.contracts.finding.python_scopes import names_of


def paths(text: str) -> list[str]:
    """What the argument of each call of `it` may be."""
    names = names_of(ast.parse(text))
    folding = Folding(names)
    return [
        value.path
        for call, scope in names.calls
        if isinstance(call.func, ast.Name) and call.func.id == "it"
        for value in folding.paths(call.args[0], scope)
    ]


METHODS = """\
class A:
    def __init__(self, d="a"):
        self.d = Path(d)
    def f(self):
        it(self.d / "b")
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('it(Path.cwd() / "a")', ["./a"]),
        ('it(Path.home() / ".a" / name)', ["~/.a/*"]),
        ('it(os.path.join(os.path.expanduser("~/a"), f"x_{n}.png"))', ["~/a/x_*.png"]),
        ('it(os.environ.get("A_DIR", "out"))', ["out"]),
        ('it(os.environ.get("HOME") + "/x")', ["~/x"]),
        ('it(a or "b" if c else "d")', ["b", "d"]),
        ('for x in ("a", "b"):\n    it(f"{x}.txt")', ["a.txt", "b.txt"]),
        ('ALL = ["a", "b"]\nfor x in ALL:\n    it(x)', ["a", "b"]),
        ('it(Path("a/b.md").parent)', ["a"]),
        ('it(Path("a/b/c.md").parents[1])', ["a"]),
        ('it(Path("a/b.md").with_suffix(".bak"))', ["a/b.bak"]),
        ('it(Path("a/b.md").with_name("c.md"))', ["a/c.md"]),
        ('it(Path("a").joinpath("b", x))', ["a/b/*"]),
        ('it("a/%s.md" % x)', ["a/%s.md"]),
        ('it(Path(tempfile.gettempdir()) / "a")', ["/tmp/a"]),
        (METHODS, ["a/b"]),
        ('def made(n):\n    return f"out/{n}.txt"\n\nit(made(1))', ["out/*.txt"]),
        ('x = "a"\nx = x + "/b"\nit(x)', ["a/b"]),
        ('path = "a"\ndef f(path):\n    it(path)', []),
        ("it(name)\nit(f'{name}/a')\nit(1)\nit(g()[0])", []),
        ("def f(n):\n    return f(n)\n\nit(f(1))", []),
    ],
)  # fmt: skip
def test_expressions(text: str, told: list[str]):
    assert paths(text) == told


def test_hostile_chains_end():
    rows = "\n".join(f"x{n} = x{n + 1} + x{n + 1}" for n in range(200))
    assert paths(f"{rows}\nx200 = 'a'\nit(x0)") == []


def test_a_path_that_doubles_from_name_to_name_ends():
    lines = "\n".join(f"a{number + 1} = a{number} + a{number}" for number in range(14))
    assert paths(f"a0 = '{'part' * 200}'\n{lines}\nit(a14)\n") == []

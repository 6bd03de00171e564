"""The command lines that bundled programs of Python run: lists of words, texts, what wrappers are given."""

import ast
import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.code import Command, commands
from skillrt.code.syntax import parse_python
from skillrt.contracts.finding.python_folding import Folding
from skillrt.contracts.finding.python_scopes import Names, Scope, names_of
from skillrt.environment.finding.passages import Passage
from skillrt.passes.auditing.python_values import called

_CUES: Final = ("subprocess", "os.system", "os.popen")
_RUNS: Final = frozenset(
    {
        *(f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output")),
        *(f"subprocess.{name}" for name in ("getoutput", "getstatusoutput")),
        *("os.system", "os.popen", "asyncio.create_subprocess_shell"),
    }
)
_WORDS: Final = frozenset({"asyncio.create_subprocess_exec"})
_UNKNOWN: Final = "$x"
_OWN: Final = "python3"
_LONG: Final = 40  # words of a command
_MANY: Final = 200  # command lines of a program
_FEW: Final = 20  # commands of a line
_DEEP: Final = 6

Line = tuple[Command, int]


def python_runs(passage: Passage) -> Iterator[Line]:
    """Each command with the line of the call; what only the run knows is `$x` in it."""
    if not any(cue in passage.text for cue in _CUES):
        return
    tree = parse_python(passage.text)
    if tree is None:
        return
    names = names_of(tree)
    lines = _Lines(names)
    seen: set[str] = set()
    for node, scope in names.calls:
        name = names.taken.get(called(node), called(node))
        name = name if name.count(".") == 1 else ""
        if name in _WORDS:
            texts = lines.of_words(node.args, scope)
        elif name in _RUNS and node.args:
            texts = lines.of(node.args[0], scope, 0)
        else:
            continue
        for text in texts:
            if text not in seen and len(seen) < _MANY:
                seen.add(text)
                yield from ((command, node.lineno) for command in commands(text)[:_FEW])


class _Lines:
    """The command lines that an expression may be."""

    def __init__(self, names: Names) -> None:
        self._folding = Folding(names)
        self._left = _MANY * _FEW

    def of(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[str]:
        """As many as there are lists or texts behind a name."""
        self._left -= 1
        if depth > _DEEP or self._left < 0:
            return
        if isinstance(node, ast.List | ast.Tuple):
            yield from self.of_words(node.elts, scope)
        elif isinstance(node, ast.BinOp):  # `["git", *x] + rest`
            yield from self.of(node.left, scope, depth + 1)
        elif isinstance(node, ast.IfExp):
            yield from (*self.of(node.body, scope, depth + 1), *self.of(node.orelse, scope, depth + 1))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            # `"uv pip install".split()`, `shlex.split(x)`
            yield from self.of(
                node.args[0] if node.args and called(node) == "shlex.split" else node.func.value, scope, depth + 1
            )
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, scope, depth + 1)
        elif isinstance(node, ast.Constant | ast.JoinedStr) and (text := _text(node)):
            yield text

    def _named(self, name: str, scope: Scope, depth: int) -> Iterator[str]:
        home = scope.home_of(name)
        for value, inner in home.bound[name] if home is not None else ():
            if value is not None and not isinstance(value, ast.Starred):
                yield from self.of(value, inner, depth)

    def of_words(self, nodes: Sequence[ast.expr], scope: Scope) -> Iterator[str]:
        """The line of a list of words whose first is known."""
        words = [self._word(node, scope) for node in nodes[:_LONG]]
        if words and words[0] != _UNKNOWN and not (words[0] == _OWN and words[1:2] != ["-m"]):
            yield " ".join(word if word == _UNKNOWN else shlex.quote(word) for word in words)

    def _word(self, node: ast.expr, scope: Scope) -> str:
        if isinstance(node, ast.Attribute) and node.attr == "executable":
            return _OWN
        if isinstance(node, ast.Starred | ast.Attribute):
            return _UNKNOWN
        values = self._folding.paths(node, scope)
        path = values[0].path if values and not values[0].anchored else ""
        return path if path and "*" not in path and "\n" not in path else _UNKNOWN


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """A command line with what is put in as `$x`; '' for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = [item.value if isinstance(item, ast.Constant) else _UNKNOWN for item in node.values]
    return "".join(part for part in parts if isinstance(part, str))

"""The interface of a Python program that reads `sys.argv` itself.

Only what certainly ends the program counts: a test of the length whose body exits, an index outside any condition, a
chain of comparisons that ends in an exit. Options are never closed: any word may be read in a way not seen here.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.interface import Interface, Positional
from skillrt.code.syntax import parse_python

_OTHER = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+"
    r"(?:argparse|click|typer|getopt|optparse|fire|docopt|plac|absl|tap|cyclopts|simple_parsing)\b",
    re.MULTILINE,
)
_EXITS = frozenset(("exit", "quit", "_exit", "usage", "print_usage", "show_usage"))
_CHANGED = re.compile(
    r"argv(?:(?<=sys\.argv)(?:\s*\+?=(?!=)|\.(?:insert|append|extend))|(?<!\wargv)\.(?:pop|remove))"
)
_MOST_PLACES: Final = 99
_FAILED = re.compile(r"usage|unknown|invalid|unrecogni|unsupported|must be|expected", re.IGNORECASE)


def read(text: str) -> Interface | None:
    """What a program that indexes `sys.argv` must be given; None where it does not, or nothing is certain."""
    if "sys.argv" not in text or _OTHER.search(text) or _CHANGED.search(text):
        return None
    tree = parse_python(text)
    if tree is None:
        return None
    reading = _Reading(tree)
    return reading.interface()


class _Reading:
    """The straight line of a program: module level, `if __name__`, functions called there without condition."""

    def __init__(self, tree: ast.Module) -> None:
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self.minimum = 0
        self.maximum: int | None = None
        self.lists: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.choices: dict[int, tuple[str, ...]] = {}
        self.certain = False
        self.line(tree.body)

    def line(self, body: list[ast.stmt]) -> None:
        """Follow the statements that run whatever the arguments are."""
        for node in _straight(body, self.functions):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                self._assign(node.targets[0], node.value)
            elif isinstance(node, ast.Assert):
                self._demand(node.test)
            elif isinstance(node, ast.If):
                if _exits(node.body) and not node.orelse:
                    for test in _alternatives(node.test):
                        self._refuse(test)
                elif not self._chain(node):
                    break

    def interface(self) -> Interface | None:
        """What was found, if anything was, and is a count that somebody could type."""
        if not self.certain and not self.choices:
            return None
        labels = {index: name for name, index in self.names.items()}
        count = max([self.minimum, *self.choices])
        if count > _MOST_PLACES:
            return None
        places = [
            Positional(labels.get(at, str(at)), 1 if at <= self.minimum else 0, 1, self.choices.get(at))
            for at in range(1, count + 1)
        ]
        if self.maximum is None or self.maximum > count:
            rest = None if self.maximum is None else self.maximum - count
            places.append(Positional("arguments", 0, rest))
        return Interface("sys.argv", "python", (), tuple(places), open_options=True)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for part, item in zip(target.elts, value.elts, strict=True):
                self._assign(part, item)
            return
        index = self._index(value)
        if index is not None:
            self.minimum, self.certain = max(self.minimum, index), True
        if not isinstance(target, ast.Name):
            return
        if index is not None:
            self.names[target.id] = index
        elif (offset := self._list(value)) is not None:
            self.lists[target.id] = offset

    def _list(self, node: ast.expr) -> int | None:
        """How many words before its first one: 0 for `sys.argv`, 1 for `sys.argv[1:]`."""
        if isinstance(node, ast.Attribute):
            return 0 if node.attr == "argv" and isinstance(node.value, ast.Name) and node.value.id == "sys" else None
        if isinstance(node, ast.Name):
            return self.lists.get(node.id)
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice) or node.slice.upper:
            return None
        base, lower = self._list(node.value), _number(node.slice.lower)
        return base + lower if base is not None and lower is not None else None

    def _index(self, node: ast.expr) -> int | None:
        """The argument that an expression surely reads: `sys.argv[2]`, `Path(sys.argv[1])`, `int(args[0])`."""
        for _ in range(6):
            if isinstance(node, ast.Call):
                wrapped = len(node.args) == 1 and not node.keywords and isinstance(node.func, ast.Name)
                owner = node.func.value if isinstance(node.func, ast.Attribute) and not node.args else None
                inner = node.args[0] if wrapped else owner
                if inner is None:
                    return None
                node = inner
        if not isinstance(node, ast.Subscript):
            return None
        base, index = self._list(node.value), _number(node.slice)
        return base + index if base is not None and index is not None and base + index > 0 else None

    def _length(self, node: ast.expr) -> int | None:
        """For `len(sys.argv)`: how many of the words counted are not arguments, as 1; for `len(args)`: 0."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and node.args:
            offset = self._list(node.args[0])
            return None if offset is None else 1 - offset
        return None

    def _refuse(self, test: ast.expr) -> None:
        """A condition under which the program ends."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            if self._list(test.operand) == 1:
                self._at_least(1)
            else:
                self._demand(test.operand)
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return
        known, limit, operator = self._length(test.left), _number(test.comparators[0]), test.ops[0]
        if known is None:
            return
        if isinstance(operator, ast.NotIn):
            self._one_of(test.comparators[0], known)
        elif limit is not None:
            self._compare(operator, limit - known)

    def _compare(self, operator: ast.cmpop, limit: int) -> None:
        if isinstance(operator, ast.Lt):
            self._at_least(limit)
        elif isinstance(operator, ast.LtE) or (isinstance(operator, ast.Eq) and limit == 0):
            self._at_least(limit + 1)
        elif isinstance(operator, ast.NotEq):
            self._at_least(limit)
            self.maximum = limit
        elif isinstance(operator, ast.Gt):
            self.maximum = limit

    def _one_of(self, node: ast.expr, known: int) -> None:
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            counts = [number for number in map(_number, node.elts) if number is not None]
            if counts and len(counts) == len(node.elts):
                self._at_least(min(counts) - known)
                self.maximum = max(counts) - known

    def _demand(self, test: ast.expr) -> None:
        """A condition without which the program ends."""
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return
        known, limit = self._length(test.left), _number(test.comparators[0])
        if known is None or limit is None:
            return
        if isinstance(test.ops[0], ast.Eq):
            self._compare(ast.NotEq(), limit - known)
        elif isinstance(test.ops[0], ast.GtE | ast.Gt):
            self._at_least(limit - known + isinstance(test.ops[0], ast.Gt))

    def _at_least(self, count: int) -> None:
        self.minimum, self.certain = max(self.minimum, count), True

    def _chain(self, node: ast.If) -> bool:
        """`if command == "a": ... elif ...: ... else: <exit>`: the words that the argument may be.

        False where a branch may have ended the program, so that what follows need not run.
        """
        words: list[str] = []
        place: int | None = None
        branch: ast.stmt | None = node
        while isinstance(branch, ast.If):
            found = self._compared(branch.test)
            if found is None or (place is not None and found[0] != place):
                return not _leaves(node)
            place = found[0]
            words.extend(found[1])
            rest = branch.orelse
            branch = rest[0] if len(rest) == 1 and isinstance(rest[0], ast.If) else None
            if branch is None and len(words) > 1 and rest and _fails(rest):
                self.choices.setdefault(place, tuple(words))
        return not _leaves(node)

    def _compared(self, test: ast.expr) -> tuple[int, list[str]] | None:
        """`command == "a"`, `command in ("a", "b")`, joined by `or`: the argument's place and the words."""
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            parts = [self._compared(item) for item in test.values]
            known = [part for part in parts if part is not None and parts[0] is not None and part[0] == parts[0][0]]
            return (known[0][0], [word for part in known for word in part[1]]) if len(known) == len(parts) else None
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return None
        left, right = test.left, test.comparators[0]
        place = self.names.get(left.id) if isinstance(left, ast.Name) else self._index(left)
        items = [right] if isinstance(test.ops[0], ast.Eq) else getattr(right, "elts", [])
        if place is None or not isinstance(test.ops[0], ast.Eq | ast.In) or not items:
            return None
        words = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        # `sys.argv[1].lower() == "a"` accepts more than is written.
        plain = isinstance(left, ast.Name | ast.Subscript)
        return (place, words) if plain and len(words) == len(items) else None


def _straight(body: list[ast.stmt], functions: dict[str, ast.FunctionDef], depth: int = 0) -> Iterator[ast.stmt]:
    """The statements that run first whatever happens, through functions called alone; ends at a loop or try."""
    for node in body:
        if isinstance(node, ast.If) and "__name__" in {
            item.id for item in ast.walk(node.test) if isinstance(item, ast.Name)
        }:
            yield from _straight(node.body, functions, depth)
            continue
        called = _called(node)
        if called in functions and depth < 2:
            yield from _straight(functions[called].body, functions, depth + 1)
            return
        if isinstance(node, ast.Try | ast.While | ast.For | ast.With | ast.Return | ast.Raise):
            if depth or _mentions(node):
                return
            continue
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
            yield node


def _mentions(node: ast.AST) -> bool:
    return any(isinstance(item, ast.Attribute) and item.attr == "argv" for item in ast.walk(node))


def _called(node: ast.stmt) -> str:
    """The function of this file that a statement calls without arguments: `main()`, `sys.exit(main())`."""
    value = node.value if isinstance(node, ast.Expr) else None
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        value = node.exc
    if isinstance(value, ast.Call) and len(value.args) == 1 and isinstance(value.args[0], ast.Call):
        value = value.args[0]
    plain = isinstance(value, ast.Call) and not value.args and not value.keywords and isinstance(value.func, ast.Name)
    return value.func.id if plain and isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""


def _number(node: ast.expr | None) -> int | None:
    return node.value if isinstance(node, ast.Constant) and type(node.value) is int else None


def _alternatives(test: ast.expr) -> list[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or) else [test]


def _exits(body: list[ast.stmt]) -> bool:
    """Whether a block ends the program as a failure: exit with a status that is not 0, raise, or usage and return."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return not (isinstance(last.exc, ast.Call) and last.exc.args and _number(last.exc.args[0]) == 0)
    if isinstance(last, ast.Return):
        failed = isinstance(last.value, ast.Constant) and last.value.value not in (0, None)
        return failed or any(_FAILED.search(text) for text in _texts(body))
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        name = _name(last.value.func)
        status = last.value.args[0] if last.value.args else None
        return name in _EXITS and (_number(status) != 0 or any(_FAILED.search(text) for text in _texts(body)))
    return False


def _fails(body: list[ast.stmt]) -> bool:
    """Whether the last `else` of a chain says that the word is not known."""
    return _exits(body) or any(_FAILED.search(text) for text in _texts(body))


def _leaves(node: ast.If) -> bool:
    return any(
        isinstance(item, ast.Return | ast.Raise) or _name(getattr(item, "func", None)) in _EXITS
        for item in ast.walk(node)
    )


def _texts(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        for item in ast.walk(node):
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield item.value
            elif isinstance(item, ast.Name) and item.id == "__doc__":
                yield "usage"


def _name(node: object) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""

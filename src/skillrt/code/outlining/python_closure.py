"""What a block needs of the blocks before it: definitions first, then what they need in turn (a backward slice)."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from skillrt.code.outlining.python_block import Block, Statement
from skillrt.code.outlining.python_effects import called, effects_of
from skillrt.code.outlining.python_known import import_line, known
from skillrt.code.outlining.python_names import Names

MAX_STATEMENTS = 150
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
Place = tuple[int, int]
"""Position of the block in the list, and of the statement in the block."""


@dataclass(frozen=True, slots=True)
class Closure:
    """The statements of a program in order, each with its block; the target's own are all there.

    `imports` are lines for names that the code uses without importing them; `missing` nothing defines.
    """

    parts: tuple[tuple[Block, Statement], ...]
    imports: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[int, ...]:
        """The indices of the snippets that it is made from."""
        return tuple(sorted({block.index for block, _ in self.parts}))

    @property
    def statements(self) -> list[Statement]:
        """All statements in order."""
        return [statement for _, statement in self.parts]


def closure_of(blocks: Sequence[Block], position: int) -> Closure:
    """The block at `position` with what it needs of the blocks before it."""
    search = _Search(blocks, position)
    search.run()
    parts = tuple((blocks[at], blocks[at].statements[nth]) for at, nth in sorted(search.chosen))
    return Closure(parts, tuple(search.imports), tuple(search.missing))


@dataclass(slots=True)
class _Search:
    blocks: Sequence[Block]
    target: int
    chosen: dict[Place, None] = field(default_factory=dict[Place, None])
    imports: dict[str, None] = field(default_factory=dict[str, None])
    missing: dict[str, None] = field(default_factory=dict[str, None])
    star: bool = False

    def run(self) -> None:
        """Fill in everything; a list of places to do instead of recursion."""
        target = self.blocks[self.target]
        todo: list[tuple[Place, str]] = []
        for nth, statement in enumerate(target.statements):
            place = (self.target, nth)
            self.chosen[place] = None
            todo.extend((place, name) for name in _missing(statement))
            self.star = self.star or statement.names.star
        wanted: set[tuple[Place, str]] = set()
        while todo and len(self.chosen) <= MAX_STATEMENTS:
            item = todo.pop()
            if item in wanted:
                continue
            wanted.add(item)
            found = self._find(*item)
            for place in found:
                if place not in self.chosen:
                    self.chosen[place] = None
                    statement = self._at(place)
                    self.star = self.star or statement.names.star
                    todo.extend((place, name) for name in _missing(statement))
        if todo:
            self.missing["..."] = None
        if self.star:
            self.missing.clear()

    def _at(self, place: Place) -> Statement:
        return self.blocks[place[0]].statements[place[1]]

    def _find(self, place: Place, name: str) -> list[Place]:
        """The statements that give `name` to the statement at `place`, and those that go on building it."""
        for candidate in self._before(place):
            if _provides(self._at(candidate), name, own=candidate[0] == place[0]):
                return [candidate, *self._builders(candidate, place, name)]
        later = name in self._at(place).names.later and name not in self._at(place).names.needs
        if later:
            for candidate in self._after(place):
                if _provides(self._at(candidate), name, own=True):
                    return [candidate]
        line = _import_of(name, self.blocks[place[0]].tree)
        if line is None:
            self.missing[name] = None
        else:
            self.imports[line] = None
        return []

    def _before(self, place: Place) -> Iterator[Place]:
        at, nth = place
        yield from ((at, earlier) for earlier in range(nth - 1, -1, -1))
        for index in range(at - 1, -1, -1):
            yield from ((index, earlier) for earlier in range(len(self.blocks[index].statements) - 1, -1, -1))

    def _after(self, place: Place) -> Iterator[Place]:
        for index in range(place[0], self.target + 1):
            first = place[1] + 1 if index == place[0] else 0
            yield from ((index, nth) for nth in range(first, len(self.blocks[index].statements)))

    def _builders(self, candidate: Place, place: Place, name: str) -> Iterator[Place]:
        """Statements of the same block behind the binding that change the object further."""
        at, nth = candidate
        if at == self.target or isinstance(self._at(candidate).node, _DEFINITIONS):
            return
        end = place[1] if place[0] == at else len(self.blocks[at].statements)
        for after in range(nth + 1, end):
            if _changes(self._at((at, after)), name):
                yield at, after


def _missing(statement: Statement) -> list[str]:
    return statement.names.missing()


def _provides(statement: Statement, name: str, *, own: bool) -> bool:
    """Whether the statement gives the name. For other blocks what `with` opened is closed, a loop is over."""
    if name not in statement.names.binds:
        return False
    node = statement.node
    if own or _grows(node, name):
        return True
    if isinstance(node, ast.For | ast.AsyncFor):
        return all(name != part.id for part in ast.walk(node.target) if isinstance(part, ast.Name))
    return not isinstance(node, ast.With | ast.AsyncWith)


def _grows(node: ast.AST, name: str) -> bool:
    return any(
        isinstance(item, ast.AugAssign) and isinstance(item.target, ast.Name) and item.target.id == name
        for item in ast.walk(node)
    )


def _changes(statement: Statement, name: str) -> bool:
    """Whether the statement changes the object called `name` by a method, an item or an attribute."""
    names: Names = statement.names
    if name not in names.needs or isinstance(statement.node, _DEFINITIONS):
        return False
    if name in names.binds:
        return True
    if isinstance(statement.node, ast.Assign | ast.AnnAssign) and not _builds(statement.node):
        return False
    effects = effects_of([statement.node])
    if effects.prints and isinstance(statement.node, ast.Expr):
        return False
    if effects.writes and isinstance(statement.node, ast.Expr | ast.With):
        return False
    return any(_touches(node, name) for node in ast.walk(statement.node))


def _builds(node: ast.Assign | ast.AnnAssign) -> bool:
    """Whether an assignment also changes what it calls (`row = table.add_row()`) or sets a part of something."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if any(isinstance(target, ast.Subscript | ast.Attribute) for target in targets):
        return True
    name = called(node.value) if isinstance(node.value, ast.Call) else ""
    return name.startswith(("add", "new", "create", "insert", "append", "put")) or name in known().effects["changes"]


def _touches(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        shows = called(node) in known().effects["shows"] or called(node) in ("close", "show", "quit")
        return _root(node.func.value) == name and not shows
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        return _root(node.value) == name
    return False


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _import_of(name: str, tree: ast.Module) -> str | None:
    """The import line of a name that everybody knows, if the code uses it as that."""
    line = import_line(name)
    if line is None or (name not in known().modules and name != "datetime"):
        return line
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    owners = [
        node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]  # fmt: skip
    attributes = [node.attr for node in owners if isinstance(node.value, ast.Name) and node.value.id == name]
    if name == "datetime" and {"datetime", "timedelta", "date"} & set(attributes):
        return "import datetime"
    return line if len(attributes) == len(used) or name == "datetime" else None

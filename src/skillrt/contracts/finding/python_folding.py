"""The paths that an expression of Python may be: through names, parameters, options and functions of one return."""

import ast
import posixpath
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from skillrt.code.python_paths import PathValue, join, parent
from skillrt.contracts.finding.python_scopes import FEW, Bound, Names, Scope
from skillrt.passes.auditing.python_values import called

_DEEP: Final = 30
_ENOUGH: Final = 20_000  # expressions of one program that are looked at
_LONGEST: Final = 1000  # characters of a path: `b = a + a`, `c = b + b` would double it line by line
_UNKNOWN: Final = PathValue("*")
_SAME: Final = frozenset({"Path", "PurePath", "PosixPath", "str", "abspath", "realpath", "normpath", "fspath"})
_SAME_METHODS: Final = frozenset(
    {"resolve", "absolute", "expanduser", "as_posix", "strip", "rstrip", "format", "with_suffix", "expandvars"}
)
_FIXED: Final = {
    "Path.home": "~",
    "Path.cwd": ".",
    "os.getcwd": ".",
    "getcwd": ".",
    "tempfile.gettempdir": "/tmp",
    "gettempdir": "/tmp",
}
_READS: Final = frozenset({"os.getenv", "getenv", "environ.get"})
_HOMES: Final = frozenset({"HOME", "USERPROFILE"})


class Folding:
    """What expressions of one program come to."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._left = _ENOUGH
        self._returns: dict[str, ast.expr | None] = {}  # what functions return, if they do so in one place
        self._open: dict[tuple[int, str], int] = {}  # names that are being followed, with how many values to look at
        self._own: set[tuple[int, str]] = set()  # names that were asked for of late

    def paths(self, node: ast.expr, scope: Scope) -> list[PathValue]:
        """The paths, `*` for each part that only the run knows; none where the run alone knows the beginning."""
        found: list[PathValue] = []
        for value in self._of(node, scope, 0):
            if value.literal and not value.path.startswith("*") and value not in found:
                found.append(value)
        return found

    def _of(self, node: ast.expr | None, scope: Scope, depth: int) -> list[PathValue]:
        self._left -= 1
        if node is None or depth > _DEEP or self._left < 0:
            return []
        return [value for value in islice(self._values(node, scope, depth + 1), FEW) if len(value.path) <= _LONGEST]

    def _values(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[PathValue]:
        if isinstance(node, ast.Constant):
            yield from [PathValue(node.value, literal=True)] if isinstance(node.value, str) else ()
        elif isinstance(node, ast.Name):
            yield from self._named(node.id, scope, depth)
        elif isinstance(node, ast.JoinedStr):
            yield from self._formatted(node.values, scope, depth)
        elif isinstance(node, ast.BinOp):
            yield from self._operated(node, scope, depth)
        elif isinstance(node, ast.Call):
            yield from self._called(node, scope, depth)
        else:
            yield from self._chosen(node, scope, depth)

    def _chosen(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[PathValue]:
        """Of `a or b` and `a if x else b` each; an attribute; an element of a list that a loop runs over."""
        if isinstance(node, ast.BoolOp):
            yield from (value for item in node.values for value in self._of(item, scope, depth))
        elif isinstance(node, ast.IfExp):
            yield from (*self._of(node.body, scope, depth), *self._of(node.orelse, scope, depth))
        elif isinstance(node, ast.Attribute):
            yield from self._attribute(node, scope, depth)
        elif isinstance(node, ast.Starred):
            yield from self._each(node.value, scope, depth)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            level = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if node.value.attr == "parents" and isinstance(level, int) and level >= 0:
                yield from (parent(value, level + 1) for value in self._of(node.value.value, scope, depth))

    def _named(self, name: str, scope: Scope, depth: int) -> Iterator[PathValue]:
        if name == "__file__":
            yield PathValue("", anchored=True, is_script=True)
            return
        home = scope.home_of(name)
        if home is not None:
            yield from self._bound(home, name, depth)

    def _bound(self, home: Scope, name: str, depth: int) -> Iterator[PathValue]:
        """What a scope gives to a name; where that takes the name itself (`x = x / "a"`), what it was before."""
        key = (id(home), name)
        listed = home.bound.get(name, [])[-2 * FEW :]
        outer = self._open.get(key)
        self._own.add(key)
        seen: list[PathValue] = []
        for number, (value, scope) in enumerate(listed if outer is None else listed[:outer]):
            self._open[key] = number
            self._own.discard(key)
            found = self._of(value, scope, depth)
            # what is made of the name itself takes the place of what it was
            seen = [] if found and key in self._own else seen
            seen += [item for item in found if item not in seen]
        if outer is None:
            self._open.pop(key, None)
        else:
            self._open[key] = outer
        self._own.add(key)
        yield from seen

    def _each(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[PathValue]:
        listed: Sequence[Bound] = [(node, scope)]
        if isinstance(node, ast.Name):
            home = scope.home_of(node.id)
            listed = home.bound[node.id][:FEW] if home is not None else ()
        for value, inner in listed:
            if isinstance(value, ast.List | ast.Tuple | ast.Set):
                yield from (path for item in value.elts[:FEW] for path in self._of(item, inner, depth))

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> Iterator[PathValue]:
        if node.attr == "parent":
            yield from map(parent, self._of(node.value, scope, depth))
        elif isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            yield from self._bound(scope.owner, node.attr, depth) if scope.owner is not None else ()
        elif isinstance(node.value, ast.Name) and node.attr in self._names.options:
            value, inner = self._names.options[node.attr]
            yield from self._of(value, inner, depth)

    def _formatted(self, parts: Sequence[ast.expr], scope: Scope, depth: int) -> Iterator[PathValue]:
        pieces = [
            _one(self._of(item.value if isinstance(item, ast.FormattedValue) else item, scope, depth), number)
            for number, item in enumerate(parts)
        ]
        for chosen in islice(product(*pieces), FEW):
            if any(item.is_script or (item.anchored and number) for number, item in enumerate(chosen)):
                continue
            whole = all(item.whole for item in chosen)
            anchored = bool(chosen) and chosen[0].anchored
            yield PathValue("".join(item.path for item in chosen), anchored, False, whole, literal=True)

    def _operated(self, node: ast.BinOp, scope: Scope, depth: int) -> Iterator[PathValue]:
        if isinstance(node.op, ast.Add):
            yield from self._formatted((node.left, node.right), scope, depth)
        elif isinstance(node.op, ast.Div):
            yield from self._joined((node.left, node.right), scope, depth)
        elif isinstance(node.op, ast.Mod):  # what `%s` stands for is known at run time
            yield from self._of(node.left, scope, depth)

    def _joined(self, parts: Sequence[ast.expr], scope: Scope, depth: int) -> Iterator[PathValue]:
        first, *others = [self._of(item, scope, depth) for item in parts]
        for base, *rest in islice(product(first, *(item or [_UNKNOWN] for item in others)), FEW):
            value = join(base, list(rest)) if rest else base
            if value is not None:
                yield value

    def _called(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[PathValue]:
        name = called(node)
        owner, _, last = name.rpartition(".")
        if name in _FIXED:
            yield PathValue(_FIXED[name], literal=name.endswith(("home", "gettempdir")))
        elif last == "which" and node.args:
            yield from self._of(node.args[0], scope, depth)
        elif name in _READS:
            yield from self._read(node, scope, depth)
        elif (last in _SAME and node.args) or (last == "join" and owner in ("path", "osp") and node.args):
            yield from self._joined(node.args, scope, depth)
        elif last in ("expanduser", "expandvars") and node.args:
            yield from self._of(node.args[0], scope, depth)
        elif last == "dirname" and len(node.args) == 1:
            yield from map(parent, self._of(node.args[0], scope, depth))
        elif isinstance(node.func, ast.Attribute) and last in (*_SAME_METHODS, "joinpath", "with_name"):
            yield from self._method(node.func, node, scope, depth)
        else:
            yield from self._returned(last, depth)

    def _read(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[PathValue]:
        """A variable of the environment: its default; the home folder has a name."""
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and first.value in _HOMES:
            yield PathValue("~", literal=True)
        elif len(node.args) > 1:
            yield from self._of(node.args[1], scope, depth)

    def _method(self, function: ast.Attribute, node: ast.Call, scope: Scope, depth: int) -> Iterator[PathValue]:
        if function.attr == "joinpath":
            yield from self._joined((function.value, *node.args), scope, depth)
            return
        for value in self._of(function.value, scope, depth):
            if function.attr == "with_name":
                yield from self._beside(parent(value), node, scope, depth)
            elif function.attr == "with_suffix":
                ends = self._of(node.args[0], scope, depth) if node.args else []
                path = f"{posixpath.splitext(value.path)[0]}{ends[0].path if ends else '.*'}"
                yield PathValue(path, value.anchored, False, value.whole, value.literal)
            else:
                yield value

    def _beside(self, base: PathValue, node: ast.Call, scope: Scope, depth: int) -> Iterator[PathValue]:
        names = self._of(node.args[0], scope, depth) if node.args else []
        for name in names or [_UNKNOWN]:
            value = join(base, [name])
            yield from [value] if value is not None else ()

    def _returned(self, name: str, depth: int) -> Iterator[PathValue]:
        """What a function of the program returns, if it does so in one place."""
        scope = self._names.functions.get(name)
        if scope is None or scope.function is None:
            return
        if name not in self._returns:
            found = [item.value for item in ast.walk(scope.function) if isinstance(item, ast.Return)]
            self._returns[name] = found[0] if len(found) == 1 else None
        yield from self._of(self._returns[name], scope, depth)


def _one(values: list[PathValue], number: int) -> list[PathValue]:
    """The values of a piece of a text: of several in the midst of it none is told, for they make up names."""
    return values if values and (number == 0 or len(values) == 1) else [_UNKNOWN]

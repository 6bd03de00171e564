"""What a Python script refers to: imports, files opened, programs run. Nothing where the text does not parse."""

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator

from skillrt.code.launch import program_of
from skillrt.code.python_paths import PathValue, fold_path
from skillrt.code.references import FileReference, Import, Kind, ScriptFacts, clean_path
from skillrt.code.shell import Command, commands
from skillrt.code.syntax import lines_with, parse_python
from skillrt.code.words import Word

_WORTH = (
    "__file__", "open(", "read_text", "read_bytes", "Path(", "subprocess", "os.system", "Popen", "check_output",
    "check_call", "os.path", "importlib", "runpy", "sys.path", "_DIR", "_PATH", "ROOT", "HERE", "BASE", "_dir",
    "_path",    "_root", "import ",
)  # fmt: skip
_COMPOUND = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While, ast.With,
    ast.AsyncWith, ast.Try, ast.Match,
)  # fmt: skip
_RUNS = frozenset(("run", "Popen", "call", "check_call", "check_output", "getoutput", "system", "popen", "run_path"))
_RUNNERS = frozenset(("create_subprocess_exec", "create_subprocess_shell"))
_READS = frozenset(("read_text", "read_bytes", "iterdir", "glob", "rglob"))
_WRITES = frozenset(
    ("write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "makedirs", "to_csv", "savefig")
)
_ASKS = frozenset(("exists", "is_file", "is_dir", "isfile", "isdir", "access"))
_STRENGTH: tuple[Kind, ...] = ("write", "run", "search", "open", "import", "path")
_FILE_LIKE = re.compile(r"[^\s<>|*?\"'{}]{1,300}\Z")


def read_python(text: str) -> ScriptFacts:
    """The imports and file references of a Python script, in order of place."""
    tree = parse_python(text)
    if tree is None:
        return ScriptFacts()
    reading = _Reading(text)
    try:
        reading.read(tree)
    except RecursionError:
        return ScriptFacts(tuple(sorted(reading.imports)))
    return ScriptFacts(tuple(sorted(set(reading.imports))), tuple(sorted(reading.files.values())))


class _Reading:
    """One pass over the statements; expressions are looked at only on lines that are worth it."""

    def __init__(self, text: str) -> None:
        shown = text.removeprefix("\ufeff")
        base = 3 if text.startswith("\ufeff") else 0
        raw = shown.encode("utf-8", "surrogatepass") if re.search("[\ud800-\udfff]", shown) else shown.encode()
        if len(raw) and re.search("[\udc80-\udcff]", shown):
            raw = re.sub("[\ud800-\udfff]", "?", shown).encode()
        self.line_starts = [base, *(base + found.end() for found in re.finditer(rb"\r\n|\r|\n", raw))]
        self.worth = lines_with(shown, _WORTH)
        self.imports: list[Import] = []
        self.files: dict[tuple[int, int], FileReference] = {}
        self.names: dict[str, PathValue] = {}
        self.places: dict[str, tuple[int, int]] = {}

    def read(self, tree: ast.Module) -> None:
        """Collect everything; a stack instead of recursion, statements in order of the text."""
        stack: list[tuple[ast.stmt, bool]] = [(node, False) for node in reversed(tree.body)]
        while stack:
            node, guarded = stack.pop()
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node, guarded=guarded)
                continue
            if isinstance(node, _COMPOUND) and not self._is_worth(node):
                continue
            inside = list(_inner(node, guarded=guarded))
            self._expressions(node, compound=bool(inside))
            stack.extend(reversed(inside))

    def _span(self, node: ast.AST) -> tuple[int, int]:
        low, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        high, end = getattr(node, "end_lineno", low), getattr(node, "end_col_offset", column)
        starts = self.line_starts
        return starts[min(low, len(starts)) - 1] + column, starts[min(high, len(starts)) - 1] + end

    def _import(self, node: ast.Import | ast.ImportFrom, *, guarded: bool) -> None:
        start, end = self._span(node)
        if isinstance(node, ast.ImportFrom):
            names = tuple(item.name for item in node.names)
            self.imports.append(Import(start, end, "." * node.level + (node.module or ""), names, guarded))
            return
        self.imports.extend(Import(*self._span(item), item.name, (), guarded) for item in node.names)

    def _is_worth(self, node: ast.AST) -> bool:
        low = getattr(node, "lineno", 1)
        at = bisect_left(self.worth, low)
        return at < len(self.worth) and self.worth[at] <= getattr(node, "end_lineno", low)

    def _expressions(self, node: ast.stmt, *, compound: bool) -> None:
        if not self._is_worth(node) and not isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr | ast.Return):
            return
        heads = (
            _heads(node) if compound else [item for item in ast.iter_child_nodes(node) if isinstance(item, ast.expr)]
        )
        for head in heads:
            if self._is_worth(head) or self._uses_known(head):
                self._visit(head)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            self._remember(node)

    def _uses_known(self, node: ast.expr) -> bool:
        """Cheap look for a name of a known path at the outer edge of an expression."""
        if not self.names:
            return False
        while isinstance(node, ast.Attribute | ast.BinOp | ast.Call | ast.Subscript):
            if isinstance(node, ast.Call):
                if any(isinstance(item, ast.Name) and item.id in self.names for item in node.args):
                    return True
                node = node.func
            elif isinstance(node, ast.BinOp):
                node = node.left
            else:
                node = node.value
        return isinstance(node, ast.Name) and node.id in self.names

    def _remember(self, node: ast.Assign | ast.AnnAssign) -> None:
        value = fold_path(node.value, self.names) if node.value is not None else None
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            label = target.id if isinstance(target, ast.Name) else None
            if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                label = f".{target.attr}"
            if label is None:
                continue
            if value is None:
                self.names.pop(label, None)
                continue
            self.names[label] = value
            self.places[label] = self._span(node.value) if node.value is not None else (0, 0)

    def _visit(self, root: ast.expr) -> None:
        """Look for path expressions and calls that use them, outermost first."""
        stack: list[tuple[ast.expr, Kind]] = [(root, "path")]
        while stack:
            node, kind = stack.pop()
            value = fold_path(node, self.names) if isinstance(node, ast.BinOp | ast.Call | ast.JoinedStr) else None
            if value is not None and value.anchored and value.literal and not isinstance(node, ast.Name):
                self._note(node, value, kind)
                continue
            if isinstance(node, ast.Call) and self._call(node):
                continue
            stack.extend((item, kind) for item in _children(node))

    def _call(self, node: ast.Call) -> bool:
        """Calls that open, write, ask for or run something; True where the arguments are dealt with."""
        function = node.func
        name = (
            function.attr
            if isinstance(function, ast.Attribute)
            else function.id
            if isinstance(function, ast.Name)
            else ""
        )
        if (name in _RUNS or name in _RUNNERS) and node.args:
            return self._run(node, name)
        if name == "open" and not isinstance(function, ast.Attribute) and node.args:
            return self._use(node.args[0], _open_kind(node, 1))
        if isinstance(function, ast.Attribute):
            if name in _READS or name in _WRITES or name in _ASKS or name == "open":
                kind: Kind = "open" if name in _READS else "write" if name in _WRITES else "path"
                kind = _open_kind(node, 0) if name == "open" else kind
                subject = node.args[0] if node.args and _is_os(function.value) else function.value
                return self._use(subject, kind, guarded=name in _ASKS) and subject is function.value
            if name in ("insert", "append") and node.args and _is_search_path(function.value):
                return self._use(node.args[-1], "search")
        return False

    def _use(self, node: ast.expr, kind: Kind, *, guarded: bool = False) -> bool:
        value = fold_path(node, self.names)
        if value is None:
            return False
        if isinstance(node, ast.Name | ast.Attribute):
            self._mark(node, value, kind, guarded=guarded)
        elif value.literal or kind == "search":
            self._note(node, value, kind, guarded=guarded)
        return True

    def _mark(self, node: ast.expr, value: PathValue, kind: Kind, *, guarded: bool) -> None:
        """A variable that holds a path is used: what was noted where it was assigned gets its use."""
        label = node.id if isinstance(node, ast.Name) else f".{node.attr}" if isinstance(node, ast.Attribute) else ""
        place = self.places.get(label)
        if place is None or not (value.literal or kind == "search"):
            if kind == "search":
                self._note(node, value, kind)
            return
        known = self.files.get(place)
        self._put(place, value, kind, guarded=guarded or bool(known and known.guarded))

    def _note(self, node: ast.AST, value: PathValue, kind: Kind, *, guarded: bool = False) -> None:
        self._put(self._span(node), value, kind, guarded=guarded)

    def _put(self, place: tuple[int, int], value: PathValue, kind: Kind, *, guarded: bool) -> None:
        if value.is_script or not value.whole or not _FILE_LIKE.match(value.path) or "://" in value.path:
            return
        path = clean_path(value.path)
        known = self.files.get(place)
        if known is not None and _STRENGTH.index(known.kind) < _STRENGTH.index(kind):
            kind, guarded = known.kind, guarded or known.guarded
        self.files[place] = FileReference(*place, path, kind, value.anchored, guarded)

    def _run(self, node: ast.Call, name: str) -> bool:
        first = node.args[0]
        if name in _RUNNERS and len(node.args) > 1:
            items: list[ast.expr] = node.args
        elif isinstance(first, ast.List | ast.Tuple):
            items = first.elts
        else:
            return self._run_text(first, name)
        words = [self._word(item) for item in items]
        program = program_of(Command(tuple(words), 0, 0)) if words else None
        if program is not None and program.script is not None:
            index = next(at for at, word in enumerate(words) if word is program.script)
            value = fold_path(items[index], self.names)
            if value is not None:
                self._use(items[index], "run")
        return False

    def _word(self, node: ast.expr) -> Word:
        value = fold_path(node, self.names)
        start, end = self._span(node)
        if isinstance(node, ast.Attribute) and node.attr == "executable":
            return Word("", "python3", "python3", start, end)
        text = (("./" if value.anchored else "") + value.path) if value is not None and value.whole else "$unknown"
        return Word(text, text, text if value is not None and value.whole else None, start, end)

    def _run_text(self, node: ast.expr, name: str) -> bool:
        """A command line as text: `os.system("python scripts/x.py")`."""
        if name == "run_path":
            return self._use(node, "run")
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return False
        for command in commands(node.value):
            program = program_of(command)
            if program and program.script and program.script.value and _FILE_LIKE.match(program.script.value):
                self._note(node, PathValue(program.script.value, literal=True), "run")
        return True


def _is_os(node: ast.expr) -> bool:
    """Whether a method's owner is a module whose functions take the path as argument (`os.path.exists(p)`)."""
    return (isinstance(node, ast.Name) and node.id in ("os", "shutil", "osp")) or (
        isinstance(node, ast.Attribute) and node.attr == "path"
    )


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_search_path(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "path"
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    )


def _open_kind(node: ast.Call, index: int) -> Kind:
    modes = [item.value for item in node.keywords if item.arg == "mode"] + node.args[index : index + 1]
    mode = modes[0].value if modes and isinstance(modes[0], ast.Constant) else "r"
    return "write" if isinstance(mode, str) and set(mode) & set("wax+") else "open"


def _inner(node: ast.stmt, *, guarded: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements inside a statement, with whether an error or a missing import in them is caught."""
    caught = guarded or isinstance(node, ast.Try)
    if isinstance(node, ast.If) and _last_name(node.test) == "TYPE_CHECKING":
        caught = True
    for name in ("body", "orelse", "finalbody"):
        for item in getattr(node, name, ()):
            yield item, caught
    for handler in getattr(node, "handlers", ()):
        for item in handler.body:
            yield item, caught
    for case in getattr(node, "cases", ()):
        for item in case.body:
            yield item, caught


def _heads(node: ast.stmt) -> list[ast.expr]:
    """The expressions in the first line of a compound statement."""
    found = [getattr(node, name, None) for name in ("test", "iter", "subject")]
    found += [item.context_expr for item in getattr(node, "items", ())]
    return [item for item in found if isinstance(item, ast.expr)]


def _children(node: ast.AST) -> list[ast.expr]:
    found: list[ast.expr] = []
    for item in ast.iter_child_nodes(node):
        if isinstance(item, ast.expr):
            found.append(item)
        elif isinstance(item, ast.keyword | ast.comprehension):
            found.extend(part for part in ast.iter_child_nodes(item) if isinstance(part, ast.expr))
    return found

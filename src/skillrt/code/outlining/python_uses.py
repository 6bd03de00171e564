"""How a value of a program is used: followed from where it stands through calls, variables and parameters."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from skillrt.code.outlining.python_effects import called, mode_of
from skillrt.code.outlining.python_known import dotted, imported_names, meanings

Function = ast.FunctionDef | ast.AsyncFunctionDef
PathUse = str
"""`input-file`, `output-file` or `folder` (one that is read)."""
_READS = frozenset(("read_text", "read_bytes"))
_WRITES = frozenset(("write_text", "write_bytes", "mkdir", "touch", "unlink"))
_LISTS = frozenset(("glob", "rglob", "iterdir", "walk"))
_ASKS = frozenset(("exists", "is_file", "is_dir", "isfile", "isdir", "access"))
_ENDS = (ast.Raise, ast.Return, ast.Continue)
_PASS_ON = frozenset((
    "str", "join", "abspath", "expanduser", "resolve", "absolute", "Path", "fspath", "realpath", "basename", "sorted",
    "enumerate", "list", "tuple", "set", "tqdm", "zip", "normpath", "PurePath", "len",
))  # fmt: skip
_MAX_STEPS = 60


@dataclass(slots=True)
class Uses:
    """A program's statements with what is needed to follow values in them."""

    statements: Sequence[ast.stmt]
    imports: dict[str, str] = field(default_factory=dict[str, str])
    parents: dict[int, ast.AST] = field(default_factory=dict[int, ast.AST])
    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    loads: dict[str, list[ast.Name]] = field(default_factory=dict[str, list[ast.Name]])
    stores: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self.imports = imported_names(self.statements)
        for statement in self.statements:
            for node in ast.walk(statement):
                self.parents.update({id(child): node for child in ast.iter_child_nodes(node)})
                self._note(node)
        for found in self.loads.values():
            found.sort(key=lambda node: (node.lineno, node.col_offset))

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, Function):
            self.functions[node.name] = node
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self.loads.setdefault(node.id, []).append(node)
        elif isinstance(node, ast.Name):
            self.stores[node.id] = self.stores.get(node.id, 0) + 1
        elif isinstance(node, ast.Global | ast.Nonlocal):
            self.stores.update({name: self.stores.get(name, 0) + 2 for name in node.names})

    def name(self, node: ast.expr) -> str:
        """The whole name of what is called."""
        return dotted(node, self.imports)

    def above(self, node: ast.AST) -> list[ast.AST]:
        """The nodes around `node`, nearest first."""
        found: list[ast.AST] = []
        parent = self.parents.get(id(node))
        while parent is not None:
            found.append(parent)
            parent = self.parents.get(id(parent))
        return found

    def path_use(self, start: ast.AST, *, sure: bool = False) -> PathUse | None:
        """What a path is for; the first use that tells counts. With `sure` only what is known, no verbs of names."""
        for node, parent, part in self._reached(start):
            use = self._use(node, parent, sure=sure)
            if sure and isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.BinOp) and not _is_join(parent):
                return None  # it is only a part of a name
            if use is not None:
                return "folder" if part and use == "input-file" else use
        return None

    def is_asked_for(self, start: ast.AST) -> bool:
        """Whether the code asks if there is something at a path and goes on where there is nothing."""
        for node, parent, part in self._reached(start):
            call = self.parents.get(id(parent)) if isinstance(parent, ast.Attribute) else parent
            if part or not isinstance(call, ast.Call) or called(call) not in _ASKS or node is call.func:
                continue
            above = self.above(call)
            test = next((item for item in above if isinstance(item, ast.If | ast.IfExp | ast.While)), None)
            if not isinstance(test, ast.If) or not isinstance(test.body[-1], _ENDS):
                return True
        return False

    def _reached(self, start: ast.AST) -> Iterator[tuple[ast.AST, ast.AST, bool]]:
        """Where a value gets to, with what is around it there, and whether only a part of the path comes from it."""
        todo: list[tuple[ast.AST, bool]] = [(start, False)]
        seen: set[int] = set()
        steps = 0
        while todo and steps < _MAX_STEPS:
            steps += 1
            node, part = todo.pop(0)
            if id(node) in seen:
                continue
            seen.add(id(node))
            parent = self.parents.get(id(node))
            if parent is None:
                continue
            yield node, parent, part
            joined = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and parent.left is node
            todo[:0] = [(item, part or joined) for item in self._onward(node, parent)]

    def _use(self, node: ast.AST, parent: ast.AST, *, sure: bool) -> PathUse | None:
        if isinstance(parent, ast.Attribute):
            return _use_of_attribute(parent, self.parents.get(id(parent)))
        if isinstance(parent, ast.keyword):
            call = self.parents.get(id(parent))
            return self._argument(call, parent.arg or "", sure=sure) if isinstance(call, ast.Call) else None
        if isinstance(parent, ast.Call) and node in parent.args:
            return self._argument(parent, str(parent.args.index(node)), sure=sure)  # type: ignore[arg-type]
        return None

    def _argument(self, call: ast.Call, where: str, *, sure: bool) -> PathUse | None:
        name = self.name(call.func)
        for item in meanings(name):
            if item.where != where:
                continue
            if item.kind == "mode":
                return "output-file" if set("wax+") & set(mode_of(call)) else "input-file"
            if item.kind in ("input-file", "output-file", "folder"):
                return "output-file" if item.role.startswith("output") else item.kind
        if not sure and not meanings(name) and name.rpartition(".")[2] not in self.functions:
            if any(item.arg == "mode" for item in call.keywords) and mode_of(call)[:1] in ("w", "a", "x"):
                return "output-file"
            return _use_by_verb(name.rpartition(".")[2])
        return None

    def _onward(self, node: ast.AST, parent: ast.AST) -> list[ast.AST]:
        """Where the value goes from here."""
        if isinstance(parent, ast.Call | ast.keyword):
            call = parent if isinstance(parent, ast.Call) else self.parents.get(id(parent))
            if not isinstance(call, ast.Call):
                return []
            inner = self._parameter(call, node if isinstance(parent, ast.Call) else parent)
            if inner:
                return list(self.loads_in(*inner))
            return [call] if called(call) in _PASS_ON else []
        if isinstance(parent, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            return [use for item in targets if isinstance(item, ast.Name) for use in self.loads.get(item.id, [])]
        if isinstance(parent, ast.For | ast.comprehension) and parent.iter is node:
            names = [item.id for item in ast.walk(parent.target) if isinstance(item, ast.Name)]
            return [use for name in names for use in self.loads.get(name, [])]
        passes = (ast.List, ast.Tuple, ast.Set, ast.BinOp, ast.FormattedValue, ast.JoinedStr, ast.IfExp, ast.Starred)
        return [parent] if isinstance(parent, (*passes, ast.BoolOp, ast.Await)) else []

    def _parameter(self, call: ast.Call, given: ast.AST) -> tuple[Function, str] | None:
        """The parameter of a function of the program that an argument goes to."""
        function = self.functions.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if function is None:
            return None
        if isinstance(given, ast.keyword):
            return (function, given.arg) if given.arg else None
        names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
        index = next((nth for nth, item in enumerate(call.args) if item is given), len(names))
        return (function, names[index]) if index < len(names) else None

    def parameter_name(self, call: ast.Call, given: ast.AST) -> str | None:
        """The name of that parameter."""
        found = self._parameter(call, given)
        return found[1] if found else None

    def loads_in(self, function: Function, name: str) -> Iterable[ast.Name]:
        """Where a function reads a name."""
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                yield node


def _is_join(node: ast.AST) -> bool:
    """Whether it is `folder / "name"`."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _use_by_verb(name: str) -> PathUse | None:
    """What a call that is not known does with its path, by the verb that its name begins with."""
    if re.match(r"(?i)(?:save|write|export|dump|to_|create|render|output|store|download|fetch)", name):
        return "output-file"
    return (
        "input-file"
        if re.match(
            r"(?i)(?:read|load|open|parse|import|from_|upload|send|attach)",
            name,
        )
        else None
    )


def _use_of_attribute(parent: ast.Attribute, above: ast.AST | None) -> PathUse | None:
    name = parent.attr
    if name in _READS:
        return "input-file"
    if name in _WRITES:
        return "output-file"
    if name in _LISTS:
        return "folder"
    if name == "open" and isinstance(above, ast.Call):
        mode = above.args[0] if above.args else None
        text = mode.value if isinstance(mode, ast.Constant) and isinstance(mode.value, str) else mode_of(above)
        return "output-file" if set("wax+") & set(text) else "input-file"
    return None

"""What statements do that a user would notice: print, write, send; and what they leave for showing."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skillrt.code.outlining.python_block import Statement
from skillrt.code.outlining.python_known import known
from skillrt.code.outlining.python_names import Names

Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_WRITE_MODES = frozenset("wax+")
_LOGS = frozenset(("logger", "logging", "log"))
_SAYS = frozenset(("debug", "info", "warning", "warn", "error", "critical", "exception", "log"))
# calls that only set up how later code works
_SETS_UP = frozenset((
    "basicConfig", "getLogger", "filterwarnings", "simplefilter", "set_option", "disable_warnings",
    "set_printoptions", "load_dotenv", "set_theme", "set_style", "captureWarnings", "setLevel",
))  # fmt: skip
_DRAWS = frozenset(("plt", "sns", "ax", "axes", "fig", "pyplot"))
_FINISHES = frozenset((
    "savefig", "show", "close", "tight_layout", "title", "suptitle", "xlabel", "ylabel", "legend", "grid", "xlim",
    "ylim", "use", "xticks", "yticks", "clf", "cla", "rcParams",
))  # fmt: skip
_NETWORK = frozenset(("requests", "httpx", "session", "client", "aiohttp", "urllib3"))


@dataclass(frozen=True, slots=True)
class Effects:
    """What running statements does; `calls` says that something is called at all."""

    prints: bool = False
    writes: bool = False
    sends: bool = False
    shows_figure: bool = False
    calls: bool = False

    @property
    def visible(self) -> bool:
        """Whether a user would notice that it ran."""
        return self.prints or self.writes or self.sends


def effects_of(statements: Iterable[ast.stmt]) -> Effects:
    """The effects of statements that run, with those of the functions among them that they call."""
    nodes = list(statements)
    functions = {node.name: node for node in nodes if isinstance(node, Function | ast.ClassDef)}
    prints = writes = away = shows = calls = False
    todo: list[ast.AST] = [node for node in nodes if not isinstance(node, _DEFINES)]
    entered: set[str] = set()
    while todo:
        for call in _calls(todo.pop()):
            calls = True
            name = called(call)
            prints = prints or name in ("print", "pprint") or (_root(call) in _LOGS and name in _SAYS)
            writes = writes or _writes(call, name)
            away = away or sends(call)
            shows = shows or name in ("show", "imshow", "plot") or _root(call) in _DRAWS
            inner = functions.get(name)
            if inner is not None and name not in entered:
                entered.add(name)
                todo.extend(inner.body)
    return Effects(prints, writes, away, shows, calls)


def called(call: ast.Call) -> str:
    """The last part of a called name."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def mode_of(call: ast.Call) -> str:
    """The mode that a file is opened with; `r` where none is given, empty where it is not plain."""
    second = call.args[1] if len(call.args) > 1 else None
    given = next((item.value for item in call.keywords if item.arg == "mode"), second)
    if given is None:
        return "r"
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


def _calls(root: ast.AST) -> Iterator[ast.Call]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Function | ast.Lambda):
            continue
        if isinstance(node, ast.Call):
            yield node
        stack.extend(ast.iter_child_nodes(node))


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _writes(call: ast.Call, name: str) -> bool:
    if name in ("open", "ZipFile"):
        return bool(_WRITE_MODES & set(mode_of(call)))
    return name in known().effects["writes"]


def sends(call: ast.Call) -> bool:
    """Whether a call changes something outside this machine, or deletes."""
    name = called(call)
    if name not in known().effects["sends"]:
        return False
    if name not in ("remove", "drop", "pop", "send", "submit", "cancel", "push"):
        return True
    # list.remove, DataFrame.drop and the like have the same names
    function = call.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("os", *_NETWORK)


def only_defines(statement: Statement) -> bool:
    """Whether a statement makes functions, classes, imports or plain constants and does nothing else."""
    node = statement.node
    if isinstance(node, (*_DEFINES, ast.Pass)):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) or _sets_up(node.value)
    if isinstance(node, ast.If | ast.Try):
        return all(isinstance(item, (*_DEFINES, ast.Pass)) for item in node.body)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if value is not None and _sets_up(value):
        return True
    return value is not None and not any(isinstance(item, ast.Call | ast.Await) for item in ast.walk(value))


def _sets_up(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called(node) in _SETS_UP


def is_showing(node: ast.expr, *, last: bool) -> bool:
    """Whether an expression that stands alone was written for its value to be seen."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        name = called(node)
        words = known().effects
        if name in words["shows"]:
            return True
        quiet = (
            name[:1].isupper()
            or _root(node) in _DRAWS
            or name in words["writes"]
            or name in words["sends"]
            or name in words["changes"]
        )
        return last and not quiet and not name.startswith(("set_", "add_", "print", "assert", "plot", "log"))
    if isinstance(node, ast.Yield | ast.YieldFrom | ast.NamedExpr):
        return False
    # What names and calls nothing is an example of data.
    return any(isinstance(item, ast.Name | ast.Call) for item in ast.walk(node))


def unused_results(statements: list[Statement]) -> list[str]:
    """The variables that the last statement computes and nothing uses: what a notebook's reader would look at."""
    if not statements:
        return []
    last = statements[-1]
    node = last.node
    if isinstance(node, ast.For | ast.While | ast.With):
        return [name for name in _grown(node) if name not in _used_outside(node, name)]
    if not isinstance(node, ast.Assign | ast.AugAssign) or only_defines(last):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [item.id for item in targets if isinstance(item, ast.Name) and not item.id.startswith("_")]


def _grown(root: ast.For | ast.While | ast.With) -> list[str]:
    """The names that a loop adds to: `text += ...`, `rows.append(...)`, or that a `with` computes last."""
    found: dict[str, None] = {}
    for node in ast.walk(root):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = None
        elif isinstance(node, ast.Call) and called(node) in ("append", "extend", "add"):
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            if isinstance(owner, ast.Name):
                found[owner.id] = None
    tail = root.body[-1]
    if isinstance(root, ast.With) and isinstance(tail, ast.Assign) and isinstance(tail.targets[0], ast.Name):
        found[tail.targets[0].id] = None
    return list(found)


def _used_outside(root: ast.AST, name: str) -> tuple[str, ...]:
    """The name again if it is read in `root` for anything but growing."""
    reads = sum(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in ast.walk(root)
    )
    grows = sum(
        isinstance(node, ast.Call)
        and called(node) in ("append", "extend", "add")
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
        for node in ast.walk(root)
    )
    return (name,) if reads > grows else ()


def dead_stores(statements: Iterable[Statement]) -> list[str]:
    """Variables that are computed twice without a use between: alternatives under one another."""
    waiting: dict[str, None] = {}
    found: dict[str, None] = {}
    for statement in statements:
        names: Names = statement.names
        for name in (*names.needs, *names.later):
            waiting.pop(name, None)
        node = statement.node
        if isinstance(node, ast.Assign) and any(isinstance(item, ast.Call) for item in ast.walk(node.value)):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.update({target.id: None} if target.id in waiting else {})
                    waiting[target.id] = None
    return list(found)


def only_saves_figure(statements: Iterable[ast.stmt]) -> bool:
    """Whether code saves the current figure of pyplot though nothing in it draws one."""
    names: list[str] = []
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                drawn = _root(node) in _DRAWS and called(node) not in _FINISHES
                if drawn or called(node) in ("plot", "hist", "boxplot", "imshow"):
                    return False
                names.append(called(node) if _root(node) in ("plt", "pyplot") else "")
                if not isinstance(node.func, ast.Attribute) and called(node) not in ("print", "range", "len"):
                    return False
    return "savefig" in names

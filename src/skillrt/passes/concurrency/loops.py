"""Loops in Python whose rounds use nothing of each other: one operation over many items."""

import ast
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.code.syntax import parse_python
from skillrt.passes.concurrency.names import base_name
from skillrt.passes.concurrency.words import words

_KEYS: Final = frozenset({"key_added", "out", "output", "dest", "suffix", "prefix", "outfile", "outdir"})
_STORES: Final = ("write", "save", "to_", "dump", "export", "upload", "append", "post", "send", "create", "delete")
_CHANGES: Final = ("add", "set", "append", "update", "remove", "insert", "delete", "clear", "pop", "extend")
_BEST: Final = ("best", "min", "max", "lowest", "highest", "top")
_LINES: Final = 60
_DRAWS: Final = ("rand", "random", "next", "step", "advance", "chat", "ask", "reply", "respond")
_ENDS: Final = (
    ast.Break,
    ast.Return,
    ast.Yield,
    ast.YieldFrom,
    ast.Await,
    ast.Global,
    ast.Nonlocal,
    ast.Delete,
    ast.Raise,
)


class Loop(msgspec.Struct, frozen=True):
    """A loop: what it goes over with, its first and last line in the text (from 1), how many rounds (0: not known),
    and what they add to."""

    head: str
    line: int
    end_line: int
    width: int
    merge: tuple[str, ...]


def free_loops(text: str) -> Iterator[Loop]:
    """The outermost loops of a text whose rounds could change places without changing what they give."""
    tree = parse_python(text) if "for " in text else None
    if tree is None:
        return
    modules = _modules(tree)
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.For):
            merged = _Rounds(node, modules).merged()
            if merged is not None:
                yield Loop(
                    ast.unparse(node.target),
                    node.lineno,
                    node.end_lineno or node.lineno,
                    _width(node.iter, tree),
                    merged,
                )
                continue
        waiting.extend(reversed([child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]))


def _modules(tree: ast.Module) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update((item.asname or item.name).partition(".")[0] for item in node.names)
    return frozenset(found)


def _width(items: ast.expr, tree: ast.Module) -> int:
    """How many items: those of a list that stands there, or that a name was given in the text."""
    if isinstance(items, ast.Name):
        given = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and any(isinstance(at, ast.Name) and at.id == items.id for at in node.targets)
        ]
        items = given[-1] if given else items
    if isinstance(items, ast.List | ast.Tuple | ast.Set):
        return len(items.elts)
    if isinstance(items, ast.Dict):
        return len(items.keys)
    return 0


class _Rounds:
    """What one round of a loop sets, uses and hands to others."""

    def __init__(self, node: ast.For, modules: frozenset[str]) -> None:
        self.node, self.modules = node, modules
        self.own = {item.id for item in ast.walk(node.target) if isinstance(item, ast.Name)}
        self.items = frozenset(self.own)
        self.added: list[str] = []
        self.works = False

    def merged(self) -> tuple[str, ...] | None:
        """The containers that the rounds add to; None where they may depend on each other or do nothing much."""
        if (self.node.end_lineno or 0) - self.node.lineno > _LINES or self.node.orelse:
            return None
        if any(isinstance(item, _ENDS) for statement in self.node.body for item in ast.walk(statement)):
            return None
        if not words("loop", "ordered").isdisjoint(self.items):
            return None
        if (
            _is_count(self.node)
            or _is_within(self.node.iter)
            or _teaches(self.node.iter)
            or not all(self._is_free(statement) for statement in self.node.body)
        ):
            return None
        return tuple(dict.fromkeys(self.added)) if self.works else None

    def _is_free(self, statement: ast.stmt) -> bool:
        """Whether a statement uses and changes only what belongs to the round, or adds to what is merged later."""
        loads, stores = _names(statement)
        if not isinstance(statement, ast.If | ast.With | ast.Try | ast.For) and self._is_carried(loads, statement):
            return False
        if self._orders_shared(statement) or (isinstance(statement, ast.AugAssign) and not self._adds(statement)):
            return False
        if isinstance(statement, ast.If | ast.With | ast.Try | ast.For):
            return self._compound(statement)
        if isinstance(statement, ast.While | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
        made = _value_of(statement)
        calls = [call for call in ast.walk(statement) if isinstance(call, ast.Call)]
        if not all(self._gives(call) if call is made else self._may_call(call) for call in calls):
            return False
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Subscript | ast.Attribute) and base_name(target) in self.items:
                return False  # what the items belong to is changed, and all rounds share that
            if isinstance(target, ast.Subscript | ast.Attribute) and base_name(target) not in self.own:
                if not isinstance(target, ast.Subscript) or not self._is_own(target.slice):
                    return False
                self.added.append(base_name(target))
        self.own |= stores
        return True

    def _orders_shared(self, statement: ast.stmt) -> bool:
        """`model.part(x).switch_off()`: called for what it does to a part of something that all rounds share."""
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or base_name(call.func):
            return False
        root = _root(call)
        if not root or root in self.own or root in self.modules or root[:1].isupper():
            return False
        return call.func.attr.partition("_")[0] not in words("loop", "reads")

    def _is_carried(self, loads: set[str], node: ast.AST) -> bool:
        """Whether something is used that the round before may have left."""
        bound = {
            name.id
            for item in ast.walk(node)
            if isinstance(item, ast.comprehension)
            for name in ast.walk(item.target)
            if isinstance(name, ast.Name)
        }
        return bool((loads & _stored_in(self.node)) - self.own - bound)

    def _compound(self, statement: ast.If | ast.With | ast.Try | ast.For) -> bool:
        if isinstance(statement, ast.With):
            opened = [item.optional_vars.id for item in statement.items if isinstance(item.optional_vars, ast.Name)]
            calls = [item.context_expr for item in statement.items if isinstance(item.context_expr, ast.Call)]
            if not all(self._may_call(call) for call in calls):
                return False
            self.own |= set(opened)
        if isinstance(statement, ast.For):
            self.own |= {item.id for item in ast.walk(statement.target) if isinstance(item, ast.Name)}
        if isinstance(statement, ast.If) and self._keeps_best(statement):
            return True
        head = (
            statement.test
            if isinstance(statement, ast.If)
            else statement.iter
            if isinstance(statement, ast.For)
            else None
        )
        if head is not None and self._is_carried(_names(head)[0], head):
            return False
        if head is not None and not all(
            self._may_call(call) for call in ast.walk(head) if isinstance(call, ast.Call)
        ):
            return False
        inner = [*statement.body, *getattr(statement, "orelse", []), *getattr(statement, "finalbody", [])]
        for handler in getattr(statement, "handlers", []):
            self.own |= {handler.name} - {None}
            inner += handler.body
        return all(self._is_free(item) for item in inner)

    def _keeps_best(self, statement: ast.If) -> bool:
        """`if score > best: best, kept = score, model`: the best of all rounds, whatever their order but for ties."""
        test = statement.test
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or statement.orelse:
            return False
        if not isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            return False
        sides = [item.id for item in (test.left, test.comparators[0]) if isinstance(item, ast.Name)]
        best = [name for name in sides if name not in self.own and name.lower().startswith(_BEST)]
        if len(sides) != 2 or len(best) != 1:
            return False
        for item in statement.body:
            targets = item.targets if isinstance(item, ast.Assign) else []
            targets = [part for one in targets for part in (one.elts if isinstance(one, ast.Tuple) else [one])]
            names = [target.id for target in targets if isinstance(target, ast.Name) and target.id not in self.own]
            if not names or len(names) != len(targets) or any(isinstance(part, ast.Call) for part in ast.walk(item)):
                return False
            if (_names(item)[0] & _stored_in(self.node)) - self.own:
                return False
            self.added += names
        return True

    def _adds(self, statement: ast.AugAssign) -> bool:
        """`total += 1` is a sum, whatever the order, where it is a number that is added."""
        if (
            isinstance(statement.op, ast.Add)
            and isinstance(statement.target, ast.Name)
            and isinstance(statement.value, ast.Constant)
        ):
            self.added.append(statement.target.id)
            return isinstance(statement.value.value, int)
        return base_name(statement.target) in self.own

    def _keeps_apart(self, call: ast.Call, name: str) -> bool:
        """Whether an object of the round, if it is written, is written to a place that bears the item's name."""
        base = base_name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if base in self.items and name.startswith(_CHANGES):
            return False
        given = [*call.args, *(word.value for word in call.keywords)]
        if not name.startswith(_STORES) or not given:
            return True
        # a writer that all rounds are handed is a place that they share
        shared = any(isinstance(item, ast.Name) and item.id not in self.own for item in given)
        return not shared and any(self._is_own(item) for item in given)

    def _is_keyed(self, call: ast.Call) -> bool:
        """Whether what the call makes bears the item's name: `key_added=f"leiden_{resolution}"`."""
        return any(
            word.arg is not None
            and not {word.arg, *word.arg.split("_")}.isdisjoint(_KEYS)
            and self._is_own(word.value)
            for word in call.keywords
        )

    def _is_own(self, key: ast.expr) -> bool:
        return any(isinstance(item, ast.Name) and item.id in self.own for item in ast.walk(key))

    def _gives(self, call: ast.Call) -> bool:
        """Whether a call whose value is kept makes it of what belongs to the round, as a function does; one that
        changes what it is given has, by custom, no value."""
        name, base = _called(call)
        given = [*call.args, *(word.value for word in call.keywords)]
        verb = name.partition("_")[0]
        barred = bool({name, verb} & words("loop", "bars")) or base in words("loop", "bars_on") or verb in _DRAWS
        if barred or (isinstance(call.func, ast.Attribute) and not base) or not any(map(self._is_own, given)):
            return self._may_call(call)
        self.works = self.works or name not in words("loop", "idle")
        return base not in self.items or not name.startswith(_CHANGES)

    def _may_call(self, call: ast.Call) -> bool:
        """Whether a call changes nothing that rounds share, as far as its name and arguments tell."""
        name, base = _called(call)
        if _is_plain_numpy(call):
            return True
        if isinstance(call.func, ast.Attribute) and not base:
            return name not in words("loop", "bars")  # a call on what another call gave
        if base in self.own or base[:1].isupper():
            self.works = self.works or name not in words("loop", "idle")  # an object of this round, or a class
            return self._keeps_apart(call, name)
        if name in words("loop", "bars") or base in words("loop", "bars_on"):
            return False
        if name in words("loop", "adds") and base and base not in self.own:
            self.added.append(base)
            return name in ("append", "extend")
        if name in words("loop", "idle"):
            return True
        self.works = True
        if self._is_keyed(call):
            return True
        if base and base not in self.own and base not in self.modules:
            return name.partition("_")[0] in words("loop", "reads")
        shared = {base_name(item) for item in (*call.args, *(word.value for word in call.keywords))} - {""}
        if not base and name and not name[:1].isupper() and name not in self.modules and not _is_reader(name):
            return False  # a function of which nothing is known
        # a constructor or a plain reader may be handed what all rounds share; another function might change it
        return name[:1].isupper() or _is_reader(name) or not (shared - self.own)


def _called(call: ast.Call) -> tuple[str, str]:
    """The name of what is called, and of what it hangs on."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr, base_name(call.func.value)
    return (call.func.id if isinstance(call.func, ast.Name) else ""), ""


def _root(call: ast.Call) -> str:
    """The name that a chain of calls begins with; empty where there is none."""
    node: ast.expr = call
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _value_of(statement: ast.stmt) -> ast.expr | None:
    """The call whose value a statement keeps: `x = f(item)`, `rows.append(f(item))`."""
    if isinstance(statement, ast.Assign):
        named = all(isinstance(item, ast.Name | ast.Tuple) for item in statement.targets)
        return statement.value if named and isinstance(statement.value, ast.Call) else None
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or _called(call)[0] not in words("loop", "adds") or len(call.args) != 1:
        return None
    return call.args[0]


def _is_plain_numpy(call: ast.Call) -> bool:
    """`np.zeros(6)`: made new each time; what `np.random` gives depends on how often it was asked."""
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "np"
    )


def _teaches(items: ast.expr) -> bool:
    """Whether the items come from what feeds a training: each round begins with what the one before it learnt."""
    said = {name.id.rpartition("_")[2].lower() for name in ast.walk(items) if isinstance(name, ast.Name)}
    return not said.isdisjoint(words("loop", "teaches"))


def _is_count(node: ast.For) -> bool:
    """Rounds that are steps of one computation: their number is all that is counted, or they try again."""
    if (
        not isinstance(node.iter, ast.Call)
        or not isinstance(node.iter.func, ast.Name)
        or node.iter.func.id != "range"
    ):
        return False
    name = node.target.id if isinstance(node.target, ast.Name) else "_"
    used = any(
        isinstance(item, ast.Name) and item.id == name for statement in node.body for item in ast.walk(statement)
    )
    return not used or any(
        word in name.lower()
        for word in ("epoch", "step", "iter", "attempt", "retr", "round", "turn", "page", "offset")
    )


def _is_within(items: ast.expr) -> bool:
    """Items that one open object gives (`pdf.pages`) may share its state; listings of folders and tables do not."""
    while isinstance(items, ast.Call) and isinstance(items.func, ast.Name) and items.func.id in _WRAPS and items.args:
        items = items.args[0]
    if isinstance(items, ast.Call) and isinstance(items.func, ast.Attribute):
        return items.func.attr not in (
            "items",
            "values",
            "keys",
            "listdir",
            "glob",
            "rglob",
            "iterdir",
            "iglob",
            "product",
            "combinations",
            "unique",
            "groupby",
        )
    if isinstance(items, ast.Call) and isinstance(items.func, ast.Name) and items.func.id == "as_completed":
        return True
    return isinstance(items, ast.Attribute)


_WRAPS: Final = ("enumerate", "sorted", "list", "tqdm", "reversed", "set", "zip")


def _is_reader(name: str) -> bool:
    return not words("loop", "reads").isdisjoint(name.lower().split("_"))


def _names(statement: ast.AST) -> tuple[set[str], set[str]]:
    loads = {item.id for item in ast.walk(statement) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)}
    stores = {
        item.id for item in ast.walk(statement) if isinstance(item, ast.Name) and not isinstance(item.ctx, ast.Load)
    }
    return loads, stores


def _stored_in(node: ast.For) -> set[str]:
    return {
        item.id
        for statement in node.body
        for item in ast.walk(statement)
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
    }

"""The names of a program of Python with what each scope gives them: assignments, loops over lists, parameters."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from skillrt.passes.auditing.python_values import called

Function = ast.FunctionDef | ast.AsyncFunctionDef
_OWN: Final = ("self", "cls")
FEW: Final = 8
"""Values of one name that are followed."""
_GIVEN: Final = 40  # calls of one function


@dataclass(eq=False)
class Scope:
    """A module, a class or a function. `bound` has for each name what is assigned to it, in order, with the scope in
    which that counts; None for what is known at run time only. `parent` is where else a name is looked for, `owner`
    the class around a method."""

    parent: "Scope | None" = None
    owner: "Scope | None" = None
    function: Function | None = None
    bound: dict[str, list["Bound"]] = field(default_factory=lambda: defaultdict(list))
    given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many values a parameter has from calls."""

    def home_of(self, name: str) -> "Scope | None":
        """The scope that binds a name, from here."""
        scope: Scope | None = self
        while scope is not None and name not in scope.bound:
            scope = scope.parent
        return scope


Bound = tuple[ast.expr | None, Scope]


@dataclass(eq=False)
class Names:
    """All scopes of a program: every call and what is looked up (`x[y]`) with its scope, functions by name, the
    modules that it imports, names that it imports from modules, and the defaults of its options."""

    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list[tuple[ast.Call, Scope]])
    looked_up: list[tuple[ast.Subscript, Scope]] = field(default_factory=list[tuple[ast.Subscript, Scope]])
    functions: dict[str, Scope] = field(default_factory=dict[str, Scope])
    imported: set[str] = field(default_factory=set[str])
    taken: dict[str, str] = field(default_factory=dict[str, str])
    options: dict[str, Bound] = field(default_factory=dict[str, Bound])


def names_of(tree: ast.Module) -> Names:
    """Everything that is assigned and called, each in its scope."""
    names = Names()
    stack: list[tuple[ast.AST, Scope]] = [(tree, Scope())]
    while stack:
        node, scope = stack.pop()
        _note(node, scope, names)
        inner = scope
        if isinstance(node, Function):
            inner = _of_function(node, scope)
            names.functions[node.name] = inner
        elif isinstance(node, ast.ClassDef):
            inner = Scope(parent=scope)
        stack.extend((child, inner) for child in reversed(list(ast.iter_child_nodes(node))))
    for call, scope in names.calls:
        _give(call, scope, names)
    return names


def _of_function(node: Function, scope: Scope) -> Scope:
    """The scope of a function: a method does not see the names of its class."""
    is_method = scope.function is None and scope.parent is not None
    inner = Scope(parent=scope.parent if is_method else scope, owner=scope if is_method else scope.owner)
    inner.function = node
    listed = [*node.args.posonlyargs, *node.args.args]
    for item in (*listed, *node.args.kwonlyargs):
        inner.bound[item.arg] = []
    behind = node.args.defaults
    pairs = [*zip(listed[len(listed) - len(behind) :], behind, strict=True)]
    pairs += [(item, value) for item, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value]
    for item, value in pairs:
        inner.bound[item.arg].append((value, scope))
    return inner


def _note(node: ast.AST, scope: Scope, names: Names) -> None:
    if isinstance(node, ast.Call):
        names.calls.append((node, scope))
        if called(node).rpartition(".")[2] == "add_argument":
            _note_option(node, scope, names)
    elif isinstance(node, ast.Subscript):
        if isinstance(node.ctx, ast.Load):
            names.looked_up.append((node, scope))
    elif isinstance(node, ast.Import):
        names.imported.update(item.name.partition(".")[0] for item in node.names)
    elif isinstance(node, ast.ImportFrom):
        names.imported.add((node.module or "").partition(".")[0])
        names.taken.update((item.asname or item.name, f"{node.module}.{item.name}") for item in node.names)
    else:
        for target, value in _assigned(node):
            _bind(target, value, scope)


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Targets with their values; what a loop runs over comes as `*x`."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        yield node.target, ast.Starred(value=node.iter)
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield node.optional_vars, None


def _bind(target: ast.expr, value: ast.expr | None, scope: Scope) -> None:
    if isinstance(target, ast.Name):
        scope.bound[target.id].append((value, scope))
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in _OWN:
        if scope.owner is not None:
            scope.owner.bound[target.attr].append((value, scope))
    elif isinstance(target, ast.Tuple | ast.List):
        given = (
            value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts) else None
        )
        for number, item in enumerate(target.elts):
            if isinstance(item, ast.Name):
                scope.bound[item.id].append((given[number] if given else None, scope))


def _note_option(node: ast.Call, scope: Scope, names: Names) -> None:
    """The default of an option, by the attribute that holds it."""
    words = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    given = {item.arg: item.value for item in node.keywords}
    word = next((word for word in words if word.startswith("--")), words[0] if words else "")
    held = given.get("dest")
    if isinstance(held, ast.Constant) and isinstance(held.value, str):
        word = held.value
    if word and "default" in given:
        names.options.setdefault(word.lstrip("-").replace("-", "_"), (given["default"], scope))


def _give(call: ast.Call, scope: Scope, names: Names) -> None:
    """What a function of the program is called with goes to its parameters."""
    inner = names.functions.get(called(call).rpartition(".")[2])
    if inner is None or inner.function is None:
        return
    listed = [item.arg for item in (*inner.function.args.posonlyargs, *inner.function.args.args)]
    listed = listed[1:] if listed[:1] in (["self"], ["cls"]) else listed
    pairs: list[tuple[str | None, ast.expr]] = [*zip(listed, call.args, strict=False)]
    for name, value in (*pairs, *((item.arg, item.value) for item in call.keywords)):
        # before what the function itself makes of it
        if name in inner.bound and inner.given[name] < _GIVEN:
            inner.given[name] += 1
            inner.bound[name].insert(0, (value, scope))

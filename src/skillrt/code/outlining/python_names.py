"""Which names a Python statement needs from before it, and which it leaves behind.

Only names of the module count. What stands in a function body is needed *later*: when the function is called.
"""

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__doc__", "__file__", "__builtins__"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


@dataclass(slots=True)
class Names:
    """What statements bind and need, each in the order of the text; builtins are not listed as needed.

    `later` are names that only functions need. `star` says that there is a star import, which may bind anything.
    """

    binds: dict[str, None] = field(default_factory=dict[str, None])
    needs: dict[str, None] = field(default_factory=dict[str, None])
    later: dict[str, None] = field(default_factory=dict[str, None])
    star: bool = False

    def missing(self) -> list[str]:
        """The names that must come from somewhere else."""
        found = dict(self.needs)
        found.update({name: None for name in self.later if name not in self.binds})
        return list(found)


def names_of(statements: Iterable[ast.AST]) -> Names:
    """The names of statements that run one after the other. May raise RecursionError on absurd nesting."""
    walk = _Walk()
    for node in statements:
        walk.visit(node)
    return walk.names


def identifiers(tree: ast.AST) -> frozenset[str]:
    """Every identifier in the tree that a new name could get in the way of."""
    found: set[str] = set()
    for node in ast.walk(tree):
        for name in ("id", "arg", "name", "asname", "rest"):
            value = getattr(node, name, None)
            if isinstance(value, str):
                found.add(value.split(".")[0])
        found.update(cast("list[str]", getattr(node, "names", [])) if isinstance(node, ast.Global) else ())
    return frozenset(found)


class _Walk(ast.NodeVisitor):
    """The module's scope, in order of evaluation; inner scopes are summed up by `_inner`."""

    def __init__(self) -> None:
        self.names = Names()

    def _need(self, name: str) -> None:
        if name not in self.names.binds and name not in BUILTINS:
            self.names.needs[name] = None

    def _bind(self, name: str | None) -> None:
        if name:
            self.names.binds[name] = None

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self._bind(node.id)
        else:
            self._need(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._all([node.annotation, node.value, node.target if node.value or _is_deep(node.target) else None])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._need(node.target.id)
        self._all([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._all([node.value, node.target])

    def visit_For(self, node: ast.For) -> None:
        self._all([node.iter, node.target, *node.body, *node.orelse])

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self._all([node.iter, node.target, *node.body, *node.orelse])

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._bind(alias.asname or alias.name.split(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.names.star = True
            else:
                self._bind(alias.asname or alias.name)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._all([node.type])
        self._bind(node.name)
        self._all(node.body)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._all([node.pattern])
        self._bind(node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._bind(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        self._bind(node.rest)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def _function(self, node: _Function) -> None:
        self._all([*node.decorator_list, *_defaults(node.args), *_annotations(node)])
        self._bind(node.name)
        inside = _body_names(node)
        self._later(inside)
        self.names.binds.update(inside.binds)  # what `global` made the module's

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._all(_defaults(node.args))
        self._later(_inner([node.body], _parameters(node.args)))

    def _later(self, inside: Names) -> None:
        self.names.later.update(inside.needs)
        self.names.later.update(inside.later)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._all([*node.decorator_list, *node.bases, *(item.value for item in node.keywords)])
        body = names_of(node.body)
        for name in body.needs:
            self._need(name)
        self.names.later.update(body.later)
        self._bind(node.name)

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, _COMPREHENSIONS):
            self._comprehension(node)
        else:
            super().generic_visit(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self._all([node.generators[0].iter])
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        parts: list[ast.AST] = []
        for index, item in enumerate(node.generators):
            parts += [item.iter] if index else []
            parts += [item.target, *item.ifs]
        inside = names_of([*parts, *results])
        for name in inside.needs:
            self._need(name)
        self._later(Names(later=inside.later))

    def _all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)


def _body_names(node: _Function) -> Names:
    return _inner(node.body, _parameters(node.args))


def _inner(body: Iterable[ast.AST], parameters: Iterable[str]) -> Names:
    """What a function body needs from outside it; `binds` holds what it makes global."""
    inside = names_of(body)
    made_global: set[str] = set()
    for node in _own_statements(body):
        if isinstance(node, ast.Global):
            made_global.update(node.names)
    local = (set(inside.binds) | set(parameters)) - made_global
    needs = {name: None for name in (*inside.needs, *inside.later) if name not in local}
    return Names({name: None for name in sorted(made_global)}, needs, {}, inside.star)


def _own_statements(body: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """The nodes of a body without those of functions and classes within."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _Function | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))


def _parameters(arguments: ast.arguments) -> list[str]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [item.arg for item in every if item is not None]


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [item for item in (*arguments.defaults, *arguments.kw_defaults) if item is not None]


def _annotations(node: _Function) -> list[ast.expr]:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    found = [item.annotation for item in every if item is not None and item.annotation is not None]
    return [*found, *([node.returns] if node.returns is not None else [])]


def _is_deep(target: ast.expr) -> bool:
    return not isinstance(target, ast.Name)

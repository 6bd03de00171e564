"""Which fragments no function can honestly be made of, and which of their literals become parameters.

A function stands in place of code that a reader would have adapted. Where it would freeze an example, throw a result
away or do one after another what was shown to choose from, the code has to stay.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.code.outlining import literal_names
from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_effects import called, effects_of, is_showing
from skillrt.code.outlining.python_literals import value_of
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_roles import is_placeholder

_CHANGES_TABLE: Final = re.compile(r"(?i)\s*(?:update|delete|merge|insert|drop|truncate|alter|replace)\s+\w")
_MODEL_PLACE: Final = re.compile(r"(?i)(?:model|repo|dataset|user|org|project)[-_/](?:id|name)\Z|<[^<>]{1,60}>")
_INNER: Final = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_QUIET: Final = frozenset(("fit", "train", "compile", "print", "pprint", "append", "extend"))
_SMALL_NUMBERS: Final = (-1, 0, 1, 2)
Named = tuple[ast.expr, str, str]
"""A literal, the parameter that it becomes, and its default as it was written."""


def holds_placeholder(tree: ast.AST) -> bool:
    """Whether a string only says what belongs there: code with it fails as it stands."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return any(
        len(text) < 300
        and (
            is_placeholder(text)
            or literal_names.is_placeholder(text)
            or literal_names.is_secret_value(text)
            or _MODEL_PLACE.search(text) is not None
        )
        for text in texts
    )


def is_no_function(block: Block) -> bool:
    """Whether the fragment shows alternatives, has a placeholder, changes fixed tables or loses what it computes."""
    nodes = [item.node for item in block.statements]
    if holds_placeholder(block.tree) or _changes_tables(block.tree) or are_alternatives(block):
        return True
    writing = [node for node in nodes if effects_of([node]).writes or effects_of([node]).sends]
    return len(writing) > 1 or any(_is_lost(node) for node in nodes)


def are_alternatives(block: Block) -> bool:
    """Whether the fragment is a row of commented parts of which none uses what one before it made."""
    groups = list(_groups(block))
    if len(groups) < 2:
        return False
    made: set[str] = set()
    for group in groups:
        if made & set(names_of(group).missing()):
            return False
        made.update(names_of([node for node in group if not isinstance(node, ast.Import | ast.ImportFrom)]).binds)
    return True


def named_literals(block: Block) -> tuple[Named, ...] | None:
    """The literals that become parameters; None where one stands in a place that gives it no name."""
    found: list[Named] = []
    stack: list[tuple[ast.AST, ast.AST]] = [(block.tree, node) for node in reversed(block.tree.body)]
    while stack:
        above, node = stack.pop()
        if isinstance(node, ast.expr) and value_of(node) is not None:
            name = _name_of(above, node)
            if name:
                found.append((node, name, ast.unparse(node)))
            elif name is None:
                return None
        elif not (_is_shown(node) or isinstance(node, ast.JoinedStr | _INNER)):
            stack.extend((node, part) for part in reversed(list(ast.iter_child_nodes(node))))
    defaults: dict[str, str] = {}
    if any(defaults.setdefault(name, written) != written for _, name, written in found):
        return None
    return tuple(found)


def results(block: Block) -> tuple[str, ...] | None:
    """Every name that the fragment surely makes, but imports; None where it may or may not make one."""
    found: dict[str, None] = {}
    unsure: dict[str, None] = {}
    stack: list[ast.stmt] = [item.node for item in reversed(block.statements)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.With):
            stack.extend(reversed(node.body))
        elif isinstance(node, ast.If | ast.Try | ast.While | ast.Match):
            unsure.update(names_of([node]).binds)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            found.update(names_of([node]).binds)
    if any(name not in found for name in unsure):
        return None
    return tuple(name for name in found if not name.startswith("_"))


def _groups(block: Block) -> Iterator[list[ast.stmt]]:
    """The statements under each comment of the fragment's own level."""
    lines = block.text.split("\n")
    group: list[ast.stmt] = []
    for item in block.statements:
        above = item.node.lineno - 2
        if above >= 0 and lines[above].lstrip().startswith("#"):
            if not all(isinstance(node, ast.Import | ast.ImportFrom) for node in group):
                yield group
            group = []
        group.append(item.node)
    if group and not all(isinstance(node, ast.Import | ast.ImportFrom) for node in group):
        yield group


def _changes_tables(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and _CHANGES_TABLE.match(node.value)
        for node in ast.walk(tree)
    )


def _is_lost(node: ast.stmt) -> bool:
    """Whether a statement computes something only to be looked at."""
    if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant):
        return False
    quiet = isinstance(node.value, ast.Call) and called(node.value) in _QUIET
    return not quiet and not effects_of([node]).visible and is_showing(node.value, last=True)


def _is_shown(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and called(node) in ("print", "pprint")


def _name_of(above: ast.AST, node: ast.expr) -> str | None:
    """The parameter for a literal; empty where it may stay as it is, None where it is an example without a name."""
    if isinstance(above, ast.keyword):
        return above.arg
    if isinstance(above, ast.Assign) and len(above.targets) == 1 and isinstance(above.targets[0], ast.Name):
        return above.targets[0].id
    if isinstance(above, ast.Expr):
        return ""
    plain = isinstance(above, ast.BinOp | ast.Compare | ast.Subscript | ast.Slice | ast.UnaryOp | ast.Tuple)
    return "" if plain and value_of(node) in _SMALL_NUMBERS else None


def taken_twice(literals: Sequence[Named], block: Block) -> bool:
    """Whether a parameter would get in the way of a name that the fragment uses for something else."""
    assigned = [target.id for target in _plain_targets(block)]
    used = {node.id for node in ast.walk(block.tree) if isinstance(node, ast.Name)}
    return any(name in used and name not in assigned for _, name, _ in literals) or any(
        assigned.count(name) > 1 for _, name, _ in literals
    )


def _plain_targets(block: Block) -> Iterator[ast.Name]:
    for item in block.statements:
        node = item.node
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            yield node.targets[0]

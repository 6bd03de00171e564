"""Which blocks are no program, whatever their names: stable rules, each with its reason in words."""

import ast
import re
from functools import lru_cache

from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_effects import called, dead_stores
from skillrt.code.outlining.python_known import known
from skillrt.code.outlining.skeletons import is_skeleton

_TODO = re.compile(
    r"#[ \t]*(?:your|add|insert|put|implement|replace with|rest of|more|other|etc|todo|\.\.\.|…|\[)"
    r"[^\n]{0,40}(?:code|here|logic|implementation|\.\.\.|…|existing|as before|operations|steps)"
    r"|#[ \t]*(?:\.\.\.|…)",
    re.IGNORECASE | re.MULTILINE,
)
_OR = re.compile(
    r"^[ \t]*#+[ \t]*(?:or\b[:,]?|alternativ\w+|(?:option|method|approach|variant)\s+[a-d1-9]\b"
    r"|(?:✅|❌|✓|✗|good|bad|wrong|right|correct|incorrect|before|after|do|don't|avoid|instead of)\b\s*[:—-])",
    re.IGNORECASE | re.MULTILINE,
)
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_HOLDS = ast.Try | ast.TryStar | ast.With | ast.AsyncWith | ast.For | ast.AsyncFor | ast.While
_MARKS = re.compile(r"[✅❌✗]")
_PLAIN_DECORATORS = frozenset((
    "dataclass", "dataclasses", "functools", "lru_cache", "cache", "wraps", "staticmethod", "classmethod", "property",
    "contextmanager", "contextlib", "total_ordering", "retry", "tenacity", "torch", "np", "njit", "jit", "numba",
    "backoff", "override", "asynccontextmanager", "abstractmethod", "unique", "partial",
))  # fmt: skip


def refuse(block: Block) -> tuple[str, str] | None:
    """The rule and the reason by which a block stays as it is, or None."""
    return _refusal(block.snippet)


@lru_cache(maxsize=1024)
def _refusal(snippet: Snippet) -> tuple[str, str] | None:
    block = read_block(0, snippet)
    if not isinstance(block, Block):
        return None
    return _placeholder(block) or _interactive(block) or _project(block) or _menu(block)


def _placeholder(block: Block) -> tuple[str, str] | None:
    kept = _ellipses_that_mean_something(block.tree)
    for node in ast.walk(block.tree):
        if isinstance(node, ast.Constant) and node.value is Ellipsis and id(node) not in kept:
            return "ellipsis-placeholder", "`...` stands for code that is left out"
    found = _TODO.search(block.text)
    if found:
        return "ellipsis-placeholder", f"a comment stands for code: {found[0].strip()[:60]}"
    filled = _filled_by_others(block.tree)
    for node in ast.walk(block.tree):
        if isinstance(node, _FUNCTION) and _is_empty(node, open_ended=id(node) in filled):
            return "ellipsis-placeholder", f"`{node.name}` has no body"
        if isinstance(node, _HOLDS) and all(isinstance(item, ast.Pass) for item in node.body):
            return "ellipsis-placeholder", "`pass` stands for code that is left out"
    if is_skeleton(block.snippet):
        return "ellipsis-placeholder", "the text around it calls it a form for code that is still to be written"
    return None


def _is_empty(node: ast.FunctionDef | ast.AsyncFunctionDef, *, open_ended: bool) -> bool:
    """Whether a body is left out; one that only raises NotImplementedError is none either, but where a class is
    `open_ended`: others give it a body."""
    body = [item for item in node.body if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))]
    return all(isinstance(item, ast.Pass) or (not open_ended and _is_unwritten(item)) for item in body)


def _is_unwritten(node: ast.stmt) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _filled_by_others(tree: ast.Module) -> set[int]:
    """The methods of classes that other classes of the block derive from."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {base.id for node in classes for base in node.bases if isinstance(base, ast.Name)}
    return {id(item) for node in classes if node.name in bases for item in node.body}


def _ellipses_that_mean_something(tree: ast.Module) -> set[int]:
    """`x[..., 0]` and `tuple[int, ...]`."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            found.update(id(item) for item in ast.walk(node.slice))
    return found


def _interactive(block: Block) -> tuple[str, str] | None:
    words = known().project["interactive"]
    for node in ast.walk(block.tree):
        if isinstance(node, ast.Call) and called(node) in words:
            return "interactive", f"`{called(node)}` waits for a person or serves for ever"
        forever = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        if forever and not any(isinstance(item, ast.Break | ast.Return | ast.Raise) for item in ast.walk(node)):
            return "interactive", "a loop never ends"
    return None


def _project(block: Block) -> tuple[str, str] | None:
    for node in ast.walk(block.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            reason = _foreign(node)
            if reason:
                return "project-code", reason
        if _is_module_path(node):
            return "project-code", "it imports modules from a folder that it names"
        if isinstance(node, ast.Name) and node.id == "__file__":
            return "project-code", "it depends on the folder that its file lies in"
    for node in block.tree.body:
        reason = _part_of_another(node)
        if reason:
            return "project-code", reason
    return None


def _is_module_path(node: ast.AST) -> bool:
    """`sys.path`, and calls that load a module from a file: a program elsewhere would not find them."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (node.value.id, node.attr) in (("sys", "path"), ("site", "addsitedir"))
    return isinstance(node, ast.Call) and called(node) == "spec_from_file_location"


def _foreign(node: ast.Import | ast.ImportFrom) -> str | None:
    if isinstance(node, ast.ImportFrom) and node.level:
        return "it imports from the package that it is part of"
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
    for name in names:
        root = name.split(".")[0]
        if root in known().project["modules"] or root.lower().startswith(("your_", "my_", "your")):
            return f"`{root}` is a module of the project that it belongs to"
        parts = name.split(".")
        if any(".".join(parts[: count + 1]) in known().project["frameworks"] for count in range(len(parts))):
            return f"code for `{root}` is part of something else"
    return None


def _part_of_another(node: ast.stmt) -> str | None:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return None
    if node.name.startswith(("test_", "Test")) and node.name != "test_connection":
        return f"`{node.name}` is a test"
    for decorator in node.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        while isinstance(target, ast.Attribute):
            target = target.value
        if isinstance(target, ast.Name) and target.id not in _PLAIN_DECORATORS:
            return f"`{node.name}` is made known to `{target.id}`"
    return None


def _menu(block: Block) -> tuple[str, str] | None:
    found = _OR.search(block.text) or _MARKS.search(block.text)
    if found:
        return "menu", f"it shows alternatives: {found[0].strip()[:60]}"
    twice = dead_stores(block.statements)
    if twice:
        return "menu", f"it shows alternatives: `{twice[0]}` is computed again before it is used"
    return None

"""Imports of Python texts, whole or not: what is imported, where, and whether the text can go on without it."""

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec

from skillrt.code.syntax import parse_python

Guard = Literal["", "caught", "fallback", "typing"]
"""`caught`: the text goes on where the module is missing; `fallback`: imported because another one is missing;
`typing`: for a type checker only. Where the error is caught only to say so and end, nothing is guarded."""

_LINE: Final = re.compile(r"[ \t]*(?:import[ \t]+[\w.]|from[ \t]+[\w.]+[ \t]+import\b)")
_WORTH: Final = re.compile(r"\bimport\b|import_module|__import__")
_PROMPT: Final = re.compile(r"^[ \t]*(?:>>>|In \[\d{1,4}\]:)[ ]?", re.M)
_SESSION_OUTPUT: Final = re.compile(r"^(?![ \t]*(?:>>>|\.\.\.|In \[\d)).*$", re.M)
_CONTINUED: Final = re.compile(r"^[ \t]*\.\.\.(?: |$)", re.M)
_MAGIC: Final = re.compile(r"^[ \t]*[%!?$].*$", re.M)
_ENDS: Final = frozenset(("exit", "_exit", "quit", "die", "fail", "abort", "error", "fatal", "bail"))
_CATCHES: Final = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))
_MAX_FRAGMENT: Final = 30  # lines of one import in parentheses


class PythonImport(msgspec.Struct, frozen=True, gc=False):
    """`import module` or `from module import names`, on lines `line` to `end_line` (1-based). Relative ones have the
    leading dots in `module`; `import_module("x")` counts with a literal."""

    module: str
    names: tuple[str, ...]
    line: int
    end_line: int
    guard: Guard = ""


def modules_at(paths: Iterable[str]) -> frozenset[str]:
    """What code can import from files at these paths: each by its own name and by those of its folders."""
    return frozenset(part for path in paths for part in path.rpartition(".")[0].split("/"))


@lru_cache(maxsize=256)
def python_imports(text: str) -> tuple[PythonImport, ...]:
    """Every import of a Python text in order. Never raises.

    Recorded sessions, shell lines of notebooks and indented fragments are read too; of a text that does not parse
    only the lines that are imports.
    """
    if not _WORTH.search(text):
        return ()
    tree = parse_python(text)
    if tree is None:
        text = _plain(text)
        tree = parse_python(text)
    found = _of_tree(tree, text) if tree is not None else _of_lines(text)
    return tuple(sorted(found, key=lambda item: (item.line, item.module)))


def _plain(text: str) -> str:
    """The text without prompts, outputs of a session, magic lines and common indentation; lines stay lines."""
    if ">>>" in text or "In [" in text:
        text = _CONTINUED.sub("", _PROMPT.sub("", _SESSION_OUTPUT.sub("", text)))
    if "%" in text or "!" in text or "$" in text or "?" in text:
        text = _MAGIC.sub("pass", text)
    return textwrap.dedent(text.replace("\u00a0", " "))


def _of_tree(tree: ast.Module, text: str) -> Iterator[PythonImport]:
    stack: list[tuple[ast.stmt, Guard]] = [(node, "") for node in tree.body]
    while stack:
        node, guard = stack.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(node, guard)
        else:
            stack.extend(_inner(node, guard))
    if "import_module" in text or "__import__" in text:
        yield from _dynamic(tree)


def _imports(node: ast.Import | ast.ImportFrom, guard: Guard) -> Iterator[PythonImport]:
    end = node.end_lineno or node.lineno
    if isinstance(node, ast.ImportFrom):
        names = tuple(item.name for item in node.names)
        yield PythonImport("." * node.level + (node.module or ""), names, node.lineno, end, guard)
        return
    for item in node.names:
        yield PythonImport(item.name, (), node.lineno, end, guard)


def _inner(node: ast.stmt, guard: Guard) -> Iterator[tuple[ast.stmt, Guard]]:
    """The statements inside a statement, each with its guard."""
    if isinstance(node, ast.Try | ast.TryStar):
        yield from _of_try(node, guard)
        return
    first: Guard = "typing" if isinstance(node, ast.If) and _name(node.test) == "TYPE_CHECKING" else guard
    for item in getattr(node, "body", ()):
        yield item, first
    for item in getattr(node, "orelse", ()):
        yield item, guard
    for case in getattr(node, "cases", ()):
        for item in case.body:
            yield item, guard


def _of_try(node: ast.Try | ast.TryStar, guard: Guard) -> Iterator[tuple[ast.stmt, Guard]]:
    catching = [handler for handler in node.handlers if _catches(handler)]
    goes_on = any(not _ends(handler.body) for handler in catching)
    inside: Guard = "caught" if goes_on and not guard else guard
    for item in (*node.body, *node.orelse):
        yield item, inside
    for handler in node.handlers:
        other: Guard = "fallback" if handler in catching and not guard else guard
        for item in handler.body:
            yield item, other
    for item in node.finalbody:
        yield item, guard


def _catches(handler: ast.ExceptHandler) -> bool:
    """Whether the handler catches a missing module."""
    kind = handler.type
    names = [_name(item) for item in kind.elts] if isinstance(kind, ast.Tuple) else [_name(kind)] if kind else [""]
    return kind is None or any(name in _CATCHES for name in names)


def _ends(body: list[ast.stmt]) -> bool:
    """Whether a handler ends the program, or tells the caller that it failed."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return True
    if isinstance(last, ast.Return):
        value = last.value
        return isinstance(value, ast.Constant) and type(value.value) is int and value.value != 0
    calls = [item.value for item in body if isinstance(item, ast.Expr) and isinstance(item.value, ast.Call)]
    return any(_name(call.func) in _ENDS for call in calls)


def _name(node: ast.expr | None) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _dynamic(tree: ast.Module) -> Iterator[PythonImport]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in ("import_module", "__import__"):
            value = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if isinstance(value, str) and re.fullmatch(r"[A-Za-z_][\w.]{0,200}", value):
                yield PythonImport(value, (), node.lineno, node.end_lineno or node.lineno, "caught")


def _of_lines(text: str) -> Iterator[PythonImport]:
    """The imports of a text that does not parse: each line that is one, with what its parentheses go on to."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if not _LINE.match(line):
            continue
        wanted = _MAX_FRAGMENT if "(" in line or line.endswith("\\") else 1
        for length in range(1, wanted + 1):
            part = "\n".join(lines[index : index + length]).strip()
            tree = parse_python(part)
            if tree is not None:
                for item in _of_tree(tree, ""):
                    yield msgspec.structs.replace(item, line=index + item.line, end_line=index + item.end_line)
                break

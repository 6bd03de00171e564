"""Parts of a Python program that it does without where what they start is not there."""

import ast
import re
from collections.abc import Iterator
from typing import Final

_LACKING: Final = frozenset(("FileNotFoundError", "OSError"))
_ENDS: Final = frozenset(("exit", "_exit", "quit", "die", "fail", "abort", "error", "fatal", "bail"))
_VERSIONS: Final = frozenset(("--version", "-version", "-v", "-V", "--help", "-h", "version"))
_ASKING: Final = 2  # words of a command that does nothing but ask
# what is said where somebody has to bring it first
_WANTED: Final = re.compile(r"\b(?:error|install\w*|require[ds]?|must|need(?:s|ed)?|please|fail\w*)\b", re.I)


def spared(tree: ast.Module) -> frozenset[int]:
    """The ids (`id()`) of the nodes below a `try` that catches a program which is not there, and goes on; and of
    those that run a program only where such a `try` found it."""
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.Try)]
    if not parts:
        return frozenset()
    asked = {id(part): programs for part in parts if (programs := _asked(part))}
    ending = _ending(tree) if asked else frozenset[str]()
    mild = (function for function in _functions(tree) if function.name not in ending) if asked else ()
    probes = {id(node): function.name for function in mild for node in function.body if id(node) in asked}
    found = {name: asked[at] for at, name in probes.items()}
    caught = (id(node) for part in parts for node in _spared(part, asks=id(part) in probes))
    return frozenset((*caught, *(id(node) for node in _behind(tree, found))))


def _spared(node: ast.Try, *, asks: bool) -> Iterator[ast.AST]:
    """With `asks`, an answer of "no" to the caller goes on too."""
    catching = next((item for item in node.handlers if _catches(item)), None)
    if catching is None or any(_gives_up(item) and not (asks and _says_no(item)) for item in _below(catching)):
        return
    for item in node.body:
        yield from ast.walk(item)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _asked(node: ast.Try) -> frozenset[str]:
    """The programs that it asks for their version, where it runs nothing else: `["gtimeout", "--version"]`."""
    lists = [item for part in node.body for item in ast.walk(part) if isinstance(item, ast.List)]
    words = [[getattr(word, "value", None) for word in item.elts] for item in lists if len(item.elts) > 1]
    plain = all(len(item) == _ASKING and item[1] in _VERSIONS for item in words)
    return frozenset(str(item[0]) for item in words) if plain else frozenset()


def _behind(tree: ast.Module, found: dict[str, frozenset[str]]) -> Iterator[ast.AST]:
    """The commands below `if has_x():` that begin with what the function found."""
    for node in ast.walk(tree) if found else ():
        if not isinstance(node, ast.If) or any(isinstance(item, ast.Not) for item in ast.walk(node.test)):
            continue
        programs = {name for call in ast.walk(node.test) for at in found if _calls(call, at) for name in found[at]}
        inner = (item for part in node.body for item in ast.walk(part)) if programs else iter(())
        for item in inner:
            if isinstance(item, ast.List) and item.elts and getattr(item.elts[0], "value", None) in programs:
                yield item


def _ending(tree: ast.Module) -> frozenset[str]:
    """The functions of which a caller ends where the answer is "no": `if not has_x(): sys.exit(1)`."""
    found: set[str] = set()
    for node in ast.walk(tree):
        called = _called(node.test) if isinstance(node, ast.If) else set[str]()
        if isinstance(node, ast.If) and called - found:
            branches = [*node.body, *node.orelse]
            if any(_gives_up(inner) for item in branches for inner in ast.walk(item)):
                found |= called
    return frozenset(found)


def _called(test: ast.expr) -> set[str]:
    calls = (node.func for node in ast.walk(test) if isinstance(node, ast.Call))
    return {function.id for function in calls if isinstance(function, ast.Name)}


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _says_no(node: ast.AST) -> bool:
    """Whether it is `return False`, `return None` or `return ""`."""
    value = node.value if isinstance(node, ast.Return) else None
    return isinstance(value, ast.Constant) and not value.value


def _catches(handler: ast.ExceptHandler) -> bool:
    """Whether the handler is for a missing program by name; one for whatever goes wrong says nothing of programs."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _LACKING for kind in kinds)


def _below(handler: ast.ExceptHandler) -> Iterator[ast.AST]:
    for item in handler.body:
        yield from ast.walk(item)


def _gives_up(node: ast.AST) -> bool:
    """Whether it ends the program, says that the program is wanted, or leaves the word to the caller."""
    if isinstance(node, ast.Raise):
        return True
    if isinstance(node, ast.Return):
        return node.value is not None
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and _WANTED.search(node.value) is not None
    named = node.func if isinstance(node, ast.Call) else None
    return (named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")) in _ENDS

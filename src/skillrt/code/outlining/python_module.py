"""Blocks that define functions and classes become a module to import: word for word, in the order of the text."""

import ast
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_closure import closure_of
from skillrt.code.outlining.python_effects import only_defines
from skillrt.code.outlining.python_options import slug
from skillrt.code.outlining.python_refusals import refuse

_FEWEST_LINES: Final = 6
_MOST_SHOWN: Final = 16
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Bundle(msgspec.Struct, frozen=True):
    """A module: its file name, its text, and for each snippet in it (by index) what it defines, as it is called."""

    file: str
    text: str
    defines: tuple[tuple[int, tuple[str, ...]], ...]


def bundle_python(snippets: Sequence[Snippet], name: str) -> tuple[Bundle, ...]:
    """The modules that the defining blocks make. A name that two blocks define opens another module. Never raises."""
    blocks = [block for index, snippet in enumerate(snippets) if (block := _defining(index, snippet)) is not None]
    whole = [block for position, block in enumerate(blocks) if not closure_of(blocks, position).missing]
    groups: list[list[Block]] = []
    names: set[str] = set()
    for block in whole:
        own = {item.name for item in _definitions(block)}
        if not groups or own & names:
            groups.append([])
            names = set()
        groups[-1].append(block)
        names |= own
    found = (_bundle(group, f"{slug(name) or 'code'}{number or ''}") for number, group in enumerate(groups))
    return tuple(bundle for bundle in found if bundle is not None)


def _defining(index: int, snippet: Snippet) -> Block | None:
    block = read_block(index, snippet)
    if not isinstance(block, Block) or refuse(block) is not None:
        return None
    if any(isinstance(item.node, ast.ImportFrom) and item.node.module == "__future__" for item in block.statements):
        return None
    return block if all(only_defines(item) for item in block.statements) else None


def _bundle(blocks: Sequence[Block], stem: str) -> Bundle | None:
    """A module of these blocks; None where they define too little to be worth an import."""
    defines = tuple((block.index, tuple(_called(block))) for block in blocks)
    if sum(len(block.text.split("\n")) for block in blocks if list(_definitions(block))) < _FEWEST_LINES:
        return None
    if not any(names for _, names in defines):
        return None
    places = ", ".join(block.snippet.place for block in blocks if block.snippet.place)
    head = f'"""Code of the skill, to be imported{f" (from {places})" if places else ""}."""\n\n'
    text = head + "\n\n\n".join(block.text.strip("\n") for block in blocks) + "\n"
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Bundle(f"{stem.replace('-', '_')}.py", text, defines)


def _definitions(block: Block) -> Iterator[_Definition]:
    for item in block.statements:
        if isinstance(item.node, _Definition):
            yield item.node


def _called(block: Block) -> Iterator[str]:
    """What the block defines, as it is called: `area(width, height)`, `Box(size)` with its public methods."""
    for node in _definitions(block):
        if isinstance(node, ast.ClassDef):
            yield _class(node)
        else:
            yield f"{node.name}({_arguments(node)})"


def _class(node: ast.ClassDef) -> str:
    functions = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    start = next((item for item in functions if item.name == "__init__"), None)
    public = [f".{item.name}({_arguments(item)})" for item in functions if not item.name.startswith("_")]
    shown = public[:_MOST_SHOWN] + (["..."] if len(public) > _MOST_SHOWN else [])
    return " ".join((f"{node.name}({_arguments(start) if start else ''})", *shown))


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    items = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return ", ".join(item.arg for item in items if item.arg not in ("self", "cls"))

"""Blocks that no program can be made of become a module to import, in the order of the text.

Blocks that define functions and classes stand in it word for word; fragments that need something of what came before
become functions.
"""

import ast
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_calls import call_of
from skillrt.code.outlining.python_closure import closure_of
from skillrt.code.outlining.python_effects import only_defines
from skillrt.code.outlining.python_fragments import holds_placeholder
from skillrt.code.outlining.python_options import slug
from skillrt.code.outlining.python_refusals import refuse

_FEWEST_LINES: Final = 6
_MOST_SHOWN: Final = 16
_MOST_BLOCKS: Final = 120
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Part(msgspec.Struct, frozen=True):
    """A snippet (by index) in the module: what it defines as it is called, and for a fragment what the call gives."""

    index: int
    called: tuple[str, ...]
    gives: tuple[str, ...] = ()
    fragment: bool = False


class Bundle(msgspec.Struct, frozen=True):
    """A module: its file name, its text, and its parts in order."""

    file: str
    text: str
    parts: tuple[Part, ...]


def bundle_python(snippets: Sequence[Snippet], name: str) -> tuple[Bundle, ...]:
    """The modules that the blocks make. A name that two blocks define opens another module. Never raises."""
    blocks = [block for index, snippet in enumerate(snippets[:_MOST_BLOCKS]) if (block := _readable(index, snippet))]
    found: list[_Growing] = []
    for position, block in enumerate(blocks):
        own = frozenset(item.name for item in _definitions(block))
        if not found or own & found[-1].names:
            found.append(_Growing())
        found[-1].add(blocks, position, own)
    made = (item.bundle(f"{slug(name) or 'code'}{number or ''}_skillrt") for number, item in enumerate(found))
    return tuple(bundle for bundle in made if bundle is not None)


class _Growing:
    """A module while its blocks are put in."""

    def __init__(self) -> None:
        self.names: frozenset[str] = frozenset()
        self.texts: list[str] = []
        self.parts: list[Part] = []
        self.places: list[str] = []
        self.lines = 0

    def add(self, blocks: Sequence[Block], position: int, own: frozenset[str]) -> None:
        """Put the block in, if something is gained by it."""
        block = blocks[position]
        if all(only_defines(item) for item in block.statements):
            if own and not holds_placeholder(block.tree) and not closure_of(blocks, position).missing:
                self._put(block, block.text, Part(block.index, tuple(_called(block))), own)
            return
        if own:
            return  # definitions between actions: neither of both
        made = call_of(block, blocks[:position], blocks[position + 1 :], self.names)
        if made is not None:
            part = Part(block.index, (made.called,), made.gives, fragment=True)
            self._put(block, made.text, part, frozenset({made.called.partition("(")[0]}))

    def _put(self, block: Block, text: str, part: Part, names: frozenset[str]) -> None:
        self.texts.append(text.strip("\n"))
        self.parts.append(part)
        self.names |= names
        self.lines += text.count("\n") + 1
        if block.snippet.place:
            self.places.append(block.snippet.place)

    def bundle(self, stem: str) -> Bundle | None:
        """The module; None where it holds too little to be worth an import."""
        if self.lines < _FEWEST_LINES:
            return None
        where = f" (from {', '.join(self.places)})" if self.places else ""
        text = f'"""Code of the skill, to be imported{where}."""\n\n' + "\n\n\n".join(self.texts) + "\n"
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return Bundle(f"{stem.replace('-', '_')}.py", text, tuple(self.parts))


def _readable(index: int, snippet: Snippet) -> Block | None:
    block = read_block(index, snippet)
    if not isinstance(block, Block) or refuse(block) is not None:
        return None
    imports = [item.node for item in block.statements if isinstance(item.node, ast.ImportFrom)]
    return None if any(node.module == "__future__" for node in imports) else block


def _definitions(block: Block) -> Iterator[_Definition]:
    for item in block.statements:
        if isinstance(item.node, _Definition):
            yield item.node


def _called(block: Block) -> Iterator[str]:
    """What the block defines, as it is called: `area(width, height)`, `Box(size)` with its public methods."""
    for node in _definitions(block):
        yield _class(node) if isinstance(node, ast.ClassDef) else f"{node.name}({_arguments(node)})"


def _class(node: ast.ClassDef) -> str:
    functions = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    start = next((item for item in functions if item.name == "__init__"), None)
    public = [f".{item.name}({_arguments(item)})" for item in functions if not item.name.startswith("_")]
    shown = public[:_MOST_SHOWN] + (["..."] if len(public) > _MOST_SHOWN else [])
    return " ".join((f"{node.name}({_arguments(start) if start else ''})", *shown))


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    items = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return ", ".join(item.arg for item in items if item.arg not in ("self", "cls"))

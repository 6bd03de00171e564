"""A Python code block made ready: prompts and shared indentation gone, parsed, its statements with their names."""

import ast
import dataclasses
import re
import textwrap
import warnings
from dataclasses import dataclass
from functools import lru_cache

from skillrt.code.outlining.program import Snippet
from skillrt.code.outlining.python_names import Names, names_of
from skillrt.code.syntax import holds_endless_number

MAX_BLOCK = 20_000
MAX_LINES = 500
_PROMPT = re.compile(r"(?:>>>|\.\.\.)(?: |$)")
_IN_OUT = re.compile(r"(?:In|Out) ?\[\d*\]: ?")
_MAGIC = re.compile(r"^[ \t]*(?:%%?[A-Za-z]|![A-Za-z./]|\?\w|\w+\?\s*$)", re.MULTILINE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the block's own level with its names."""

    node: ast.stmt
    names: Names


@dataclass(frozen=True, slots=True)
class Block:
    """A block that parses. Columns of the tree are UTF-8 bytes of `text`."""

    index: int
    text: str
    tree: ast.Module
    statements: tuple[Statement, ...]
    snippet: Snippet
    transcript: bool = False
    """It was a session of the interactive interpreter: each expression showed its value."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a block has no tree: the rule and the reason of its refusal."""

    index: int
    rule: str
    reason: str


def read_block(index: int, snippet: Snippet) -> Block | Unreadable:
    """The block of a snippet. Never raises."""
    return dataclasses.replace(_read(snippet), index=index)


@lru_cache(maxsize=1024)  # a lowering is asked for again after each one that is taken, with the blocks that are left
def _read(snippet: Snippet) -> Block | Unreadable:
    text, index = snippet.text, 0
    if len(text) > MAX_BLOCK or text.count("\n") > MAX_LINES:
        return Unreadable(index, "too-large", f"more than {MAX_LINES} lines or {MAX_BLOCK} characters")
    text = _SURROGATE.sub("?", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    text = textwrap.dedent(text.removeprefix("\ufeff")).strip("\n")
    text, transcript = _without_prompts(text)
    if not text.strip():
        return Unreadable(index, "no-effect", "there is no code in it")
    tree = _parsed(text)
    if tree is None:
        if _MAGIC.search(text):
            return Unreadable(index, "interactive", "it uses commands of notebooks")
        return Unreadable(index, "syntax-error", "it does not parse as Python")
    try:
        statements = tuple(Statement(node, names_of([node])) for node in tree.body)
    except RecursionError:
        return Unreadable(index, "too-large", "it is nested too deeply")
    if not statements:
        return Unreadable(index, "no-effect", "it holds comments only")
    return Block(index, text + "\n", tree, statements, snippet, transcript)


def _parsed(text: str) -> ast.Module | None:
    """The tree of what also compiles; `await` may stand outside functions, as notebooks allow."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text + "\n")
            compile(text + "\n", "block", "exec", _FLAGS, dont_inherit=True)
            return None if holds_endless_number(text, tree) else tree
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _without_prompts(text: str) -> tuple[str, bool]:
    """The code of an interpreter session without its prompts and answers; other text as it is."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    if _IN_OUT.match(first):
        lines = [line[len(match[0]) :] for line in lines if (match := re.match(r"In ?\[\d*\]: ?", line))]
        return "\n".join(lines), True
    if not first.startswith(">>>"):
        return text, False
    return "\n".join(line[4:] for line in lines if _PROMPT.match(line)), True

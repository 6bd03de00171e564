"""Nothing of the source is lost: what an edit took out is in the new text, in a file that the variant points to, or
recorded as eliminated."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from skillrt.ir import Block, Derivation, Module, Relocation

# passes that take content away or move it; others mend words in place, which `verify.unrecorded-change` covers
MOVING: Final = frozenset({"lower-capabilities", "shake"})
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
# what outlining may change: literals, and the comments between them
_LITERAL: Final = re.compile(
    r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
)
_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d_.]*(?:[eE][+-]?\d+)?\b")
_CODE_WORD: Final = re.compile(r"[A-Za-z_]\w*")
Lost = tuple[str, str]


def lost_content(module: Module, before: Block, after: Block) -> Iterator[Lost]:
    """What the edits of moving passes in a block lost: a stretch, and why it counts as lost."""
    moved = [item for item in module.relocations if item.block == after.id]
    gone = {item.old for item in module.eliminations if item.block == after.id}
    for item in after.derivations:
        if item.pass_name not in MOVING or not item.old.strip():
            continue
        new = after.text[item.start : item.end]
        if _has_words(new, item.old) or _eliminated(item, gone):
            continue
        record = next((move for move in moved if _covers(move, item)), None)
        if record is None:
            yield _short(item.old), "it is in no file of the variant and in no record"
        else:
            yield from _missing(record, new, module)
    if not after.derivations and moved:
        yield _short(before.text), "a record says it was moved, but it stands there still"


def _missing(record: Relocation, new: str, module: Module) -> Iterator[Lost]:
    file = module.file(record.to)
    if file is None or file.text is None or file.origin is None:
        yield _short(record.old), f"`{record.to}`, which is to hold it, was not made"
    elif not holds(file.text, record.old, record.literals if record.how == "outlined" else None):
        yield _short(record.old), f"`{record.to}` does not hold it"
    elif record.to not in new and not _points(module, record.to):
        yield _short(record.old), f"nothing points to `{record.to}`, which holds it"


def holds(text: str, old: str, literals: Sequence[str] | None = None) -> bool:
    """Whether a file's text holds what stood in a block: its words in order.

    With `literals` the block was outlined: then all but its literals has to be there, these among them.
    """
    if literals is None:
        return _has_words(text, old)
    for literal in sorted(literals, key=len, reverse=True):
        old = old.replace(literal, " ")
    return _in_order(_code_words(old), _code_words(text))


def _has_words(text: str, old: str) -> bool:
    """Whether the words of `old` stand in `text` in their order, with anything between them."""
    return _in_order(_WORD.findall(old), _WORD.findall(text))


def _in_order(wanted: Iterable[str], there: Iterable[str]) -> bool:
    rest = iter(there)
    return all(word in rest for word in wanted)


@lru_cache(maxsize=512)
def _code_words(text: str) -> tuple[str, ...]:
    """The names and keywords of code without comments, strings and numbers, fence lines left out."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith(("```", "~~~"))]
    bare = _LITERAL.sub(" ", "\n".join(lines))
    bare = _NUMBER.sub(" ", re.sub(r"(?m)(?:^|(?<=\s))(?:#|//).*$", " ", bare))
    return tuple(_CODE_WORD.findall(bare))


def _eliminated(item: Derivation, gone: set[str]) -> bool:
    return item.old in gone or any(item.old.strip() in old for old in gone)


def _covers(move: Relocation, item: Derivation) -> bool:
    """Whether the record speaks of this edit; neighbouring edits of one block may have been joined."""
    return move.old == item.old or move.old in item.old or item.old in move.old


def _points(module: Module, path: str) -> bool:
    """Whether a document or another derived file names the file."""
    if any(path in document.text for document in module.documents):
        return True
    return any(file.origin and file.path != path and path in (file.text or "") for file in module.files)


def _short(text: str) -> str:
    return " ".join(text.split())[:60]

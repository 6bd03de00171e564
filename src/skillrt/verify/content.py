"""Nothing of the source is lost: what an edit took out is in the new text, in a file that the variant points to, or
recorded as eliminated."""

from collections.abc import Iterator
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.ir import Block, Derivation, Module, Relocation

# passes that take content away or move it; others mend words in place, which `verify.unrecorded-change` covers
MOVING: Final = frozenset({"lower-capabilities", "shake"})
Lost = tuple[str, str]


def lost_content(module: Module, before: Block, after: Block) -> Iterator[Lost]:
    """What the edits of moving passes in a block lost: a stretch, and why it counts as lost."""
    moved = [item for item in module.relocations if item.block == after.id]
    gone = {item.old for item in module.eliminations if item.block == after.id}
    for item in after.derivations:
        if item.pass_name not in MOVING or not item.old.strip():
            continue
        new = after.text[item.start : item.end]
        if holds(new, item.old) or _eliminated(item, gone):
            continue
        record = next((move for move in moved if _covers(move, item)), None)
        if record is None:
            yield _short(item.old), "it is in no file of the variant and in no record"
        else:
            yield from _missing(record, new, module)
    if not after.derivations and moved:
        yield _short(before.text), "a record says it was moved, but it stands there still"


def lost_block(module: Module, before: Block) -> Iterator[Lost]:
    """What is lost with a block that is gone: nothing where a file that the variant points to holds all of it."""
    record = next((item for item in module.relocations if item.block == before.id), None)
    if record is None:
        yield _short(before.text), "it is gone without a record"
    else:
        yield from _missing(record, "", module)


def _missing(record: Relocation, new: str, module: Module) -> Iterator[Lost]:
    file = module.file(record.to)
    if file is None or file.text is None or file.origin is None:
        yield _short(record.old), f"`{record.to}`, which is to hold it, was not made"
    elif not holds(file.text, record.old, record.literals if record.how == "outlined" else None):
        yield _short(record.old), f"`{record.to}` does not hold it"
    elif record.to not in new and not _points(module, record.to):
        yield _short(record.old), f"nothing points to `{record.to}`, which holds it"


def _eliminated(item: Derivation, gone: set[str]) -> bool:
    return item.old in gone or any(item.old.strip() in old for old in gone)


def _covers(move: Relocation, item: Derivation) -> bool:
    """Whether the record speaks of this edit. By place, since an earlier pass may have mended words in between."""
    a, b = move.span, item.span
    return a.file == b.file and a.start < b.end and b.start < a.end


def _points(module: Module, path: str) -> bool:
    """Whether a document or another derived file names the file."""
    if any(path in document.text for document in module.documents):
        return True
    return any(file.origin and file.path != path and path in (file.text or "") for file in module.files)


def _short(text: str) -> str:
    return " ".join(text.split())[:60]

"""The verifier: run on entry and after each pass; what it refuses is not written.

Structure: ids unique, spans inside their file, leaves with text, facts on blocks that exist. Content: every block and
bundled file of the source is still there or recorded as eliminated; undoing a block's recorded edits gives the source
text back, so no change goes untraced; no edit removes a word that binds the agent; what puts the launcher into
commands changes nothing else.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, cast

from skillrt.errors import Diagnostic, Place, VerifyError
from skillrt.ir import CONTAINERS, Block, Derivation, Document, Module, source_text
from skillrt.verify.content import MOVING, lost_block, lost_content
from skillrt.verify.launched import LAUNCHING, more_than_launched

_MEMO: Final = "verify.structure"
_BINDING = re.compile(
    r"\b(must|never|always|only|required?|mandatory|forbidden|prohibited|do not|don't|does not|cannot|can't|not)\b",
    re.I,
)


def verify(source: Module, module: Module, pass_name: str = "", before: Module | None = None) -> None:
    """Raise VerifyError where `module` breaks a promise towards the `source` it was made from. `before` is the module
    that the pass was given, where it is at hand."""
    if source is module and pass_name:
        return
    # most passes only add facts: what was found sound on entry needs no second look
    changed = not pass_name or module.documents is not source.documents
    problems = [*(_structure(module) if changed else ()), *_facts(module, module if changed else source)]
    if pass_name:
        problems += [*(_documents(source, module) if changed else ()), *_files(source, module)]
    if before is not None and pass_name == LAUNCHING:
        problems += _launched(before, module)
    if problems:
        after = f" after `{pass_name}`" if pass_name else " as read"
        raise VerifyError([Diagnostic.of(code, message + after, place) for code, message, place in problems])


Problem = tuple[str, str, Place | None]


def _structure(module: Module) -> Iterator[Problem]:
    if "" in module.blocks or len(module.blocks) != sum(len(item.every_block) for item in module.documents):
        yield from _repeated(module)
    for document in module.documents:
        # most passes leave most documents as they are
        known = vars(document).get(_MEMO)
        if known is None:
            known = vars(document)[_MEMO] = tuple(_misshapen(document))
        yield from cast("tuple[Problem, ...]", known)


def _misshapen(document: Document) -> Iterator[Problem]:
    path = document.path
    for block in document.every_block:
        span = block.span
        if span.end < span.start or span.file != path:
            yield "verify.structure", f"the span of `{block.id}` is not one of its document", _place(block)
        if (block.kind in CONTAINERS) != (block.children != ()):
            yield "verify.structure", f"`{block.id}` ({block.kind}) has the wrong shape", _place(block)


def _repeated(module: Module) -> Iterator[Problem]:
    seen: set[str] = set()
    for document in module.documents:
        for block in document.every_block:
            if block.id in seen or not block.id:
                yield "verify.structure", f"the block id `{block.id}` is empty or repeats", _place(block)
            seen.add(block.id)


def _facts(module: Module, holder: Module) -> Iterator[Problem]:
    """`holder` is a module with the same documents, whose index of blocks may be there already."""
    blocks = holder.blocks if module.facts else {}
    for fact in module.facts:
        for name in fact.blocks:
            if name not in blocks:
                yield "verify.structure", f"a fact stands on the block `{name}`, which is gone", None


def _documents(source: Module, module: Module) -> Iterator[Problem]:
    gone = {item.block for item in module.eliminations}
    now = module.blocks
    same = {id(document) for document in module.documents}
    maybe_changed = [document for document in source.documents if id(document) not in same]
    for name, before in chain.from_iterable(document.by_id.items() for document in maybe_changed):
        after = now.get(name)
        if after is before or name in gone or not before.is_leaf:
            continue
        if after is None:
            for what, why in lost_block(module, before):
                yield "verify.lost-content", f"the {before.kind} `{name}` (`{what}`): {why}", _place(before)
        else:
            yield from _change(before, after)
            for what, why in lost_content(module, before, after):
                yield "verify.lost-content", f"`{what}` of `{name}`: {why}", _place(before)


def _files(source: Module, module: Module) -> Iterator[Problem]:
    gone = {item.block for item in module.eliminations}
    if module.files is source.files:
        return
    known = {item.path for item in (*source.files, *source.documents)}
    for item in module.files:
        if item.origin is not None and (item.path in known or item.text is None):
            yield "verify.structure", f"the file `{item.path}` was made over one of the source", Place(item.path, 1)
    for path in sorted({item.path for item in source.files} - {item.path for item in module.files} - gone):
        yield "verify.lost-content", f"the file `{path}` is gone without a record", Place(path, 1)


def _launched(before: Module, module: Module) -> Iterator[Problem]:
    for block, what in more_than_launched(before, module):
        yield "verify.launcher", f"`{what}` changed beyond the launcher in its commands", block and _place(block)


def _change(before: Block, after: Block) -> Iterator[Problem]:
    if source_text(after) != source_text(before):
        yield "verify.unrecorded-change", f"`{after.id}` changed beyond its recorded edits", _place(before)
    for item in after.derivations:
        if item.pass_name in MOVING:
            continue  # `lost_content` demands every word of it
        if _binds(item.old) > _binds(after.text[item.start : item.end]):
            yield (
                "verify.weakened-constraint",
                f"the edit of `{_short(item)}` drops a word that binds",
                _place(before),
            )


def _binds(text: str) -> int:
    return sum(1 for _ in _BINDING.finditer(text))


def _short(item: Derivation) -> str:
    return " ".join(item.old.split())[:40]


def _place(block: Block) -> Place:
    return Place(block.span.file, block.span.line, block.column)

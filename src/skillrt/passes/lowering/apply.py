"""Taking a draft: its replacements become recorded edits, its files bundled files; facts of what went are dropped."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from skillrt.code import script_language
from skillrt.code.outlining.holding import holds
from skillrt.errors import Span
from skillrt.ir import (
    Anchor,
    Block,
    BundledFile,
    CallSite,
    Fact,
    HarnessUse,
    Module,
    Origin,
    Reference,
    Relocation,
    TextEdit,
    replace_blocks,
    rewrite,
    span_of,
    with_text,
)
from skillrt.primitives import DerivedFile, Draft, Replacement
from skillrt.reading.present import LOWERING

_PLACED: Final = (Anchor, CallSite, HarnessUse, Reference)


class CannotApply(ValueError):
    """The draft does not fit the module any more: a block is gone, was lowered already, or a path is taken."""


def apply(module: Module, draft: Draft) -> Module:
    """The module with the draft taken. Raises CannotApply where it does not fit."""
    by_block: dict[str, list[Replacement]] = {}
    for item in draft.replacements:
        by_block.setdefault(item.block, []).append(item)
    changed: dict[str, Block] = {}
    gone: list[Span] = []
    facts: list[Fact] = []
    relocations: list[Relocation] = []
    for name, items in by_block.items():
        block = module.blocks.get(name)
        if block is None or not block.is_leaf:
            raise CannotApply(f"the block `{name}` is gone")
        whole = [_with_a_character(item, block) for item in items]
        _require_untouched(whole, block)
        _require_held(items, block, draft)
        try:
            edits = [TextEdit(item.start, item.end, item.new, draft.rule, draft.reason) for item in whole]
            changed[name] = rewrite(block, LOWERING, edits)
        except ValueError as error:
            raise CannotApply(str(error)) from error
        for item in whole:
            span = span_of(block, item.start, item.end)
            gone.append(span)
            facts += _new_facts(item, span)
            relocations += _relocation(item, block, span, draft)
    kept = tuple(fact for fact in module.facts if not _is_gone(fact, gone))
    after = replace_blocks(module, changed)
    return msgspec.structs.replace(
        after,
        facts=(*kept, *facts),
        files=(*after.files, *_files(draft, module)),
        relocations=(*after.relocations, *relocations),
    )


def _require_untouched(items: Iterable[Replacement], block: Block) -> None:
    """What a lowering put there is not lowered again."""
    there = [item for item in block.derivations if item.pass_name == LOWERING]
    if any(item.start < other.end and other.start < item.end for item in items for other in there):
        raise CannotApply(f"the block `{block.id}` was lowered already")


def _require_held(items: Iterable[Replacement], block: Block, draft: Draft) -> None:
    """What the verifier will ask for: a file that is to hold a stretch does hold it."""
    made = {file.path: file for file in draft.files}
    for item in items:
        file = made.get(item.to)
        literals = file.literals if file is not None and file.how == "outlined" else None
        if file is not None and not holds(file.text, block.text[item.start : item.end], literals):
            raise CannotApply(f"`{item.to}` would not hold all of it")


def _with_a_character(item: Replacement, block: Block) -> Replacement:
    """An insertion takes in a neighbouring character, so that its place can be found again in the source map."""
    if item.start != item.end or not block.text:
        return item
    if item.start > 0:
        return msgspec.structs.replace(item, start=item.start - 1, new=block.text[item.start - 1] + item.new)
    return msgspec.structs.replace(item, end=1, new=item.new + block.text[0])


def _new_facts(item: Replacement, span: Span) -> Iterator[Fact]:
    """An anchor for every bundled file that the new text names, and a call site where it is a program."""
    for use in item.uses:
        yield Anchor(blocks=(item.block,), span=span, path=use.path, written=use.path, within=True)
        if use.runs and use.path.startswith("scripts/"):
            yield CallSite(blocks=(item.block,), span=span, script=use.path, command=use.path, checked=True)


def _relocation(item: Replacement, block: Block, span: Span, draft: Draft) -> Iterator[Relocation]:
    if item.to:
        made = next((file for file in draft.files if file.path == item.to), None)
        yield Relocation(
            pass_name=LOWERING,
            rule=draft.rule,
            block=block.id,
            old=block.text[item.start : item.end],
            span=span,
            to=item.to,
            how=made.how if made else "moved",
            literals=made.literals if made else (),
        )


def _is_gone(fact: Fact, gone: Iterable[Span]) -> bool:
    """Whether what the fact speaks of stood in text that was replaced."""
    if not isinstance(fact, _PLACED) or not fact.blocks:
        return False
    place = fact.span
    return any(span.file == place.file and place.start < span.end and span.start < place.end for span in gone)


def _files(draft: Draft, module: Module) -> Iterator[BundledFile]:
    for file in draft.files:
        there = module.file(file.path)
        if there is not None and there.origin is not None and there.text == file.text:
            continue  # a program that another lowering has brought already
        if file.path in module.paths:
            raise CannotApply(f"`{file.path}` is taken")
        yield bundled(file, draft)


def bundled(file: DerivedFile, draft: Draft) -> BundledFile:
    """The file as the module holds it."""
    language = script_language(file.path, file.text)
    script = file.path.startswith("scripts/") and language not in ("", "json", "markdown", "sql", "text")
    origin = Origin(LOWERING, draft.rule, draft.reason, file.blocks, tuple(use.path for use in file.uses))
    made = BundledFile(file.path, "script" if script else "data", 0, "", file.executable, language, origin=origin)
    return with_text(made, file.text)

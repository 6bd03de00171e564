"""Put changes of commands into a module: recorded edits with anchors, and nothing that would lose what was moved."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.code import commands, program_of
from skillrt.code.outlining.holding import holds
from skillrt.environment.launch import LAUNCHER
from skillrt.errors import Span
from skillrt.ir import (
    Anchor,
    Block,
    BundledFile,
    Derivation,
    Fact,
    Module,
    TextEdit,
    replace_blocks,
    rewrite,
    with_text,
)
from skillrt.passes.binding.before import Before, what_runs
from skillrt.passes.binding.commands import Reader
from skillrt.passes.binding.shown_wrong import is_shown_wrong
from skillrt.passes.binding.spots import Spot, spots_of
from skillrt.passes.linking.programs import Characters, next_folder
from skillrt.verify.content import MOVING, lost_content
from skillrt.verify.launched import LAUNCHING

NAME: Final = LAUNCHING
RULE: Final = "through-the-launcher"
_LAUNCHED: Final = re.compile(re.escape(LAUNCHER) + r"(?![\w/-]|\.\w)")
_MOST: Final = 1000
"""Edits of one block; one with more was not written by hand, and is left as it is."""


def with_commands(module: Module, reader: Reader) -> Module:
    """The module in which every command that needs the environment goes through the launcher."""
    wanted: dict[str, list[TextEdit]] = {}
    spots = tuple(spots_of(module))
    left = frozenset(name for spot in spots if spot.chosen for name in _named(spot))
    for spot in spots:
        for edit in _edits(spot, reader, left):
            wanted.setdefault(spot.holder, []).append(edit)
    blocks = {name: edits for name, edits in wanted.items() if name in module.blocks and len(edits) <= _MOST}
    changed = _with_blocks(module, blocks)
    files = tuple(_with_edits(item, wanted.get(item.path, ()), module) for item in changed.files)
    return msgspec.structs.replace(changed, files=files) if files != changed.files else changed


def _named(spot: Spot) -> Iterator[str]:
    """The programs and modules that the text runs, by name; code that an interpreter is given has none."""
    for item in commands(spot.text):
        program = program_of(item)
        if program is not None and program.script is None and (program.module or not program.interpreter):
            yield what_runs(program)


def _edits(spot: Spot, reader: Reader, left: frozenset[str]) -> Iterator[TextEdit]:
    """The edits of one text, in characters of its holder, that do not overlap. Programs that are `left` to what is
    installed, by some sentence of the skill, run as the author wrote it."""
    characters = Characters(spot.text)
    data = spot.text.encode("utf-8", "surrogateescape")
    cwd, last = "", -1
    before = Before(data)
    for command in commands(spot.text, console=spot.console):
        program = program_of(command)
        told = spot.told and not (program and what_runs(program) in left)
        change = reader.change(command, data, spot.document, cwd, told=told)
        cwd = next_folder(command, cwd)
        apart = before.sets_apart(command, program, changed=change is not None)
        if change is None or change.start < last or apart:
            continue
        if is_shown_wrong(spot.text, characters.at(command.start), characters.at(command.end)):
            continue
        last = change.end
        start = spot.place(characters.at(change.start))
        end = spot.place(characters.at(change.end) - 1) + 1
        yield TextEdit(start, end, change.new, RULE, change.reason)


def _with_blocks(module: Module, wanted: dict[str, list[TextEdit]]) -> Module:
    changed: dict[str, Block] = {}
    facts: list[Fact] = []
    within: dict[str, list[Span]] = {}
    for name, edits in wanted.items():
        block = _rewritten(module.blocks[name], edits)
        if any(lost_content(module, module.blocks[name], block)):
            continue
        changed[name] = block
        for item in block.derivations:
            found = _LAUNCHED.findall(block.text, item.start, item.end) if item.rule == RULE else []
            anchor = Anchor(blocks=(name,), span=item.span, path=LAUNCHER, written=LAUNCHER, within=True)
            facts += [anchor] * len(found)
            within.setdefault(name, []).append(item.span)
    if not changed:
        return module
    kept = tuple(_kept(fact, within) for fact in module.facts)
    return msgspec.structs.replace(replace_blocks(module, changed), facts=(*kept, *facts))


def _rewritten(block: Block, edits: Sequence[TextEdit]) -> Block:
    """The block with the edits, last first, so that the offsets of the others hold.

    What touches a stretch that a moving pass wrote stays an edit of that pass: the verifier then still asks where
    what stood there has gone.
    """
    if not any(item.pass_name in MOVING for item in block.derivations):
        return rewrite(block, NAME, edits)
    for edit in sorted(edits, reverse=True):
        touched = next(
            (item for item in block.derivations if _touches(item, edit) and item.pass_name in MOVING), None
        )
        block = rewrite(block, touched.pass_name if touched else NAME, [edit])
    return block


def _touches(item: Derivation, edit: TextEdit) -> bool:
    return item.start <= edit.end and edit.start <= item.end


def _kept(fact: Fact, within: dict[str, list[Span]]) -> Fact:
    """An anchor whose words are now part of an edited stretch is looked for in it."""
    if not isinstance(fact, Anchor) or fact.within or not fact.blocks:
        return fact
    for span in within.get(fact.blocks[0], ()):
        if span.file == fact.span.file and span.start < fact.span.end and fact.span.start < span.end:
            return msgspec.structs.replace(fact, span=span, within=True)
    return fact


def _with_edits(file: BundledFile, edits: Sequence[TextEdit], module: Module) -> BundledFile:
    """A document that a pass made, with the edits, where it still holds all that was moved into it."""
    if not edits or file.text is None or file.origin is None:
        return file
    text = file.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    records = [item for item in module.relocations if item.to == file.path]
    if not all(holds(text, item.old, item.literals if item.how == "outlined" else None) for item in records):
        return file
    origin = msgspec.structs.replace(file.origin, uses=tuple(sorted({*file.origin.uses, LAUNCHER})))
    return with_text(msgspec.structs.replace(file, origin=origin), text)

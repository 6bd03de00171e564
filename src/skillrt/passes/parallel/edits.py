"""Each parallel region in its turn: which mechanism it gets, and the recorded edits that write it."""

from collections.abc import Sequence
from importlib import resources
from typing import Final

import msgspec

from skillrt.code import script_language
from skillrt.ir import (
    Anchor,
    Block,
    BundledFile,
    Fact,
    Module,
    Origin,
    ParallelRegion,
    TextEdit,
    present_range,
    replace_blocks,
    rewrite,
    with_text,
)
from skillrt.passes.concurrency.words import words as found_by
from skillrt.passes.parallel import agents, calls
from skillrt.passes.parallel.loops import MAP, mapped
from skillrt.passes.parallel.means import Means, means_of
from skillrt.passes.parallel.scene import Edit, Place, Scene
from skillrt.passes.parallel.words import has, is_english
from skillrt.targets import Target

NAME: Final = "lower-concurrency"
ONE_TURN: Final = "one-turn"
SUB_AGENTS: Final = "sub-agents"
PARALLEL_MAP: Final = "parallel-map"
AS_WRITTEN: Final = "as-written"
PROGRAMS: Final = (MAP, *(f"scripts/skillrt/{name}.py" for name in ("pmap", "pmap_journal", "pmap_machine")))
_CLAUSES: Final = frozenset({ONE_TURN, SUB_AGENTS})
_WHY: Final = "runs one command for each of many items, several at a time"
Written = tuple[str, list[Edit]]


def lowered(module: Module, target: Target, wanted: frozenset[str]) -> Module:
    """The module with every region lowered whose mechanism is `wanted` and within the target's means."""
    if not any(isinstance(fact, ParallelRegion) for fact in module.facts):
        return module
    scene, means = Scene(module), means_of(module, target)
    if module.paths.intersection(PROGRAMS):
        means = msgspec.structs.replace(means, shell=False)
    facts: list[Fact] = []
    edits: dict[str, list[TextEdit]] = {}
    for fact in module.facts:
        if isinstance(fact, ParallelRegion):
            mechanism, written = _written(fact, scene, means, wanted)
            if mechanism in _CLAUSES and not all(is_english(module.blocks[edit.block].text) for edit in written):
                mechanism, written = "", []
            if written and not _takes(edits, written, mechanism, fact, module):
                mechanism = ""
            fact = msgspec.structs.replace(fact, mechanism=mechanism)
        facts.append(fact)
    return _applied(module, edits, facts)


def _written(region: ParallelRegion, scene: Scene, means: Means, wanted: frozenset[str]) -> Written:
    """The mechanism of a region and the edits that write it; none of both where the text stays."""
    place = scene.place(region)
    if place is None:
        return "", []
    if has("said", place.around if place.fence is None else place.text) or _is_pooled(place):
        return AS_WRITTEN, []
    if place.fence is not None and region.kind == "data":
        found = mapped(place, scene.scripts) if means.shell and PARALLEL_MAP in wanted else []
        return (PARALLEL_MAP, found) if found else ("", [])
    if means.agent and SUB_AGENTS in wanted:
        edit = _by_agents(region, place, means.agent)
        if edit is not None:
            return SUB_AGENTS, [edit]
    if ONE_TURN in wanted and means.takes(region.width):
        edit = _in_one_turn(region, place)
        if edit is not None:
            return ONE_TURN, [edit]
    return "", []


def _by_agents(region: ParallelRegion, place: Place, agent: str) -> Edit | None:
    if region.kind == "thread":
        return agents.tasks(place, agent)
    return agents.each(place, agent) if region.kind == "data" else None


def _in_one_turn(region: ParallelRegion, place: Place) -> Edit | None:
    if region.kind == "data":
        return calls.items(place)
    if region.kind == "instruction":
        rules = (calls.looks,) if place.fence is not None else (calls.reads, calls.listed)
        return next((edit for rule in rules if (edit := rule(place)) is not None), None)
    return None


def _is_pooled(place: Place) -> bool:
    """Whether the code does it at once by itself: workers, an option for jobs, `&`."""
    if place.fence is None:
        return False
    text = place.text
    options = any(f" {word} " in f"{text} " or f" {word}=" in text for word in found_by("parallel", "options"))
    maps = any(word in text for word in found_by("parallel", "maps"))
    return maps or options or any(line.rstrip().endswith(" &") for line in text.split("\n"))


def _takes(
    edits: dict[str, list[TextEdit]], written: Sequence[Edit], mechanism: str, region: ParallelRegion, module: Module
) -> bool:
    """Enter edits, all or none: they may not meet others, nor (beyond a clause) an anchor."""
    there = [(item.start, item.end) for block in {edit.block for edit in written} for item in edits.get(block, ())]
    for edit in written:
        if any(edit.start <= end and start <= edit.end for start, end in there):
            return False
        if edit.start < edit.end and any(_meets(fact, edit, module) for fact in module.facts):
            return False
    for edit in written:
        new = TextEdit(edit.start, edit.end, edit.new, mechanism, region.reason)
        edits.setdefault(edit.block, []).append(new)
    return True


def _meets(fact: Fact, edit: Edit, module: Module) -> bool:
    if not isinstance(fact, Anchor) or fact.blocks[:1] != (edit.block,):
        return False
    start, end = present_range(module.blocks[edit.block], fact.span)
    return start < edit.end and edit.start < end


def _applied(module: Module, edits: dict[str, list[TextEdit]], facts: list[Fact]) -> Module:
    changed: dict[str, Block] = {}
    mapping: list[str] = []
    for name, items in edits.items():
        block = changed[name] = rewrite(module.blocks[name], NAME, items)
        if any(item.rule == PARALLEL_MAP for item in items):
            mapping.append(name)
        for item in block.derivations:
            if item.pass_name == NAME and MAP in block.text[item.start : item.end]:
                facts.append(Anchor(blocks=(name,), span=item.span, path=MAP, written=MAP, within=True))
    files = (*module.files, *_programs(tuple(mapping))) if mapping else module.files
    after = replace_blocks(module, changed) if changed else module
    return msgspec.structs.replace(after, facts=tuple(facts), files=files)


def _programs(blocks: tuple[str, ...]) -> list[BundledFile]:
    """The map: a script that finds Python, and the program in its files."""
    found: list[BundledFile] = []
    for path in PROGRAMS:
        source = resources.files("skillrt.passes.parallel") / "programs" / path.rpartition("/")[2]
        text = source.read_text(encoding="utf-8")
        origin = Origin(NAME, PARALLEL_MAP, _WHY, blocks)
        language = script_language(path, text)
        found.append(with_text(BundledFile(path, "script", 0, "", path == MAP, language, origin=origin), text))
    return found

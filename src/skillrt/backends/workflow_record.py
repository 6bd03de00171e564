"""The workflows of a module as the variant carries them, with commands as its text has them at the end."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from skillrt.backends.anchored import anchored
from skillrt.code import commands, program_of
from skillrt.code.placeholders import placeholders
from skillrt.code.statements import statements
from skillrt.errors import Span
from skillrt.ir import (
    Anchor,
    Block,
    CallSite,
    Edge,
    Module,
    ParallelRegion,
    Resource,
    Step,
    Workflow,
    present_range,
)
from skillrt.ir.workflow import (
    BundledPath,
    CommandRecord,
    EdgeRecord,
    Input,
    RegionRecord,
    ResourceRecord,
    StepRecord,
    WorkflowRecord,
    WorkflowTitle,
)
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.present import is_lowered, present_document
from skillrt.reading.sections import sections_of

_MOST: Final = 60
"""Commands of one step."""
_LONGEST: Final = 20_000
"""Characters of a step's text."""
_CLOSE: Final = 16
"""Leaves: what stands further apart does not stand together."""
_BETWEEN: Final = frozenset({"marker", "trivia"})
_SEQUENTIAL: Final = "sequential"


def workflow_record(module: Module) -> WorkflowRecord | None:
    """The record; None where no workflow was found, or nobody looked for one."""
    facts = module.facts
    titles = tuple(
        WorkflowTitle(fact.id, " ".join(fact.title.split()), fact.purpose)
        for fact in facts
        if isinstance(fact, Workflow)
    )
    if not titles:
        return None
    found = [fact for fact in facts if isinstance(fact, Step)]
    page = _Page(module, {name for fact in found for name in fact.blocks})
    steps = tuple(_step(fact, page) for fact in sorted(found, key=_place))
    known = {item.id for item in steps}
    edges = tuple(
        EdgeRecord(fact.first, fact.then, fact.kind, fact.reason, _at(fact.span))
        for fact in facts
        if isinstance(fact, Edge) and fact.first in known and fact.then in known
    )
    regions = tuple(_region(fact, known) for fact in facts if isinstance(fact, ParallelRegion))
    return WorkflowRecord(titles, steps, edges, regions)


def _place(fact: Step) -> tuple[int, str]:
    number = fact.id.lstrip("s")
    return (int(number) if number.isdigit() else 0, fact.id)


def _at(span: Span) -> str:
    return f"{span.file}:{span.line}" + (f"-{span.end_line}" if span.end_line > span.line else "")


def _region(fact: ParallelRegion, known: set[str]) -> RegionRecord:
    steps = tuple(name for name in fact.steps if name in known)
    mechanism = fact.mechanism or _SEQUENTIAL
    return RegionRecord(fact.kind, steps, fact.reason, _at(fact.span), fact.width, fact.merge, mechanism)


def _step(fact: Step, page: "_Page") -> StepRecord:
    found = tuple(page.commands_of(fact))
    runs = found and fact.kind != "agent" and not (fact.asks or fact.outside or fact.condition)
    return StepRecord(
        id=fact.id,
        title=" ".join(fact.title.split()),
        at=_at(fact.span),
        kind=fact.kind if found else "agent",
        workflow=fact.workflow,
        commands=found,
        reads=_resources(fact.reads),
        writes=_resources(fact.writes),
        asks=fact.asks is not None,
        outside=fact.outside is not None,
        conditional=fact.condition is not None,
        text="" if runs else page.text_of(fact),
    )


def _resources(items: Sequence[Resource]) -> tuple[ResourceRecord, ...]:
    return tuple(ResourceRecord(item.kind, item.name) for item in items)


class _Page:
    """The blocks of a module that steps stand on, as they are now."""

    def __init__(self, module: Module, wanted: set[str]) -> None:
        self.module = module
        self.leaves: dict[str, list[Block]] = {}
        self.fences: dict[int, Fence] = {}
        self.order: list[Block] = [leaf for document in module.documents for leaf in document.leaves()]
        self.places = {leaf.id: number for number, leaf in enumerate(self.order) if leaf.id in wanted}
        for document in module.documents:
            present = present_document(document)
            for leaf in present.leaves():
                if leaf.id in wanted:
                    self.leaves.setdefault(leaf.id, []).append(leaf)
            if any(block.id in self.leaves for block in document.blocks) or self.leaves:
                sections = sections_of(present)
                self.fences.update({id(fence.block): fence for item in sections for fence in fences_of(item)})
        self.anchors: dict[str, list[Anchor]] = {}
        self.calls: dict[str, list[CallSite]] = {}
        for fact in module.facts:
            if isinstance(fact, Anchor | CallSite) and fact.blocks and fact.blocks[0] in wanted:
                table: dict[str, list[Anchor]] | dict[str, list[CallSite]]
                table = self.anchors if isinstance(fact, Anchor) else self.calls
                table.setdefault(fact.blocks[0], []).append(fact)  # pyright: ignore[reportArgumentType]

    def commands_of(self, step: Step) -> Iterator[CommandRecord]:
        """The commands of a step in order of their place."""
        count = 0
        for name in step.blocks:
            files = self._files(name)
            for leaf in self.leaves.get(name, ()):
                texts = self._in_code(leaf, step) if leaf.kind == "code" else self._in_prose(leaf)
                for text in texts:
                    count += 1
                    if count > _MOST:
                        return
                    yield _command(text, files)

    def text_of(self, step: Step) -> str:
        """What the documents say for a step: its blocks, with the markers of lists that stand between them."""
        parts: list[str] = []
        last = -1
        for place in sorted({self.places[name] for name in step.blocks if name in self.places}):
            between = self.order[last + 1 : place] if last >= 0 and place - last <= _CLOSE else []
            if between and all(leaf.kind in _BETWEEN for leaf in between):
                parts += [leaf.text for leaf in between]
            elif parts and place > last + 1:
                parts.append("\n\n")
            parts.append(self.order[place].text)
            last = place
        return "".join(parts).strip()[:_LONGEST]

    def _files(self, name: str) -> Mapping[str, str]:
        """The bundled files that the block's anchors name: as written, and the path."""
        block = self.module.blocks[name]
        places = anchored(block, self.anchors.get(name, ()))
        return {block.text[start:end]: path for start, end, path in sorted(places) if end > start}

    def _in_code(self, leaf: Block, step: Step) -> Iterator[str]:
        fence = self.fences.get(id(leaf))
        if fence is None or fence.role != "commands":
            return
        block = self.module.blocks[leaf.id]
        low, high = 0, len(block.text)
        if step.span.file == block.span.file and not is_lowered(block) and len(step.blocks) == 1:
            low, high = present_range(block, step.span)
        for item in statements(fence.text, console=fence.language == "console"):
            if is_lowered(block) or low <= leaf.offset_of_content(item.start) < high:
                yield item.text

    def _in_prose(self, leaf: Block) -> Iterator[str]:
        """Code spans that run a bundled program."""
        scripts = {posixpath.basename(call.script) for call in self.calls.get(leaf.id, ())}
        for inline in leaf.inlines if scripts else ():
            text = inline.value.strip()
            if inline.kind == "code" and " " in text and any(name in text for name in scripts) and _runs(text):
                yield text


def _runs(text: str) -> bool:
    return any((program := program_of(item)) is not None and program.script is not None for item in commands(text))


def _command(text: str, files: Mapping[str, str]) -> CommandRecord:
    inputs = {item.written: Input(item.name, item.written, item.example) for item in placeholders(text)}
    bundled = tuple(
        BundledPath(written, path)
        for written, path in files.items()
        if re.search(rf"(?<![\w./-]){re.escape(written)}(?![\w/-]|\.\w)", text)
    )
    return CommandRecord(text, tuple(inputs.values()), bundled)

"""The work of a step: what it says, runs, reads and writes, whom it asks, and whether it is done at all."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from skillrt.code import commands
from skillrt.errors import Span
from skillrt.ir import Block, CallSite, Module, Resource, span_of
from skillrt.passes.concurrency.asking import asks_user
from skillrt.passes.concurrency.conditions import condition_of
from skillrt.passes.concurrency.drafts import Draft, Page
from skillrt.passes.concurrency.names import Names, names_of
from skillrt.passes.concurrency.paths import named_paths
from skillrt.passes.concurrency.programs import Done, done_by
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.sentences import Sentence

_MANY_COMMANDS: Final = 60
# what the agent has to make up; a place with a name (`<input.pdf>`) is filled in by who runs it
_HOLE: Final = re.compile(r"\.\.\.|…|<[^<>\s]+(?:\s+[^<>\s]+){3,}>")
Said = tuple[Block, Sentence]


class Work(msgspec.Struct, frozen=True):
    """A step before it is a fact.

    `said` are its sentences, its heading's first; `ran` the commands of its blocks, each with its place; `names`
    those of its Python, None where it has none or it does not parse.
    """

    id: str
    workflow: str
    draft: Draft
    said: tuple[Said, ...]
    fences: tuple[Fence, ...]
    ran: tuple[tuple[Done, Span], ...] = ()
    names: Names | None = None
    reads: tuple[Resource, ...] = ()
    writes: tuple[Resource, ...] = ()
    asks: Span | None = None
    outside: Span | None = None
    condition: Span | None = None

    @property
    def kind(self) -> Literal["agent", "command", "script"]:
        """What it takes: an agent, or only the commands that stand there, word for word."""
        done = [item for item, _ in self.ran if item.text]
        said = [sentence for _, sentence in self.said if sentence.kind != "heading"]
        orders = len(said) > (0 if len(said) < len(self.said) else 1)
        if not done or orders or len(done) != len(self.ran) or any(_HOLE.search(item.text) for item in done):
            return "agent"
        return "script" if len(done) == 1 and done[0].script else "command"

    @property
    def span(self) -> Span:
        """From its first line to its last."""
        return span_over(self.draft)


def span_over(draft: Draft) -> Span:
    """The source span of a step: whole blocks, or the lines of a code block that belong to it."""
    first, last = draft.leaves[0], draft.leaves[-1]
    if draft.part is not None:
        start, end = (first.offset_of_content(at) for at in draft.part)
        return span_of(first, start, end)
    return Span(first.span.file, first.span.start, last.span.end, draft.line, max(draft.line, draft.end_line))


class Programs(msgspec.Struct, frozen=True):
    """What `link` knows: the commands by the block that they stand in, and the bundled scripts by path."""

    calls: dict[str, tuple[str, ...]]
    scripts: dict[str, str]


def programs_in(module: Module) -> Programs:
    """The call sites and scripts of a module."""
    calls: dict[str, list[str]] = {}
    for fact in module.facts:
        if isinstance(fact, CallSite) and fact.blocks and module.blocks[fact.blocks[0]].kind != "code":
            calls.setdefault(fact.blocks[0], []).append(fact.command)
    scripts = {file.path: file.text for file in module.files if file.kind == "script" and file.text is not None}
    return Programs({key: tuple(found) for key, found in calls.items()}, scripts)


def work_of(page: Page, draft: Draft, name: str, workflow: str, programs: Programs) -> Work:
    """Everything that the analysis knows of one step."""
    said = tuple((leaf, sentence) for leaf in draft.leaves for sentence in page.said(leaf)) if not draft.part else ()
    fences = tuple(_fences(page, draft))
    ran = tuple(_ran(fences, draft, programs))
    text = "\n".join(fence.text for fence in fences if fence.language == "python")
    names = names_of(text) if text else None
    reads, writes = _resources(said, ran, names, draft)
    asks = _asks(said)
    outside = next((span for done, span in ran if done.effect == "outside"), None) or _sends(said)
    condition = condition_of(said, draft)
    return Work(name, workflow, draft, said, fences, ran, names, reads, writes, asks, outside, condition)


def _fences(page: Page, draft: Draft) -> Iterator[Fence]:
    mine = {leaf.id for leaf in draft.leaves if leaf.kind == "code"}
    homes = dict.fromkeys(page.homes[leaf.id] for leaf in draft.leaves if leaf.id in mine)
    for home in homes:
        for fence in fences_of(page.sections[home]):
            if fence.block.id in mine:
                start, end = draft.part or (0, len(fence.text))
                yield msgspec.structs.replace(fence, text=fence.text[start:end]) if draft.part else fence


def _ran(fences: Sequence[Fence], draft: Draft, programs: Programs) -> Iterator[tuple[Done, Span]]:
    for fence in fences:
        if fence.role == "commands":
            for command in commands(fence.text, console=fence.language == "console")[:_MANY_COMMANDS]:
                yield done_by(command, programs.scripts), fence.block.span
    for leaf in draft.leaves:
        for text in programs.calls.get(leaf.id, ()):
            for command in commands(text)[:_MANY_COMMANDS]:
                yield done_by(command, programs.scripts), leaf.span


def _resources(
    said: Sequence[Said], ran: Sequence[tuple[Done, Span]], names: Names | None, draft: Draft
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    touched = [*_told(said), *_run(ran), *_named(names, draft)]
    reads: dict[tuple[str, str], Resource] = {}
    writes: dict[tuple[str, str], Resource] = {}
    for resource, written in touched:
        (writes if written else reads).setdefault((resource.kind, resource.name), resource)
    return tuple(reads.values()), tuple(writes.values())


def _told(said: Sequence[Said]) -> Iterator[tuple[Resource, bool]]:
    for block, sentence in said:
        yield from named_paths(block, sentence)


def _run(ran: Sequence[tuple[Done, Span]]) -> Iterator[tuple[Resource, bool]]:
    for done, span in ran:
        yield from ((Resource("file", _clean(path), span), False) for path in done.reads)
        yield from ((Resource("file", _clean(path), span), True) for path in done.writes)
        yield from ((Resource("variable", f"${name}", span), False) for name in done.uses)
        yield from ((Resource("variable", f"${name}", span), True) for name in done.sets)


def _named(names: Names | None, draft: Draft) -> Iterator[tuple[Resource, bool]]:
    if names is None:
        return
    span = span_over(draft)
    yield from ((Resource("variable", name, span), False) for name in sorted(names.free))
    yield from (
        (Resource("variable", name, span), True) for name in sorted(names.sets | (names.changes & names.free))
    )


def _clean(path: str) -> str:
    return path.removeprefix("./")


def _asks(said: Sequence[Said]) -> Span | None:
    """The first sentence that has the user asked."""
    for block, sentence in said:
        if asks_user(sentence.text):
            return span_of(block, sentence.start, sentence.end)
    return None


def _sends(said: Sequence[Said]) -> Span | None:
    """The first sentence that orders something done outside the workspace: its verb is one of those."""
    pattern = phrases("step", "outside")
    for block, sentence in said:
        if any(pattern.match(" ".join(words[:6])) for words in (sentence.words, sentence.label_words) if words):
            return span_of(block, sentence.start, sentence.end)
    return None

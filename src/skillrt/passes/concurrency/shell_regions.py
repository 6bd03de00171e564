"""Commands that can go on at once: those of one block that only look, and loops in which each file has its own.

That commands of one block are all to be run, and are no list to choose from, is known where the block stands in a
step, or its title or lead says that they check something.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.code import Command, commands
from skillrt.ir import span_of
from skillrt.passes.concurrency.programs import Done, asked_by, done_by, filled_alike
from skillrt.passes.concurrency.region import Kind, Region
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_LOOP: Final = re.compile(
    r"^[ \t]*for[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]{1,300}?)[ \t]*(?:;|\n)[ \t\n]*do\b([\s\S]{1,1500}?)\bdone\b", re.M
)
_MOST: Final = 8
_DIFFERENT: Final = 2
_SEQUENCE: Final = re.compile(r"\bseq\b|\{\d+\.\.\d+\}")
_PART: Final = re.compile(r"^[ \t]*#([^\n]*)\n((?:[ \t]*[^#\s][^\n]*(?:\n|\Z))+)", re.M)
_CHOICE: Final = re.compile(r"^[ \t]*#.*\b(?:or|alternatively|option|either)\b", re.M | re.I)
# a comment that says for whom or what a command is, of which one has one or the other
_CASE: Final = re.compile(
    r"^[ \t]*#(?:[ \t]*(?:for|if|when)\b|[^\n]*\b(?:projects?|macos|mac|linux|windows|ubuntu|debian|sort(?:ed)?)\b)",
    re.M | re.I,
)
_CONTROL: Final = re.compile(r"^[ \t]*(?:for|while|until|if|case|function)\b|\bdo\b|\(\)[ \t]*\{", re.M)
_STANDS_IN: Final = re.compile(r"\|\|(?!\s*(?:echo|printf|true)\b)")  # `|| echo none` only tells what was found


def commands_at_once(fence: Fence, section: Section, *, in_step: bool = False) -> Iterator[Region]:
    """The regions of a block of commands: loops; the whole block, or a part of it under a comment of its own."""
    loops = list(_loops(fence))
    yield from loops
    if loops or _CHOICE.search(fence.text):
        return
    lead = fence.lead.text if fence.lead else ""
    console = fence.language == "console"
    if in_step or phrases("parallel", "checks").search(section.title) or phrases("parallel", "checks").search(lead):
        whole = _looking(fence, 0, len(fence.text), console=console)
        if whole is not None:
            yield whole
            return
    for part in _PART.finditer(fence.text):
        if phrases("parallel", "checks").search(part.group(1)):
            found = _looking(fence, part.start(2), part.end(2), console=console)
            if found is not None:
                yield found


def _looking(fence: Fence, start: int, end: int, *, console: bool) -> Region | None:
    found = _outermost(commands(fence.text[start:end].rstrip(), console=console))
    shown = [command for command in found if not command.piped and _is_said(command)]
    text = fence.text[start:end]
    # a program in the place of one that fails, for another machine, or in rounds
    if not 2 <= len(shown) <= _MOST or any(barred.search(text) for barred in (_STANDS_IN, _CASE, _CONTROL)):
        return None
    done = [done_by(command) for command in shown]
    if len({asked_by(item) for item in done}) < _DIFFERENT or not filled_alike(done):
        return None
    if not _independent([done_by(command) for command in found]):
        return None
    names = ", ".join(dict.fromkeys(" ".join(item.text.split()[:2]) for item in done))
    reason = f"{names}: they only look, and none uses what another one gave"
    return _made(fence, "instruction", start, end, reason, len(shown))


def _is_said(command: Command) -> bool:
    """Whether a command is one of those that look; `echo none` behind one only says what it found."""
    return done_by(command).program not in ("echo", "printf", "true")


def _outermost(found: Sequence[Command]) -> list[Command]:
    """Without those that only give a word of another: `curl -H "$(cat key)"`; what a variable is set to stays."""
    kept: list[Command] = []
    end = -1
    for command in found:
        if command.start >= end:
            kept.append(command)
            end = command.end if command.words else end
    return kept


def _made(fence: Fence, kind: Kind, start: int, end: int, reason: str, width: int = 0) -> Region:
    block = fence.block
    span = span_of(block, block.offset_of_content(start), block.offset_of_content(max(start, end - 1)))
    return Region(kind, block, span, reason, width)


def _independent(done: Sequence[Done]) -> bool:
    """Whether every command only looks, and no two set or use the same variable."""
    if any(item.effect not in ("looks", "tests") for item in done):
        return False
    if [item.effect for item in done].count("tests") > 1:
        return False
    sets = [name for item in done for name in item.sets]
    uses = {name for item in done for name in item.uses}
    if len(set(sets)) < len(sets) or uses & set(sets):
        return False
    real = [
        item for item in done if item.program not in ("", "echo", "cd", "printf", "export", "sleep", "true", "test")
    ]
    moved = any(item.program in ("cd", "export", "sleep") for item in done)
    return len({item.text for item in real}) >= 2 and not moved


def _loops(fence: Fence) -> Iterator[Region]:
    for loop in _LOOP.finditer(fence.text):
        name, items, body = loop.groups()
        if _SEQUENCE.search(items):
            continue
        done = [done_by(command) for command in commands(body)]
        if done and all(_is_own(item, name) for item in done) and any(item.effect not in ("looks",) for item in done):
            width = 0 if re.search(r"[$*?`{]", items) else len(items.split())
            reason = f"every round works on its own ${name}"
            yield _made(fence, "data", loop.start(), loop.end(), reason, width)


def _is_own(done: Done, name: str) -> bool:
    """Whether a command of a loop writes only what bears the name of the item."""
    if done.effect == "outside" or done.program in ("break", "exit", "read", "sleep", "cd", "git"):
        return False
    if done.effect == "looks":
        return not done.writes
    mark = re.compile(rf"\$\{{?{re.escape(name)}\b")
    return bool(done.writes) and all(mark.search(path) for path in done.writes)

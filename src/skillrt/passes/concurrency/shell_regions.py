"""Commands that can go on at once: those of one block that only look, and loops in which each file has its own.

That commands of one block are all to be run, and are no list to choose from, is known where the block stands in a
step, or its title or lead says that they check something.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.code import Command, commands
from skillrt.ir import span_of
from skillrt.passes.concurrency.programs import IDLE, Done, asked_by, done_by, filled_alike
from skillrt.passes.concurrency.region import Kind, Region
from skillrt.passes.concurrency.words import phrases
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_LOOP: Final = re.compile(
    r"^[ \t]*for[ \t]+(\w+)[ \t]+in[ \t]+([^\n;]{1,300}?)[ \t]*(?:;|\n)[ \t\n]*do\b([\s\S]{1,1500}?)\bdone\b", re.M
)
_MOST: Final = 8
_DIFFERENT: Final = 2
_SHOWN: Final = 80  # characters of a command in a reason
_SEQUENCE: Final = re.compile(r"\bseq\b|\{\d+\.\.\d+\}")
_PART: Final = re.compile(r"^[ \t]*#([^\n]*)\n((?:[ \t]*[^#\s][^\n]*(?:\n|\Z))+)", re.M)
_CHOICE: Final = re.compile(r"^[ \t]*#.*\b(?:or|alternatively|option|either)\b", re.M | re.I)
# a comment that says for whom or what a command is, of which one has one or the other
_CASE: Final = re.compile(
    r"^[ \t]*#(?:[ \t]*(?:for|if|when)\b|[^\n]*\b(?:projects?|macos|mac|linux|windows|ubuntu|debian|sort(?:ed)?)\b)",
    re.M | re.I,
)
_CONTROL: Final = re.compile(r"^[ \t]*(?:for|while|until|if|case|function)\b|\bdo\b|\(\)[ \t]*\{", re.M)
_JOINED: Final = re.compile(rb"&&|\|\|")
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
    text = fence.text[start:end]
    found = _outermost(commands(text.rstrip(), console=console))
    shown = _chains(text, found)
    # a program in the place of one that fails, for another machine, or in rounds
    if not 2 <= len(shown) <= _MOST or any(barred.search(text) for barred in (_STANDS_IN, _CASE, _CONTROL)):
        return None
    done = [[done_by(command) for command in chain] for chain in shown]
    asked = {" ".join(map(asked_by, items)) for items in done}
    if len(asked) < _DIFFERENT or not filled_alike([item for items in done for item in items]):
        return None
    if not _independent([done_by(command) for command in found]):
        return None
    names = _counted([_name(chain[0]) for chain in shown if chain[0].words])
    reason = f"{names}: they only look, and none uses what another one gave"
    return _made(fence, "instruction", start, end, reason, len(shown))


def _chains(text: str, found: Sequence[Command]) -> list[list[Command]]:
    """The commands that look, those together that `&&` or `||` joins: the second waits for the first."""
    data = text.encode()
    chains: list[list[Command]] = []
    end = 0
    for command in found:
        if not chains or not (command.piped or _JOINED.search(data[end : command.start])):
            chains.append([])
        end = command.end
        if not command.piped and _is_said(command):
            chains[-1].append(command)
    return [chain for chain in chains if chain]


def _name(command: Command) -> str:
    """A command in a reason, as it stands: its words up to the first that is no option, without one that is long."""
    words = [word.raw for word in command.words]
    plain = next((at for at, raw in enumerate(words[1:], 1) if not raw.startswith("-")), len(words) - 1)
    shown = " ".join(words[: plain + 1])
    return shown if len(shown) <= _SHOWN and "\n" not in shown else " ".join(words[: max(plain, 1)])[:_SHOWN]


def _counted(names: Sequence[str]) -> str:
    """The names in their order, those that are equal once, with their number."""
    counts = Counter(names)
    return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in counts.items())


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
    real = [item for item in done if item.program not in IDLE]
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

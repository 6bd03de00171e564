"""What a skill has run: programs with their verbs, in commands of the text and in bundled programs."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, NamedTuple, cast

import msgspec

from skillrt.code import Command, Program, commands, program_of
from skillrt.contracts.lines import Effect
from skillrt.environment.finding import called_programs
from skillrt.environment.finding.commands import own_commands, span_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.known_names import (
    is_basic_program,
    is_english,
    is_listed_program,
    package_kind,
    program_name,
)
from skillrt.errors import Place, Span
from skillrt.ir import leaves, place_of
from skillrt.passes.auditing.warnings import is_of_bad_things, warns_of
from skillrt.passes.concurrency.programs import Done, done_by

SHELLS: Final = frozenset({"shell", "console"})
WEIGHT: Final[tuple[Effect, ...]] = ("looks", "tests", "any", "writes", "outside")
_VERB: Final = re.compile(r"[a-z][a-z0-9-]{1,24}\Z")
# what reads the skill's own code is no command
_READS: Final = frozenset({"shebang", "bundled program", "code block"})
_OTHER_CODE: Final = re.compile(r"\w+[ ]*(?:[=:<>+*]|\w+[ ]*[=:])")  # `service = build(x)`, `host: name`
# a verb with nothing but a few words before the span
_INVITES: Final = re.compile(
    r"\b(?:run|runs|running|execute|executes|executing|use|uses|using|invoke|call|type|issue|do|via|with|start|try|enter|"
    r"install|launch|send|repeat|re-?run|then|and|or|first|by|through)[ \t]*(?:the[ \t]+)?(?:following[ \t]+)?"
    r"(?:command[ \t]*)?[:(]?[ \t\n]*\**\Z",
    re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(
    r"(?:\b(?:for example|such as|as with|for instance|like|unlike)\b|\be\.g\.)[^.:;\n]{0,40}\Z", re.IGNORECASE
)
_LONGEST: Final = 400  # characters of a command line in prose
_NEAR: Final = 200
_MANY: Final = 2000  # commands of one passage that are looked at


@cache
def tables() -> dict[str, frozenset[str]]:
    """The data of this unit: `verbs`, `plain`, `launchers`, `unasked`."""
    source = resources.files("skillrt.contracts") / "data" / "commands.toml"
    read = cast("dict[str, list[str]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return {name: frozenset(words) for name, words in read.items()}


class Ran(NamedTuple):
    """A command: with its verb, what it does at most, where it stands, and whether prose only names it."""

    name: str
    effect: Effect
    place: Place
    named: bool = False


def commands_run(scene: Scene, needed: frozenset[str]) -> Iterator[Ran]:
    """Each command that is run or that prose names. `needed` are programs that discovery knows."""
    own = own_commands(scene)
    for passage in passages_of(scene):
        if passage.language in SHELLS and passage.manner != "example":
            for command in commands(passage.text, console=passage.language == "console")[:_MANY]:
                for name, effect in _told(command, own, needed):
                    yield Ran(name, effect, place_in(passage, command))
    yield from _in_prose(scene, own, needed)
    for item in called_programs.sightings(scene):
        if item.manner != "example" and item.kind == "system" and item.via not in _READS:
            yield Ran(item.name, "any", place_at(item.span))


def _in_prose(scene: Scene, own: frozenset[str], needed: frozenset[str]) -> Iterator[Ran]:
    """Command lines in code spans, but for those that the sentence warns of."""
    for section in scene.sections:
        if is_of_bad_things(section.title):
            continue
        steps = {leaf.id for items in section.numbered for item in items for leaf in leaves((item,))}
        for leaf in section.leaves:
            if leaf.kind == "code" or "`" not in leaf.text:
                continue
            for inline in leaf.inlines:
                if inline.kind != "code" or len(inline.value) > _LONGEST or not _is_line(inline.value.strip("$ ")):
                    continue
                around = (
                    leaf.text[max(0, inline.start - _NEAR) : inline.start],
                    leaf.text[inline.end : inline.end + _NEAR],
                )
                if warns_of(*around):
                    continue
                for command in commands(inline.value):
                    for name, effect in _told(command, own, needed):
                        place = place_of(leaf, inline.start, inline.end)
                        begins = leaf.id in steps and not leaf.text[: inline.start].strip("*_ ")
                        asked = begins or _is_asked_for(*around) or not own.isdisjoint(_files_in(command))
                        yield Ran(name, effect, place, named=not asked)


def _files_in(command: Command) -> Iterator[str]:
    """The names of files among the words of a command: who shows how a bundled program is called has it called."""
    for word in command.words[:8]:
        name = (word.value or "").rpartition("/")[2]
        if "." in name:
            yield name


def _is_asked_for(before: str, after: str) -> bool:
    """Whether the words around a code span ask to run it: it stands alone on a line, or a verb leads to it."""
    alone = not before.rpartition("\n")[2].strip("` ") and not after.partition("\n")[0].strip("` ")
    return alone or (_INVITES.search(before) is not None and _EXAMPLE.search(before) is None)


def _is_line(text: str) -> bool:
    """Whether a code span is a command line, not a piece of a program or a sentence."""
    first, blank, rest = text.partition(" ")
    if not blank or "(" in first or first.startswith(("<", ">")) or _OTHER_CODE.match(text):
        return False
    return not is_english(program_name(first)) or any(mark in rest for mark in ("-", "/", ".", "|"))


def done_of(command: Command) -> Done:
    """What a command does; of programs whose `-o` names no output only redirections write."""
    done = done_by(command)
    if done.program not in tables()["no_output"] or not done.writes:
        return done
    targets = {item.target.text for item in command.redirects}
    writes = tuple(path for path in done.writes if path in targets)
    effect = "looks" if done.effect == "writes" and not writes else done.effect
    return msgspec.structs.replace(done, writes=writes, effect=effect)


def place_in(passage: Passage, command: Command) -> Place:
    """Where a command stands."""
    return place_at(span_of(passage, command.start, command.end))


def place_at(span: Span) -> Place:
    """The line of a span."""
    return Place(span.file, span.line)


def _told(command: Command, own: frozenset[str], needed: frozenset[str]) -> Iterator[tuple[str, Effect]]:
    program = program_of(command)
    if program is None:
        return
    data = tables()
    for launcher in program.launchers:
        if launcher in data["launchers"]:
            yield launcher, "any"
    name = program_name(program.interpreter or program.name.value or "")
    if not name or name in own or (program.direct and not program.interpreter) or name in program.launchers:
        return
    effect = done_of(command).effect
    if name in data["plain"]:
        return
    if is_basic_program(name) or is_listed_program(name) or package_kind(name) or name in needed:
        yield _with_verb(name, program), effect


def _with_verb(name: str, program: Program) -> str:
    if name not in tables()["verbs"]:
        return name
    valued = tables()["valued"]
    given = [word.value or "" for word in program.arguments]
    words = zip(["", *(word.text for word in program.arguments)], program.arguments, given, strict=False)
    verb = next((text for before, word, text in words if not word.text.startswith("-") and before not in valued), "")
    return f"{name} {verb}" if _VERB.match(verb) else name

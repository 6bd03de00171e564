"""What a skill has run: programs with their verbs, in commands of the text and in bundled programs."""

import re
from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from skillrt.code import Command, commands
from skillrt.contracts.finding.command_names import (
    Names,
    families,
    nouns_of,
    package_fetched,
    spelled_of,
    tables,
    verbed,
    verbs_of,
)
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.powershell_commands import powershell_commands
from skillrt.contracts.finding.python_runs import python_runs
from skillrt.contracts.finding.settings import settings_commands
from skillrt.contracts.finding.shell_values import Values, literals_behind, shell_values
from skillrt.contracts.finding.subject_programs import subject_programs
from skillrt.contracts.lines import Effect
from skillrt.environment.finding import called_programs
from skillrt.environment.finding.commands import own_commands, span_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.known_names import (
    is_english,
    program_name,
)
from skillrt.environment.sighting import Sighting
from skillrt.errors import Place
from skillrt.ir import Block, leaves, place_of
from skillrt.passes.auditing.warnings import forbids_what_follows, is_of_bad_things, warns_of
from skillrt.reading.sections import Section

SHELLS: Final = frozenset({"shell", "console"})
WEIGHT: Final[tuple[Effect, ...]] = ("looks", "tests", "any", "writes", "outside")
# what reads the skill's own code is no command
_READS: Final = frozenset({"shebang", "bundled program", "code block"})
_OTHER_CODE: Final = re.compile(r"\w+[ ]*(?:[=:<>+*]|\w+[ ]*[=:])")  # `service = build(x)`, `host: name`
# a verb with nothing but a few words before the span
_INVITES: Final = re.compile(
    r"\b(?:run|runs|running|execute|executes|executing|use|uses|using|invoke|call|type|issue|do|via|with|start|try|enter|"
    r"read[ \t]+from|"
    r"install|launch|send|repeat|re-?run|then|and|or|first|by|through)[ \t]*(?:the[ \t]+)?(?:following[ \t]+)?"
    r"(?:command[ \t]*)?:?[ \t\n]*\**\Z",
    re.IGNORECASE,
)
_EXAMPLE: Final = re.compile(
    r"(?:\b(?:for example|such as|as with|for instance|like|unlike)\b|\be\.g\.)[^.:;\n]{0,40}\Z", re.IGNORECASE
)
# "a run `x`" is no order
_NOUN: Final = re.compile(
    r"\b(?:an?|the|this|that|each|every|any|per|no)[ \t\n]+\w+[ \t]*:?[ \t\n]*\**\Z", re.IGNORECASE
)
# "and `y`" asks for it only where something before it is asked for
_JOINS: Final = re.compile(r"\b(?:and|or)[ \t\n]*\**\Z", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\b(?:runs?|running|re-?run|executes?|executing|uses?|using|invoke|call|type|issue|start|try|enter|install|launch|"
    r"check|verify|via|with|by|through)\b[^.;\n]{0,200}\Z",
    re.IGNORECASE,
)
_WITHOUT: Final = re.compile(
    r"\b(?:no|without|not|never|instead of|rather than|unlike|versus|vs\.?|avoids?|replaces?|replacing)[ \t\n]+"
    r"(?:(?:an?|the|any|need for|using|running)[ \t\n]+)?\**\Z",
    re.IGNORECASE,
)
# "must run via `viewer`", "use `viewer`"
_USES: Final = re.compile(
    r"\b(?:runs?|running|use|uses|using|via|with|launch|start|execute|invoke)[ \t\n]+(?:the[ \t\n]+)?[*_]*`?\Z",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[a-z][a-z0-9]{2,24}(?:-[a-z0-9]{1,24}){0,3}\Z")
_QUOTED: Final = re.compile(r"[\"'`]([^\"'`\n]{1,400})[\"'`]")
# `CI=1 npx x`
_ASSIGNED: Final = re.compile(r"\A[$ ]*(?:[A-Z_][A-Z0-9_]{0,60}=[\w.,:/-]{0,80} +){1,4}(?=[a-z])")
# between two commands of one order: "Run `a` / `b`, `c`"
_ALIKE: Final = re.compile(r"[ \t]*(?:/|,|,?[ \t]*\bor\b|\|)[ \t]*\Z")
_DRAWN: Final = re.compile(r"^[ \t]*[↓↑▼▲│└├→]|[ \t]←[ \t]", re.M)
_NO_COMMAND: Final = ("<", ">", "{", "'", '"')
_LONGEST: Final = 400  # characters of a command line in prose
_NEAR: Final = 200
_BETWEEN: Final = 12
_MANY: Final = 2000  # commands of one passage that are looked at


class Ran(NamedTuple):
    """A command: with its verb, what it does at most, where it stands, and whether prose only names it, or a document
    beside SKILL.md shows it."""

    name: str
    effect: Effect
    place: Place
    named: bool = False
    shown: bool = False


def commands_run(scene: Scene, needed: frozenset[str]) -> Iterator[Ran]:
    """Each command that is run or that prose names. `needed` are programs that discovery knows."""
    subjects = subject_programs(scene, needed)
    known, verbs = needed | subjects, verbed(scene) | subjects
    nouns, spoken = nouns_of(scene), _spoken_of(scene)
    names = Names(own_commands(scene), known, verbs, families(scene), nouns, spoken, spelled_of(scene))
    for passage in passages_of(scene):
        if passage.manner != "example":
            yield from _of_passage(passage, names)
    for passage in recipes_of(scene):  # who copies them into a project has them run there
        yield from (item._replace(named=False, shown=True) for item in _of_passage(passage, names))
    yield from _of_settings(scene, names)
    yield from _in_prose(scene, names, verbs_of(scene) - subjects, subjects)
    for item in called_programs.sightings(scene):
        if item.manner != "example" and item.kind == "system" and item.via not in _READS:
            found = list(_fetched_by(scene, item, names)) if item.name in tables()["fetching"] else []
            yield from (Ran(name, effect, place_at(item.span)) for name, effect in found)
            if not found:
                yield Ran(item.name, "any", place_at(item.span))


def _fetched_by(scene: Scene, item: Sighting, names: Names) -> Iterator[tuple[str, Effect]]:
    """What a program that calls `npx` has it fetch, by the command in its call: a text, or a list of words."""
    files = (*scene.module.documents, *scene.module.files)
    text = next((file.text for file in files if file.path == item.span.file), None) or ""
    raw = text.encode("utf-8", "surrogateescape")[item.span.start : item.span.end].decode("utf-8", "replace")
    words = _QUOTED.findall(raw[:_LONGEST])
    line = next((word for word in words if f" {item.name} " in f" {word}"), " ".join(words))
    for command in commands(line.replace("${", "{")):
        yield from (told for told in names.told(command) if package_fetched(told[0]))


def _spoken_of(scene: Scene) -> frozenset[str]:
    """Words alone in code spans that the words before say to run or to use."""
    return frozenset(
        inline.value
        for section in scene.sections
        for leaf in section.leaves
        for inline in (leaf.inlines if leaf.kind != "code" else ())
        if inline.kind == "code"
        and _WORD.match(inline.value)
        and _USES.search(leaf.text[max(0, inline.start - _NEAR) : inline.start])
    )


def _of_passage(passage: Passage, names: Names) -> Iterator[Ran]:
    shown = passage.place == "document"
    # a drawing of how things follow one another is no block that is run
    named = passage.guessed and _DRAWN.search(passage.text) is not None
    if passage.language in SHELLS:
        # where the block says that it is shell, a name that no list knows is a program's
        labelled = not passage.guessed and passage.language == "shell"
        for command, called in _of_shell(passage):
            for name, effect in names.told(called, labelled=labelled):
                yield Ran(name, effect, place_in(passage, command), named, shown and not named)
    elif passage.language == "python":
        yield from _of_python(passage, names)
    elif passage.language == "powershell":
        for name, words, start, end in powershell_commands(passage.text):
            if told := names.of_powershell(name, words):
                yield Ran(told, "any", place_at(passage.span(start, end)), shown=shown)


def _of_shell(passage: Passage) -> Iterator[tuple[Command, Command]]:
    """Each command with itself and with what its first word stands for."""
    listed = commands(passage.text, console=passage.language == "console")[:_MANY]
    values = shell_values(passage.text, listed)
    for command in listed:
        yield command, command
        yield from ((command, called) for called in _behind_variable(command, values))


def _of_python(passage: Passage, names: Names) -> Iterator[Ran]:
    """What bundled programs run; code that documents show has its programs told without verbs."""
    for command, line in python_runs(passage) if passage.block is None else ():
        for name, effect in names.told(command, labelled=True):
            yield Ran(_surely_verbed(name, command), effect, place_at(passage.lines(line, line)))


def _behind_variable(command: Command, values: Values) -> Iterator[Command]:
    """`$PM add x` where the text gives PM literal values and no other: the command with each of them."""
    if command.words and command.words[0].value is None:
        rest = " ".join(word.raw for word in command.words[1:])
        for value in literals_behind(command.words[0], values):
            yield from commands(f"{value} {rest}")[:1]


def _surely_verbed(name: str, command: Command) -> str:
    """The name with those of its verbs that stand before any option: behind one of a program's own making there may
    be its value (`claude --model sonnet`)."""
    program, *verbs = name.split(" ")
    if "-m" in verbs or program in tables()["fetching"]:
        return name
    words = [word.text for word in command.words[1:]]
    while len(words) > 1 and words[0] in tables()["valued"]:
        words = words[2:]
    leading = list(takewhile(lambda word: not word.startswith("-"), words))
    return " ".join((program, *takewhile(lambda verb: verb in leading, verbs)))


def _of_settings(scene: Scene, names: Names) -> Iterator[Ran]:
    """What settings have a harness start: the command of a server."""
    for line, place in settings_commands(scene):
        for command in commands(line):
            for name, effect in names.told(command, labelled=True):
                yield Ran(name, effect, place)


def _in_prose(scene: Scene, names: Names, verbs: Collection[str], subjects: Collection[str]) -> Iterator[Ran]:
    """Command lines in code spans, but for those that the sentence warns of, and what is a verb of another program
    of the skill: `eval --stdin` beside `agent-browser eval`."""
    for section in scene.sections:
        if is_of_bad_things(section.title):
            continue
        main = place_of_file(section.path) == "main"
        steps = {leaf.id for items in section.numbered for item in items for leaf in leaves((item,))}
        for leaf in _told_leaves(scene, section):
            asked_to = -1  # where the last command ends that the sentence asks for
            for inline in leaf.inlines:
                line = _ASSIGNED.sub("", inline.value).strip("$ ")
                if inline.kind != "code" or len(inline.value) > _LONGEST or not _is_line(line, subjects):
                    continue
                around = (
                    leaf.text[max(0, inline.start - _NEAR) : inline.start],
                    leaf.text[inline.end : inline.end + _NEAR],
                )
                if warns_of(*around) or _WITHOUT.search(around[0]):
                    continue
                begins = leaf.id in steps and not leaf.text[: inline.start].strip("*_ ")
                # a cell or a heading tells of a command as often as it asks for one
                goes_on = asked_to >= 0 and _ALIKE.match(leaf.text[asked_to : inline.start][:_BETWEEN]) is not None
                led = leaf.kind not in ("table", "heading") and (begins or goes_on or _is_asked_for(*around))
                asked_to = inline.end if led else -1
                place = place_of(leaf, inline.start, inline.end)
                for name, effect, has_own in _told(inline.value, names, verbs):
                    # what another document asks to run is shown, as its blocks are
                    asked = led or has_own
                    yield Ran(name, effect, place, named=not asked, shown=asked and not main)


def _told_leaves(scene: Scene, section: Section) -> Iterator[Block]:
    """The heading and the blocks of prose of a section, without lists of what must not be done."""
    heading = scene.module.blocks.get(section.heading)
    forbidden = False
    for leaf in (*((heading,) if heading is not None else ()), *section.leaves):
        listed = leaf.id in section.listed
        if leaf.kind != "code" and "`" in leaf.text and not (listed and forbidden):
            yield leaf
        if not listed:
            forbidden = leaf.text.rstrip(" \n*_").endswith(":") and forbids_what_follows(leaf.text, sought=False)


def _told(line: str, names: Names, verbs: Collection[str]) -> Iterator[tuple[str, Effect, bool]]:
    """The commands of a line, with whether a file of the skill is among their words."""
    for command in commands(line):
        has_own = not names.own.isdisjoint(_files_in(command))
        for name, effect in names.told(command):
            if name.partition(" ")[0] not in verbs:
                yield name, effect, has_own


def _files_in(command: Command) -> Iterator[str]:
    """The names of files among the words of a command: who shows how a bundled program is called has it called."""
    for word in command.words[:8]:
        name = (word.value or "").rpartition("/")[2]
        if "." in name:
            yield name


def _is_asked_for(before: str, after: str) -> bool:
    """Whether the words around a code span ask to run it: it stands alone on a line, or a verb leads to it."""
    alone = not before.rpartition("\n")[2].strip("` ") and not after.partition("\n")[0].strip("` ")
    joined = _JOINS.search(before)
    led = _INVITES.search(before) is not None and _NOUN.search(before) is None
    led = led and (joined is None or _ASKS.search(before[: joined.start()]) is not None)
    return alone or (led and _EXAMPLE.search(before) is None)


def _is_line(text: str, subjects: Collection[str]) -> bool:
    """Whether a code span is a command line, not a piece of a program or a sentence; `subjects` are programs that no
    list has and that the skill is about."""
    first, blank, rest = text.partition(" ")
    if not blank or "(" in first or first.startswith(_NO_COMMAND) or _OTHER_CODE.match(text):
        return False
    # a mark by itself is none: "who can / on behalf of"
    marked = any(len(word) > 1 and any(mark in word for mark in "-/.") for word in rest.split())
    return first in subjects or not is_english(program_name(first)) or marked or "|" in rest


def place_in(passage: Passage, command: Command) -> Place:
    """Where a command stands."""
    return place_at(span_of(passage, command.start, command.end))

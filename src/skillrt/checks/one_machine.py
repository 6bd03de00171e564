"""Paths below the home of one person, in commands: they work on the machine of the skill's author alone."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, commands
from skillrt.environment.known_names import is_basic_program, is_listed_program, is_shared_home, program_name
from skillrt.errors import Diagnostic, Place, also_on
from skillrt.ir import Block, Document, Module, place_of
from skillrt.passes.harness_uses.notable import for_people
from skillrt.passes.linking.programs import Characters
from skillrt.reading.fences import fences_of
from skillrt.reading.sections import sections_of

_HOME: Final = re.compile(
    r"(?<![\w/.:~$}\\-])(?:(?:/home|/Users)/|[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/))([A-Za-z][\w.-]{1,40})(?=[/\\])"
)
# who stands for anybody
_ANYBODY: Final = re.compile(
    r"(?:the|my|your?|our|some|an?)?[_.-]?(?:user|users?[_.-]?names?|names?|you|me|home|dir|account|person|someone|"
    r"xxx*|foo|bar|test(?:er|user)?|example|sample|demo|john|jane|doe|john[_.]?doe|jane[_.]?doe|alice|bob|jdoe)\Z",
    re.I,
)
_VALUE: Final = re.compile(r"\":[ ]?\"\Z")  # of a message in JSON
# what they are given is run or stands elsewhere
_REMOTE: Final = ("ssh", "scp", "sftp", "rsync", "docker", "podman", "kubectl", "lxc", "vagrant", "multipass")
_ELSEWHERE: Final = frozenset((*_REMOTE, "useradd", "adduser", "usermod", "su", "echo", "printf", "grep"))


def paths_of_one_machine(module: Module) -> Iterator[Diagnostic]:
    """One finding for each document and home, at the first command that names it."""
    for document in module.documents:
        if for_people(document.path):
            continue
        places: dict[str, list[Place]] = {}
        for home, place in _homes(document):
            places.setdefault(home, []).append(place)
        for home, found in places.items():
            message = f"the command names `{home}`, which is there on one machine alone{also_on(found)}"
            yield Diagnostic.of("link.one-machine", message, found[0])


def _homes(document: Document) -> Iterator[tuple[str, Place]]:
    if "/home/" not in document.text and "Users" not in document.text:
        return
    for section in sections_of(document):
        for fence in fences_of(section):
            if fence.role == "commands":
                for home, start, end in _of_commands(fence.text, console=fence.language == "console"):
                    first, last = fence.block.offset_of_content(start), fence.block.offset_of_content(end - 1)
                    yield home, place_of(fence.block, first, last + 1)
        for leaf in section.leaves:
            yield from _of_spans(leaf)


def _of_spans(leaf: Block) -> Iterator[tuple[str, Place]]:
    """Those of code spans that are a whole command; a path alone may be an example of one."""
    for span in leaf.inlines:
        inside = leaf.text[span.start : span.end].strip("`") if span.kind == "code" else ""
        if "sers" not in inside and "/home/" not in inside:
            continue
        base = leaf.text.index(inside, span.start)
        first, _, rest = inside.strip().partition(" ")
        name = program_name(first)
        if rest and (_HOME.match(first) or is_listed_program(name) or is_basic_program(name)):
            for home, start, end in _of_commands(inside, console=False):
                yield home, place_of(leaf, base + start, base + end)


def _of_commands(text: str, *, console: bool) -> Iterator[tuple[str, int, int]]:
    """Homes in the words of commands, with their characters."""
    characters = Characters(text)
    for command in commands(text, console=console):
        if _is_elsewhere(command):
            continue
        # a user who is named beside the home is one of some other machine, as the host is
        named = {word.text for word in command.words}
        for word in (*command.words, *command.assignments, *(item.target for item in command.redirects)):
            for found in _HOME.finditer(word.raw):
                name = found.group(1)
                anybody = _ANYBODY.match(name) or is_shared_home(name)
                if name not in named and not anybody and not _VALUE.search(word.raw, 0, found.start()):
                    start = characters.at(word.start) + found.start()
                    yield found.group(), start, start + len(found.group())


def _is_elsewhere(command: Command) -> bool:
    """Whether it says nothing of this machine: what it is given stands on another, is printed, or is data."""
    if command.words and command.words[0].text.endswith(":"):
        return True
    names = {word.text.rpartition("/")[2] for word in command.words[:2]}
    return not names.isdisjoint(_ELSEWHERE)

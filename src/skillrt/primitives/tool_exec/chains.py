"""Chains: procedures of which several steps run something, and what each step runs."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.primitives.notes import section_of
from skillrt.primitives.tool_exec.detect import COMMAND
from skillrt.primitives.view.view import SkillView
from skillrt.reading.instructions import is_aside
from skillrt.reading.present import is_lowered
from skillrt.reading.steps import Procedure, Step

_STEP_WORDS: Final = ("step", "phase", "stage")
_IN_ORDER: Final = re.compile(
    r"\b(?:workflow|process|procedure|steps|instructions?|pipeline|protocol|checklist|phase)\b", re.I
)
_USES: Final = re.compile(r"\b(?:usage|uses|examples?|reference|basics?|types?|options?|alternatives?)\b", re.I)
# state that the next command would not see, a console's own prompt, something to choose from
_KEEPS: Final = re.compile(
    r"^\s*(?:cd|pushd|export|source|\.|alias|unset|set)\b|^\s*[A-Za-z_]\w*=|^\s*[\w()-]{0,20} ?[\w()/-]{0,40}>\s|"
    r"\b(?:OR|or)\b|\|\s*\Z|[^\\]&\s*\Z"
)
_EITHER: Final = re.compile(
    r"(?:^|[.:;*(]\s*)(?:or|alternatively|option \w|method \d)\b|\bif [^.\n]{0,80}(?:use|run|instead|otherwise)\b|"
    r"\beither\b|\bfor (?:macos|linux|windows|npm|yarn)\b",
    re.I | re.M,
)
_RUN: Final = re.compile(r"Run(?: \([^)]*\))?: `([^`\n]+)`")
_BACK: Final = re.compile(r"\b(?:go |come )?(?:back|return|jump) to (?:the )?(?:step|phase|stage)\b", re.I)
_SPAN: Final = re.compile(r"`([^`\n]{1,300})`")
_MANY: Final = 12
_CHAIN: Final = 3


class Link(msgspec.Struct, frozen=True):
    """A step of a chain: its title, and the commands that stand in it, as they are written."""

    title: str
    commands: tuple[str, ...]


class Chain(msgspec.Struct, frozen=True):
    """A procedure with what its steps run; steps that run nothing are there too: they have to be done as well."""

    procedure: Procedure
    links: tuple[Link, ...]


def chains_of(view: SkillView) -> Iterator[Chain]:
    """The procedures of SKILL.md of which at least three steps run something, each one command: steps to be gone
    through in order, no list of uses and no choice of ways."""
    for procedure in view.procedures:
        if not is_chain(procedure, view) or procedure.path != view.skill_file:
            continue
        links = tuple(_link(step, procedure.path, view) for step in procedure.steps)
        runs = [link for link in links if link.commands]
        apart = not any(_EITHER.search(step.text) for step in procedure.steps)
        sure = all(map(_is_told, procedure.steps, links)) and all(_is_at_hand(link, view) for link in links)
        ready = apart and sure and all(map(_is_one, runs))
        # a command that comes again is one of a round, which is gone through more than once
        once = len({tuple(map(_plain, link.commands)) for link in runs}) == len(runs) >= _CHAIN
        if once and ready and not _is_in_aside(procedure, view):
            yield Chain(procedure, links)


def is_chain(procedure: Procedure, view: SkillView) -> bool:
    """Whether the steps of the procedure are to be gone through in order, and once."""
    first = procedure.steps[0].title.lower().lstrip("#* ")
    section = next((part for part in view.sections if procedure.steps[0].block == part.heading), None)
    above = [part.title for part in view.sections if section is not None and part.index in section.parents]
    titles = " ".join((procedure.title, *above[-1:]))
    asked = first.startswith(_STEP_WORDS) or _IN_ORDER.search(procedure.title) is not None
    back = any(_BACK.search(step.text) for step in procedure.steps)
    return asked and _USES.search(titles) is None and len(procedure.steps) <= _MANY and not back


def _is_in_aside(procedure: Procedure, view: SkillView) -> bool:
    section = section_of(view, procedure.steps[0].block)
    return section is None or is_aside(section, view.main)


def _is_told(step: Step, link: Link) -> bool:
    """Whether every command that the step's sentences name is the one that the list has."""
    rows: list[str] = []
    fenced = False
    for row in step.text.split("\n"):
        mark = row.lstrip().startswith("```")
        rows += [] if fenced or mark else [row]
        fenced = fenced != mark
    named = (found.strip() for row in rows for found in _SPAN.findall(row))
    return all(text in link.commands or not COMMAND.match(text) for text in named)


def _is_at_hand(link: Link, view: SkillView) -> bool:
    """Whether the bundled scripts that a command runs are named by their whole path."""
    paths = [file.path for file in view.scripts]
    for word in (word for command in link.commands for word in command.split()):
        same = [path for path in paths if path.rpartition("/")[2] == word.rpartition("/")[2]]
        if same and not any(word.endswith(path) for path in same):
            return False
    return True


def _plain(command: str) -> str:
    """A command without its comments."""
    return "\n".join(row for row in command.split("\n") if not row.lstrip().startswith("#")).strip()


def _is_one(link: Link) -> bool:
    """Whether the step runs one command, which leaves nothing that a later step would need of the shell."""
    if len(link.commands) != 1:
        return False
    rows = link.commands[0].replace("\\\n", " ").split("\n")
    lines = [row for row in rows if row.strip() and not row.lstrip().startswith("#")]
    return len(lines) == 1 and not any(_KEEPS.search(row) for row in rows)


def _link(step: Step, path: str, view: SkillView) -> Link:
    title = " ".join(step.title.replace("**", "").strip("#* ").split())
    return Link(title, tuple(dict.fromkeys(_commands(step, path, view))))


def _commands(step: Step, path: str, view: SkillView) -> Iterator[str]:
    """Blocks of commands, what lowerings have put in the place of such, and calls of bundled scripts in the text."""
    fences = {fence.block.id: fence for fence in view.fences if fence.path == path}
    for section in view.sections:
        if section.path != path:
            continue
        for leaf in section.leaves:
            if not step.line <= leaf.span.line <= step.end_line:
                continue
            fence = fences.get(leaf.id)
            if leaf.kind == "code" and fence is not None and fence.role == "commands":
                yield leaf.content.strip("\n")
            elif leaf.kind != "code" and is_lowered(view.block(leaf.id) or leaf):
                found = _RUN.match(leaf.text.strip())
                if found is not None:
                    yield found.group(1)
    yield from _called_in_text(step, path, view, frozenset(fences))


def _called_in_text(step: Step, path: str, view: SkillView, fences: frozenset[str]) -> Iterator[str]:
    """Calls of bundled scripts that stand in sentences."""
    for call in view.calls:
        inside = call.span.file == path and step.line <= call.span.line <= step.end_line
        if inside and not fences & frozenset(call.blocks) and " " in call.command:
            yield call.command

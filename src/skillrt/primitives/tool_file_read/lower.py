"""Short documents that SKILL.md names stand in it; any file is printed by a command that takes several, tells what is
missing, and cuts large ones into pages."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.ir import Reference
from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.bundling import program
from skillrt.primitives.draft import Draft, Gap
from skillrt.primitives.notes import note_near, section_of
from skillrt.primitives.view.view import SkillView

PAGES: Final = "pages"
COMMAND: Final = "read-by-command"
_FILE: Final = re.compile(r"\b(?:files?|documents?|logs?|transcripts?|pdfs?|lines)\b", re.I)
# the skill has its own way to take a part
_OWN_PARTS: Final = re.compile(
    r"--(?:offset|limit|pages?|page[-_]size|per[-_]page|start|head|tail|range|lines|chunk\w*)\b", re.I
)
_PAGE: Final = program("page.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Pages for what is large; else the command that prints."""
    if gap.required == "L3":
        yield from _pages(view, gap)
    else:
        yield from _by_command(view, gap)


def _pages(view: SkillView, gap: Gap) -> Iterator[Draft]:
    wide = [item for item in gap.detected.evidence if item.level == "L3" and _speaks_of_files(view, item)]
    if not wide or any(_has_own_parts(view, item) for item in wide):
        return  # an interface has offsets and limits too
    text = (
        f"Read a large file by command: `sh {_PAGE.path} --index FILE` lists what is on which page, "
        f"`sh {_PAGE.path} FILE 2` prints the second page, `--find WORDS` the lines with these words."
    )
    note = note_near(view, sorted(wide, key=lambda item: -item.weight), text, _PAGE.path)
    if note is not None:
        reason = "a program cuts large files into pages with an index, so that no offsets have to be kept"
        yield Draft(PAGES, reason, "supports", (note,), (_PAGE,), 1 if gap.held else 0, _RUN)


def _speaks_of_files(view: SkillView, item: Evidence) -> bool:
    block = view.block(item.block)
    return block is not None and _FILE.search(block.text[item.start : item.end]) is not None


def _has_own_parts(view: SkillView, item: Evidence) -> bool:
    """Whether a command of the evidence's section, or one around it, takes parts already."""
    section = section_of(view, item.block)
    if section is None:
        return True
    near = [
        other
        for other in view.sections
        if other.path == section.path
        and (other.index == section.index or other.index in section.parents or section.index in other.parents)
        and (other.level > 1 or other.index == section.index)
    ]
    return any(_OWN_PARTS.search(leaf.text) for other in near for leaf in other.leaves)


def _by_command(view: SkillView, gap: Gap) -> Iterator[Draft]:
    paths = _documents(view)
    shown = " ".join(paths[:1]) or "FILE"
    several = "a document of this skill or a file" if paths else "a file"
    text = (
        f"Read {several} by command: `sh {_PAGE.path} {shown}` prints it a page at a time, `--all FILE...` several "
        "at once; one that is missing is told, with where its like is."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, _PAGE.path, *paths[:1])
    if note is not None:
        reason = "a program prints files one or several at a time and tells which are missing"
        yield Draft(COMMAND, reason, "supports", (note,), (_PAGE,), min(gap.held, 1), _RUN)


def _documents(view: SkillView) -> tuple[str, ...]:
    """The documents that SKILL.md names and the skill has, in order."""
    paths = {document.path for document in view.documents[1:]}
    named = (
        fact.target
        for fact in view.module.facts
        if isinstance(fact, Reference) and fact.span.file == view.skill_file and fact.target in paths
    )
    return tuple(dict.fromkeys(path for path in named if path))

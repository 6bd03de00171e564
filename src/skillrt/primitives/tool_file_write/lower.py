"""Files whose content the text shows are copied from bundled templates; a list says which of several comes next; long
ones are written in pieces; where none can be written by a tool, a command writes them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Evidence, Level, rank
from skillrt.primitives.bundling import data_path, program
from skillrt.primitives.draft import DerivedFile, Draft, Gap
from skillrt.primitives.notes import note_below, note_near, section_of
from skillrt.primitives.tool_file_write.contents import names_itself
from skillrt.primitives.tool_file_write.named import named_to_make
from skillrt.primitives.tool_file_write.templates import template_drafts
from skillrt.primitives.view.view import SkillView
from skillrt.reading.present import is_lowered

LIST: Final = "file-list"
PIECES: Final = "pieces"
COMMAND: Final = "write-by-command"
_FILES: Final = program("files.sh")
_PARTS: Final = program("parts.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
# the verb, at most five words, several files: what is only changed or read is there already
_SEVERAL: Final = re.compile(
    r"\b(?:create|write|generate|produce|scaffold|output)\s+(?:[\w/'’-]+\s+){0,5}?"
    r"(?:(?:several|multiple|many|all|these|the following|two|three|four|five|six|\d{1,2})\s+(?:[\w-]+\s+){0,3}?"
    r"(?:files|pages|modules|components|documents|scripts)|"
    r"(?:one|an?|a separate) (?:[\w-]+ )?(?:file|page|module|document) (?:for each|per|for every)|"
    r"each (?:[\w-]+ ){0,2}(?:file|page|module|document))\b",
    re.I,
)
_PERHAPS: Final = re.compile(
    r"\b(?:if|unless|may|can|could|never|not|don['’]t|avoid|append\w*|updat\w+|memory|memories|logs?|over time)\b",
    re.I,
)
_MANY: Final = 20
_FEW: Final = 3


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Templates first, which take work away; then what carries the rest, for the level that is held."""
    yield from template_drafts(view, gap)
    if gap.held >= 2:
        yield from _list(view, gap)
    elif gap.held == 1:
        yield from _pieces(view, gap)
    else:
        yield from _command(view, gap)


def _list(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """The files that the text names, with what it says of each; a program tells which is next. Where it names none
    and one sentence asks for several, the agent writes the list first."""
    said = named_to_make(view, gap)
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    if len(said) > _MANY:
        return
    if len(said) < _FEW:
        if said or any(names_itself(fence) for fence in view.fences if fence.path == view.skill_file):
            return  # files with names are written from what is said of them
        text = (
            f"With several files to write, first write their paths, one a line, to `to-write.txt`; then "
            f"`sh {_FILES.path} to-write.txt start`, and `sh {_FILES.path} to-write.txt` names the next one until "
            "all are there."
        )
        note = note_near(view, [item for item in evidence if _asks_several(view, item)], text, _FILES.path)
        files: tuple[DerivedFile, ...] = (_FILES,)
        reason = "a list on disk holds the files, and a program names the next one that is missing"
    else:
        path = data_path("files", ".txt", view.module.paths)
        table = DerivedFile(path, "".join(f"{name}\t{text}\n" for name, (text, _) in said.items()), how="outlined")
        text = (
            f"This makes {len(said)} files, each at its place in the text: once `sh {_FILES.path} {path} start`, "
            f"then after each file `sh {_FILES.path} {path}` names the next one and what is said of it "
            "(`--skip PATH`: does not apply here), until all are there."
        )
        first = next(iter(said.values()))[1]
        section = section_of(view, first)
        note = note_below(view, section, text, _FILES.path, path) if section is not None else None
        files = (_FILES, table)
        reason = f"a list holds the {len(said)} files, and a program names the next one that is missing"
    if note is not None:
        yield Draft(LIST, reason, "supports", (note,), files, 2, _RUN)


def _asks_several(view: SkillView, item: Evidence) -> bool:
    """Whether one sentence has several new files written, and what is right behind it does not show them."""
    block = view.block(item.block)
    section = section_of(view, item.block)
    if block is None or section is None or is_lowered(block):
        return False
    text = block.text[item.start : item.end]
    return (
        _SEVERAL.search(text) is not None
        and not _PERHAPS.search(text)
        and not any(leaf.kind == "code" for leaf in section.leaves)
    )


def _pieces(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        f'A file of more than 1 KB goes in pieces: `sh {_PARTS.path} FILE start "PIECE 1" "PIECE 2"...`, then '
        f"`sh {_PARTS.path} FILE --most 1000` names the next piece and its path, and `join` makes the file."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, _PARTS.path)
    if note is not None:
        reason = "a driver takes a file in pieces of under 1 KB and puts them together"
        yield Draft(PIECES, reason, "supports", (note,), (_PARTS,), 1, _RUN)


def _command(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Without a tool that writes, a command does, if one can be run whose text is one's own."""
    if rank(gap.required) > 2:
        return
    text = (
        "Write a file by a command: `cat > FILE <<'END'`, then its lines, then `END` on a line of its own; "
        "`wc -c FILE` shows that it is there."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text)
    if note is not None:
        reason = "the shell writes the file, so that no tool for writing is needed"
        yield Draft(COMMAND, reason, "supports", (note,), (), 0, (("tool.exec", "L2"),))

"""Files whose content the text shows are copied from bundled templates; a list says which of several comes next; long
ones are written in pieces; where none can be written by a tool, a command writes them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named, note_near
from skillrt.primitives.tool_file_write.contents import name_of_content
from skillrt.primitives.view.fences import Fence
from skillrt.primitives.view.files import paths_behind
from skillrt.primitives.view.reading import is_lowered
from skillrt.primitives.view.view import SkillView

TEMPLATE: Final = "template-files"
LIST: Final = "file-list"
PIECES: Final = "pieces"
COMMAND: Final = "write-by-command"
_FILL: Final = program("fill.sh")
_FILES: Final = program("files.sh")
_PARTS: Final = program("parts.sh")
_RUN: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_WRITES: Final = re.compile(r"\b(?:create|write|add|save|put|generate|place|set up|copy)\b", re.I)
_SMALL: Final = 6
_MANY: Final = 40
_SAID: Final = 160


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Templates first, which take work away; then what carries the rest, for the level that is held."""
    yield from _templates(view, gap)
    if gap.held >= 2:
        yield from _list(view, gap)
    elif gap.held == 1:
        yield from _pieces(view, gap)
    else:
        yield from _command(view, gap)


def _templates(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Blocks that the text says to write to a named file become templates with a command that copies them."""
    wanted = {item.block for item in gap.detected.evidence}
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL]
    for fence in view.fences:
        name = name_of_content(fence) if fence.block.id in wanted and _is_whole_file(fence) else ""
        if not name:
            continue
        path = data_path(name.rpartition("/")[2].replace(".", "-"), ".template", taken)
        taken.add(path)
        files.append(DerivedFile(path, fence.text, False, (fence.block.id,)))
        command = f"sh {_FILL.path} {shell_word(path)} {shell_word(name)}"
        ending = "\n" if fence.block.text.endswith("\n") else ""
        new = f"Run{named(fence)}: `{command}` (copies that file; `OLD=NEW` behind it changes a word), then edit it.{ending}"
        replacements += moved_fence(fence, new, path, _FILL.path, path)
    if replacements:
        reason = "the files that the text shows are copied by a command and then adapted, not written anew"
        yield Draft(TEMPLATE, reason, "removes", tuple(replacements), tuple(files), 0, _RUN)


def _is_whole_file(fence: Fence) -> bool:
    """Whether the text says right before the block that it is to be written; a sample of code is no file."""
    if fence.role not in ("code", "data") or not fence.block.fenced or is_lowered(fence.block):
        return False
    lead = fence.lead.text if fence.lead is not None else ""
    return fence.lines >= _SMALL and _WRITES.search(lead) is not None and "..." not in fence.text


def _list(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """The files that the text names, with what it says of each; a program tells which is missing."""
    wanted = {item.block for item in gap.detected.evidence}
    own = {path.rpartition("/")[2].lower() for path in view.module.paths}
    said: dict[str, str] = {}
    for found, word in paths_behind(view, "tool.file.write:verb"):
        sentence = found.sentence
        path = sentence.text[word.start : word.end].strip("`*\"'")
        if sentence.block not in wanted or sentence.kind in ("row", "heading") or not _is_plain(path):
            continue
        if path.rpartition("/")[2].lower() not in own:
            said.setdefault(path, " ".join(sentence.text.split())[:_SAID])
    for fence in view.fences:
        name = name_of_content(fence) if fence.block.id in wanted else ""
        if name and _is_plain(name) and fence.lead is not None and _WRITES.search(fence.lead.text):
            said.setdefault(name, " ".join(fence.lead.text.split())[:_SAID])
    if not 2 <= len(said) <= _MANY:
        return
    path = data_path("files", ".txt", view.module.paths)
    table = DerivedFile(path, "".join(f"{name}\t{text}\n" for name, text in said.items()), how="outlined")
    text = (
        f"Write one file a turn: `sh {_FILES.path} {path}` names the next one and what is said of it; write it and run that "
        f"again (`--skip PATH` for a file that does not apply here), until it says that all are there."
    )
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, _FILES.path, path)
    if note is not None:
        reason = f"a list holds the {len(said)} files, and a program names the next one that is missing"
        yield Draft(LIST, reason, "supports", (note,), (_FILES, table), 2, _RUN)


def _is_plain(path: str) -> bool:
    return "." in path.rpartition("/")[2] and not path.startswith(("/", "~", "*.")) and "\t" not in path


def _pieces(view: SkillView, gap: Gap) -> Iterator[Draft]:
    text = (
        f'Write a file of more than 1 KB in pieces: `sh {_PARTS.path} FILE start "PIECE 1" "PIECE 2"...`, then '
        f"`sh {_PARTS.path} FILE --most 1000` names the next piece and where to write it, and `join` makes the file."
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

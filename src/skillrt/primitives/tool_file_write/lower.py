"""Files whose content the text shows are copied from bundled templates; a list says which of several comes next; long
ones are written in pieces; where none can be written by a tool, a command writes them."""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Level, rank
from skillrt.primitives.bundling import data_path, program, shell_word
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.notes import moved_fence, named, note_below, note_near, section_of
from skillrt.primitives.tool_file_write.contents import name_of_content
from skillrt.primitives.tool_file_write.named import WRITES, named_to_make
from skillrt.primitives.view.fences import Fence
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
_SMALL: Final = 6
_MANY: Final = 12
_FEW: Final = 3
# evidence that has the agent write, other than by the names of files and blocks
_SAYS_SO: Final = ("has the agent write files", "speaks of several files to be written")


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
    named_by = [(fence, name_of_content(fence)) for fence in view.fences if fence.block.id in wanted]
    names = [name for _, name in named_by]
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL]
    for fence, name in named_by:
        # several blocks for one file are ways to choose among, or stretches of it
        if not name or names.count(name) > 1 or fence.path != view.skill_file or not _is_whole_file(fence):
            continue
        path = data_path(name.rpartition("/")[2].replace(".", "-"), ".template", taken)
        taken.add(path)
        skipped = _name_line(fence)
        files.append(DerivedFile(path, fence.text[skipped:], False, (fence.block.id,)))
        command = f"sh {_FILL.path} {shell_word(path)} {shell_word(name)}"
        ending = "\n" if fence.block.text.endswith("\n") else ""
        new = (
            f"Run{named(fence)}: `{command}` (copies it; `OLD=NEW` behind it changes a word), then adapt it.{ending}"
        )
        replacements += moved_fence(fence, new, path, _FILL.path, path, skipped=skipped)
    if replacements:
        reason = "the files that the text shows are copied by a command and then adapted, not written anew"
        yield Draft(TEMPLATE, reason, "removes", tuple(replacements), tuple(files), 0, _RUN)


def _is_whole_file(fence: Fence) -> bool:
    """Whether the text says right before the block that it is to be written; a sample of code is no file."""
    if fence.role not in ("code", "data") or not fence.block.fenced or is_lowered(fence.block):
        return False
    lead = fence.lead.text if fence.lead is not None else ""
    return fence.lines >= _SMALL and WRITES.search(lead) is not None and "..." not in fence.text


def _name_line(fence: Fence) -> int:
    """The length of a first line that only names the file, where the file could not hold it: JSON has no comments."""
    first = fence.text.partition("\n")[0]
    return len(first) + 1 if fence.language == "json" and first.lstrip().startswith(("//", "#")) else 0


def _list(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """The files that the text names, with what it says of each; a program tells which is next. Where it names fewer
    than several, the agent writes the list first."""
    said = named_to_make(view, gap)
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    if len(said) > _MANY:
        return
    if len(said) < _FEW:
        evidence = [item for item in evidence if item.reason in _SAYS_SO]
        text = (
            f"With several files to write, first write their paths, one a line, to `to-write.txt`; then "
            f"`sh {_FILES.path} to-write.txt start`, and `sh {_FILES.path} to-write.txt` names the next one until "
            "all are there."
        )
        note = note_near(view, evidence, text, _FILES.path)
        files: tuple[DerivedFile, ...] = (_FILES,)
        reason = "a list on disk holds the files, and a program names the next one that is missing"
    else:
        path = data_path("files", ".txt", view.module.paths)
        table = DerivedFile(path, "".join(f"{name}\t{text}\n" for name, (text, _) in said.items()), how="outlined")
        text = (
            f"Write these {len(said)} files one a turn: `sh {_FILES.path} {path} start`, then "
            f"`sh {_FILES.path} {path}` names the next one and what is said of it (`--skip PATH`: does not apply here), until all are there."
        )
        first = next(iter(said.values()))[1]
        section = section_of(view, first)
        note = note_below(view, section, text, _FILES.path, path) if section is not None else None
        files = (_FILES, table)
        reason = f"a list holds the {len(said)} files, and a program names the next one that is missing"
    if note is not None:
        yield Draft(LIST, reason, "supports", (note,), files, 2, _RUN)


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

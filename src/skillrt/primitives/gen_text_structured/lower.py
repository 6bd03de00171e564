"""Data that the text shows becomes a file to copy and adapt, with a schema and a program that checks the result."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from skillrt.primitives.base import Evidence, Level, rank
from skillrt.primitives.bundling import data_path, program, shell_word, uses_of
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement
from skillrt.primitives.gen_text_structured.schema import schema_text, value_of
from skillrt.primitives.having import has_python
from skillrt.primitives.notes import moved_fence, named, note_near
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

TEMPLATE: Final = "data-template"
CHECK: Final = "check-data"
_FILL: Final = program("fill.sh")
_CHECK: Final = program("check_data.py")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_SMALL: Final = 5
_MANY: Final = 20
_READ: Final = ("json", "toml", "yaml")
_WRITES: Final = re.compile(
    r"\b(?:writ(?:e|ten)|creat(?:e|ed)|generat(?:e|ed)|produc(?:e|ed)|add|save|put|edit|define|configure|set|send|"
    r"submit|fill|copy|insert|use|build|emit|update|provide|pass|prepare|format|template|config\w*|"
    r"like this|as follows)\b",
    re.I,
)
_ONLY_SHOWN: Final = re.compile(
    r"\b(?:examples?|samples?|before|after|bad|wrong|responses?|errors?|logs?|results?)\b", re.I
)
_FILE_WRITTEN: Final = re.compile(
    r"(?:[*\d.: ]*|then |[^.]{0,60}, )(?:write|create|generate|save|produce|build|update|edit)\b[^.\n]{0,60}"
    r"(?:\b(?:json|ya?ml|toml) (?:files?|config\w*|manifest)|\.(?:json|ya?ml|toml)\b)",
    re.I,
)
_WRITTEN: Final = ("asks for structured data", "speaks of structured data to be written")


class _Shown(msgspec.Struct, frozen=True):
    fence: Fence
    value: object


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Templates, then the check alone; who writes no data at all copies, and is not helped by a check."""
    shown = [item for item in _shown(view, gap) if item.fence.path == view.skill_file][:_MANY]
    if shown:
        yield _templates(view, gap, shown)
    if gap.held >= 1 and has_python(view):
        yield from _check(view, gap)


def _shown(view: SkillView, gap: Gap) -> Iterator[_Shown]:
    """Blocks among the evidence that are whole data: they can be copied as they stand."""
    wanted = {item.block for item in gap.detected.evidence}
    for fence in view.fences:
        block = fence.block
        usable = fence.role == "data" and fence.language in _READ and block.fenced and block.closed
        if block.id not in wanted or not usable or is_lowered(block) or fence.lines < _SMALL or "..." in fence.text:
            continue
        value = value_of(fence.text, fence.language) if _is_to_be_written(fence) else None
        if value is not None:
            yield _Shown(fence, value)


def _is_to_be_written(fence: Fence) -> bool:
    """Whether the sentence before it has the agent write it; what is only shown stays in sight."""
    lead = fence.lead.text[-160:] if fence.lead is not None else ""
    return bool(_WRITES.search(lead)) and not _ONLY_SHOWN.search(lead)


def _templates(view: SkillView, gap: Gap, shown: list[_Shown]) -> Draft:
    checked = has_python(view)
    taken = set(view.module.paths)
    replacements: list[Replacement] = []
    files: list[DerivedFile] = [_FILL, *([_CHECK] if checked else [])]
    for item in shown:
        fence = item.fence
        section = next(part for part in view.sections if (part.path, part.index) == (fence.path, fence.section))
        path = data_path(section.title or "data", f".{fence.language}", taken)
        schema = path.removesuffix(f".{fence.language}") + ".schema.json"
        taken |= {path, schema}
        files.append(DerivedFile(path, fence.text, False, (fence.block.id,)))
        ending = "\n" if fence.block.text.endswith("\n") else ""
        option = " --json" if fence.language == "json" else ""
        new = f"Data{named(fence)}: `sh {_FILL.path} {shell_word(path)} FILE{option}` copies it (`OLD=NEW` "
        new += "behind it changes a word); adapt FILE"
        paths = (_FILL.path, path)
        if checked:
            files.append(DerivedFile(schema, schema_text(item.value), False, (fence.block.id,), (), "outlined"))
            new += (
                f", then `python3 {_CHECK.path} --as {fence.language} --schema {shell_word(schema)} FILE` says "
                "what is wrong in it, until it prints `ok` (`--without KEY`: not needed)"
            )
            paths = (*paths, _CHECK.path, schema)
        replacements += moved_fence(fence, f"{new}.{ending}", path, *paths)
    others = {item.block for item in gap.detected.evidence if item.reason == "shows data to adapt"}
    # with OLD=NEW words are put in as JSON wants them, so that none has to be written
    sure = checked or all(item.fence.language == "json" for item in shown)
    covers = sure and gap.held >= 1 and len(shown) * 2 >= len(others)
    kept = ", and checked against the schema of it" if checked else ""
    reason = f"the data that the text shows is copied and adapted, not written anew{kept}"
    to = max(1, rank(gap.required) - 1) if covers else 0
    kind = "supports" if covers else "removes"
    return Draft(TEMPLATE, reason, kind, tuple(replacements), tuple(files), to, _RAISES)


def _check(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """The program alone, which knows the syntax of the data: behind the first block that is to be written, else
    at the sentence that has a file of it written."""
    if _CHECK.path in view.module.paths:
        return
    note = _behind_block(view, gap) or _behind_sentence(view, gap)
    if note is not None:
        reason = "a program finds what is wrong in the data, so that its marks and nesting need not be held in mind"
        yield Draft(CHECK, reason, "supports", (note,), (_CHECK,), max(1, rank(gap.required) - 1), _RAISES)


def _behind_block(view: SkillView, gap: Gap) -> Replacement | None:
    wanted = {item.block for item in gap.detected.evidence}
    for fence in view.fences:
        block = fence.block
        usable = block.id in wanted and fence.language in _READ and block.fenced and block.closed
        if not usable or is_lowered(block) or fence.path != view.skill_file or not _is_to_be_written(fence):
            continue
        text = (
            f"When it is written, `python3 {_CHECK.path} --as {fence.language} FILE` names the line that is wrong; "
            "mend it until it prints `ok`."
        )
        gap_before = "" if block.text.endswith("\n") else "\n"
        size = len(block.text)
        new = f"{gap_before}\n{' ' * (block.column - 1)}{text}\n"
        return Replacement(block.id, size, size, new, uses_of(new, _CHECK.path))
    return None


def _behind_sentence(view: SkillView, gap: Gap) -> Replacement | None:
    text = (
        f"When a file is written, `python3 {_CHECK.path} FILE` names the line that is wrong; mend it until it "
        "prints `ok`."
    )
    said = [item for item in gap.detected.evidence if item.reason in _WRITTEN and _has_file_written(item, view)]
    return note_near(view, said, text, _CHECK.path)


def _has_file_written(item: Evidence, view: SkillView) -> bool:
    block = view.block(item.block)
    words = block.text[item.start : item.end] if block is not None and block.kind == "paragraph" else ""
    return bool(_FILE_WRITTEN.match(words))

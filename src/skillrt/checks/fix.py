"""Apply the safe fixes of findings: exact bytes, whole files replaced at once, never outside the skill's folder."""

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from skillrt.errors import Edit, Finding, Fix
from skillrt.store.replacing import write_file


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was done: the findings whose fix was applied, and how often a fix could not be applied and why."""

    applied: tuple[Finding, ...] = ()
    refused: tuple[tuple[Finding, str], ...] = ()


def apply_fixes(findings: Iterable[Finding], folders: Mapping[str, Path]) -> Fixed:
    """Apply the fixes of the findings that count. `folders` gives the folder of a skill as reports show it.

    A skill that is not among them (an archive) is refused. Of fixes that overlap, the first in reading order is
    applied; the others are neither applied nor refused, and come up again in the next check. The caller must have
    made the findings from the files as they are now. Raises MachineError where a file cannot be written; what was
    written until then stays.
    """
    by_skill: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.counts and finding.diagnostic.fix is not None:
            by_skill[finding.skill].append(finding)
    applied: list[Finding] = []
    refused: list[tuple[Finding, str]] = []
    for skill, items in sorted(by_skill.items()):
        if skill not in folders:
            refused += [(item, "the skill is in an archive") for item in items]
            continue
        done = _fix_skill(folders[skill], items)
        applied += done.applied
        refused += done.refused
    return Fixed(tuple(applied), tuple(refused))


def _fix_skill(folder: Path, findings: list[Finding]) -> Fixed:
    contents: dict[str, bytes] = {}
    chosen: dict[str, list[Edit]] = defaultdict(list)
    applied: list[Finding] = []
    refused: list[tuple[Finding, str]] = []
    for finding in sorted(findings, key=lambda item: item.sort_key):
        fix = finding.diagnostic.fix
        assert fix is not None  # the caller keeps only findings with a fix
        why = _refusal(folder, fix, contents)
        if why:
            refused.append((finding, why))
        elif _fits(fix, chosen):
            for edit in fix.edits:
                if edit not in chosen[edit.file]:
                    chosen[edit.file].append(edit)
            applied.append(finding)
    for file, edits in sorted(chosen.items()):
        write_file(folder / file, _edited(contents[file], edits))
    return Fixed(tuple(applied), tuple(refused))


def _refusal(folder: Path, fix: Fix, contents: dict[str, bytes]) -> str:
    """Why a fix cannot be applied, or empty; reads the files that it changes."""
    for edit in fix.edits:
        if edit.file not in contents:
            why = _unsafe(folder, edit.file)
            if why:
                return why
            contents[edit.file] = (folder / edit.file).read_bytes()
        if not 0 <= edit.start <= edit.end <= len(contents[edit.file]):
            return f"`{edit.file}` changed since it was checked"
    return ""


def _unsafe(folder: Path, file: str) -> str:
    parts = file.split("/")
    if os.path.isabs(file) or any(part in {"", ".", ".."} for part in parts):
        return f"`{file}` is no path inside the skill"
    try:
        modes = [folder.joinpath(*parts[: depth + 1]).lstat().st_mode for depth in range(len(parts))]
    except OSError:
        return f"`{file}` is gone"
    if any(stat.S_ISLNK(mode) for mode in modes):
        return f"`{file}` is reached by a symbolic link"
    return "" if stat.S_ISREG(modes[-1]) else f"`{file}` is no regular file"


def _fits(fix: Fix, chosen: Mapping[str, list[Edit]]) -> bool:
    """Whether no edit touches one that is already chosen, save an equal one."""
    return not any(_clash(edit, other) for edit in fix.edits for other in chosen.get(edit.file, ()) if other != edit)


def _clash(one: Edit, two: Edit) -> bool:
    # two insertions at one place have no order; what merely touches is kept apart as well
    return one.start <= two.end and two.start <= one.end


def _edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    parts: list[bytes] = []
    cursor = 0
    for edit in sorted(edits):
        parts += (data[cursor : edit.start], edit.new.encode("utf-8", "surrogateescape"))
        cursor = edit.end
    return b"".join([*parts, data[cursor:]])

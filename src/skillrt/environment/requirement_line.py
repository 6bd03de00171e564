"""Requirement lines of Python: read with the library that pip reads them with, hostile ones refused with a reason.

What is not a plain `name[extras] range; marker` never reaches an installer: options, addresses, paths and shell
characters can make an installer fetch or run something else than a named package.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.environment.names import normal_python_name

MAX_LINE: Final = 500
_MAX_LINES: Final = 5_000
_OPTION: Final = re.compile(r"-{1,2}[A-Za-z]")
_INCLUDE: Final = re.compile(r"(-r|--requirement|-c|--constraint)(?:[ \t]*=[ \t]*|[ \t]*)(\S+)\s*\Z")
_OWN: Final = re.compile(
    r"(?:-e|--editable)(?:[ \t]*=[ \t]*|[ \t]+)\.(?:\[[\w, -]*\])?/?\s*\Z|\.(?:\[[\w, -]*\])?/?\s*\Z"
)
_ADDRESS: Final = re.compile(r"(?:git|hg|svn|bzr)\+|\w+://|\bfile:|@[ \t]*(?:\w+\+|\w+:|[./~])", re.IGNORECASE)
_PATH: Final = re.compile(r"[./~\\]|[A-Za-z]:[\\/]|[^\s;\[]*[/\\]|\S+\.(?:whl|zip|tar\.gz|txt)\b")
_SHELL: Final = re.compile(
    r"[$`|&{}]|;(?=\s*\w+\s*(?:\Z|-))|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_COMMENT: Final = re.compile(r"(?:\A|[ \t])#.*\Z")
_HASH: Final = re.compile(r"[ \t]+--hash[= ]\S+")
_LOOSE: Final = re.compile(r"([A-Za-z0-9][\w.-]*(?:\[[\w, .-]*\])?)[ \t]*=[ \t]*([\w.*]+)\Z")


class Requirement(msgspec.Struct, frozen=True, gc=False):
    """A package by name: normalised, with extras in order, the range as PEP 440 ('' where any will do) and the
    environment marker as written ('' without)."""

    name: str
    extras: tuple[str, ...] = ()
    version: str = ""
    marker: str = ""


class Refused(msgspec.Struct, frozen=True, gc=False):
    """A line that is not passed on, and why."""

    line: str
    reason: str


class Included(msgspec.Struct, frozen=True, gc=False):
    """`-r FILE` or `-c FILE` of a requirements file: the path as written; a constraint asks for nothing itself."""

    path: str
    constraint: bool


Line = Requirement | Refused | Included


@lru_cache(maxsize=4096)
def read_requirement(text: str) -> Requirement | Refused:
    """What one requirement says. Never raises.

    `name=1.2` (conda's way) is read as `name==1.2`; a `;` that begins no marker is refused.
    """
    shown = text.strip()
    reason = _why_refused(shown)
    if reason:
        return Refused(shown[:MAX_LINE], reason)
    from packaging.requirements import InvalidRequirement  # loaded where it is needed
    from packaging.requirements import Requirement as Parsed

    loose = _LOOSE.match(shown)
    try:
        parsed = Parsed(f"{loose.group(1)}=={loose.group(2)}" if loose else shown)
    except (InvalidRequirement, RecursionError, ValueError):
        return Refused(shown, "it is no requirement of the form `name[extras] range; marker`")
    if parsed.url:
        return Refused(shown, "it names an address in place of a package of an index")
    extras = tuple(sorted(normal_python_name(item) for item in parsed.extras))
    version = ",".join(sorted(str(item) for item in parsed.specifier))
    return Requirement(normal_python_name(parsed.name), extras, version, str(parsed.marker or ""))


def read_requirements(text: str) -> Iterator[tuple[int, Line]]:
    """The lines of a requirements file, each with its 1-based number; comments, hashes and the project itself
    (`-e .`) are left out. Lines joined by a backslash count as their first."""
    joined, begun = "", 0
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines()[:_MAX_LINES], 1):
        begun = begun or number
        joined += line
        if joined.endswith("\\") and len(joined) < MAX_LINE * 8:
            joined = joined[:-1]
            continue
        shown = _HASH.sub("", _COMMENT.sub("", joined)).strip()
        if shown and not _OWN.match(shown):
            yield begun, _line(shown)
        joined, begun = "", 0


def _line(shown: str) -> Line:
    included = _INCLUDE.match(shown) if len(shown) < MAX_LINE else None
    if included:
        return Included(included.group(2), included.group(1) in ("-c", "--constraint"))
    return read_requirement(shown)


def _why_refused(shown: str) -> str:
    """The reason to refuse a line without reading it; '' where there is none."""
    if len(shown) > MAX_LINE:
        return f"it has more than {MAX_LINE} characters"
    if "\n" in shown or "\r" in shown:
        return "it holds a line end"
    if _OPTION.match(shown) or re.search(r"\s--?[A-Za-z]", shown):
        return "it holds an option for the installer"
    if _ADDRESS.search(shown):
        return "it names an address in place of a package of an index"
    if _PATH.match(shown):
        return "it names a path in place of a package of an index"
    if _SHELL.search(shown):
        return "it holds characters that no requirement has"
    return ""

"""A baseline: the findings that a library had when the checks began, so that only new ones are reported.

The file is sorted JSON with one finding a line, made to be committed and reviewed. Findings are recognised by
fingerprints that do not depend on line numbers (`skillrt.errors.fingerprints`).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from skillrt.errors import Diagnostic, Finding, Place, Report, Severity, UsageError
from skillrt.errors.fingerprints import fingerprints

VERSION: Final = 1
SCHEMA_FILE: Final = "baseline.schema.json"
_MAX_SIZE: Final = 256 * 1024 * 1024


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding of the baseline."""

    fingerprint: Annotated[str, Meta(pattern="^[0-9a-f]{32}$", description="Recognises the finding.")]
    code: Annotated[str, Meta(min_length=1, description="The code of the finding.")]
    skill: Annotated[str, Meta(description="The skill's folder, relative to the library's root.")]
    path: Annotated[str, Meta(description="The file, relative to the library's root.")]
    message: Annotated[str, Meta(description="The message, for those who read the file.")]


class BaselineFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as a whole."""

    version: Annotated[int, Meta(ge=1, description="Version of this format.")]
    findings: Annotated[tuple[Known, ...], Meta(description="All known findings, sorted.")]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looked at: of other entries of a baseline it cannot say whether they still occur.

    `skills` are the keys of the skills that were checked; `folders` those of the paths below which every skill was,
    so that what else had been there is gone; `whole` says that they hold the whole library.
    """

    skills: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()
    whole: bool = False
    looks_for: Callable[[str], bool] = lambda _: True

    def entries(self, rows: Iterable[Known]) -> tuple[Known, ...]:
        """Those whose findings would have been found if they were there."""
        skills = {_safe(key) for key in self.skills}
        folders = tuple(map(_safe, self.folders))
        looked_at = (row for row in rows if self.whole or row.skill in skills or is_below(row.skill, folders))
        return tuple(row for row in looked_at if self.looks_for(row.code))


def is_below(key: str, folders: Sequence[str]) -> bool:
    """Whether a path relative to the library's root is one of the folders or lies in one."""
    return any(
        key == folder
        or key.startswith(f"{folder.rstrip('/')}/")
        or (folder == "." and not f"{key}/".startswith("../"))
        for folder in folders
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A report beside a baseline: known findings marked, and the entries that occur no more."""

    report: Report
    stale: tuple[Known, ...] = ()


def read_baseline(file: Path, shown: str) -> BaselineFile:
    """Read a baseline; `shown` is its name in messages. Raises UsageError where it is missing or no baseline."""
    try:
        with file.open("rb") as stream:
            found = msgspec.json.decode(stream.read(_MAX_SIZE), type=BaselineFile)
    except FileNotFoundError:
        hint = f"write it with `skillrt check --write-baseline {shown}`"
        raise UsageError(Diagnostic.of("usage.path-missing", f"there is no baseline `{shown}`", hint=hint)) from None
    except OSError as error:
        message = f"the baseline `{shown}` cannot be read: {error.strerror}"
        raise UsageError(Diagnostic.of("usage.bad-baseline", message)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"`{shown}` is not a baseline: {error}"
        raise UsageError(Diagnostic.of("usage.bad-baseline", message, Place(shown, 1))) from error
    if found.version != VERSION:
        message = f"`{shown}` is a baseline of version {found.version}; this SkillRT reads version {VERSION}"
        raise UsageError(Diagnostic.of("usage.bad-baseline", message, Place(shown, 1)))
    return found


def known_findings(findings: Sequence[Finding], key: Callable[[str], str]) -> tuple[Known, ...]:
    """The entries for these findings. `key` turns a skill's path as shown into one relative to the library's root.

    Ignored findings are left out: their reason already stands in the settings.
    """
    kept = [item for item in findings if _belongs(item)]
    return tuple(
        Known(name, item.diagnostic.code, *map(_safe, (item.skill, item.path, item.diagnostic.message)))
        for name, item in zip(_names(kept, key), (_keyed(item, key) for item in kept), strict=True)
    )


def baseline_text(known: Iterable[Known]) -> str:
    """The file with these entries."""
    rows = sorted(known, key=lambda row: (row.path, row.code, row.message, row.fingerprint))
    lines = ",\n".join("  " + json.dumps(msgspec.to_builtins(row), ensure_ascii=True) for row in rows)
    return f'{{\n "version": {VERSION},\n "findings": [\n{lines}\n ]\n}}\n' if rows else _EMPTY


_EMPTY: Final = f'{{\n "version": {VERSION},\n "findings": []\n}}\n'


def compared(report: Report, baseline: BaselineFile, key: Callable[[str], str], scope: Scope) -> Compared:
    """Mark what the baseline knows. Entries of what is not in the run's scope are not stale."""
    kept = [item for item in report.findings if _belongs(item)]
    names = dict(zip(map(id, kept), _names(kept, key), strict=True))
    known = {row.fingerprint for row in baseline.findings}
    marked = tuple(
        msgspec.structs.replace(item, baselined=True) if names.get(id(item)) in known else item
        for item in report.findings
    )
    present = set(names.values())
    stale = scope.entries(row for row in baseline.findings if row.fingerprint not in present)
    return Compared(Report(marked, report.skills), stale)


def baseline_schema_text() -> str:
    """The JSON Schema of the file, made from the structs that read it."""
    _, definitions = msgspec.json.schema_components((BaselineFile,), ref_template="#/$defs/{name}")
    body = definitions.pop("BaselineFile")
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "SkillRT baseline",
        "description": "Known findings of a library of Agent Skills.",
        **{name: value for name, value in body.items() if name not in {"title", "description"}},
        "$defs": definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the schema that ships with the package."""
    return (resources.files("skillrt.checks") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")


def _belongs(finding: Finding) -> bool:
    # a defect of SkillRT is never something to live with
    return not finding.ignored and finding.diagnostic.code != "internal.error" and _weighs(finding)


def _weighs(finding: Finding) -> bool:
    return finding.diagnostic.severity is not Severity.OFF


def _keyed(finding: Finding, key: Callable[[str], str]) -> Finding:
    return msgspec.structs.replace(finding, skill=key(finding.skill))


def _names(findings: Sequence[Finding], key: Callable[[str], str]) -> list[str]:
    return fingerprints(_keyed(item, key) for item in findings)


def _safe(text: str) -> str:
    """Bytes that are not UTF-8 would make the file unreadable."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

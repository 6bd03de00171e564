"""What is known of a skill, as one JSON object and as text.

The JSON shape is that of the labels of real skills (docs/inspect.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from skillrt.environment.find import dependencies_of
from skillrt.errors import Diagnostic, Severity, Span
from skillrt.ir import (
    Anchor,
    CallSite,
    Dependency,
    Fact,
    HarnessUse,
    Module,
    Purpose,
    Reference,
    Requirement,
    SkillKind,
    WrittenFor,
)
from skillrt.report.gaps import gap_lines, target_and_gaps
from skillrt.report.glyphs import lines_shown
from skillrt.report.workflow import workflow_fields, workflow_lines
from skillrt.targets import Target
from skillrt.verify import specification

SCHEMA_VERSION: Final = 1
_WIDEST: Final = 60  # characters of the column of names
# problems of reading: what they are about is missing from everything else that is told
_READING: Final = ("frontmatter", "input", "text")


def unread(module: Module) -> tuple[Diagnostic, ...]:
    """Why the facts may be fewer than the skill has: what of it could not be read, or not as it was meant."""
    found = {*module.diagnostics, *specification.check(module)}
    kept = (item for item in found if item.code.split(".", 1)[0] in _READING)
    return tuple(
        sorted((item for item in kept if item.severity.rank <= Severity.WARNING.rank), key=lambda item: item.sort_key)
    )


def inspection(module: Module, identity: str = "", target: Target | None = None) -> dict[str, Any]:
    """The facts of a module after its passes, ready for JSON. `identity` is the skill's id, its folder by default.

    With a target: what it holds of what the skill asks for.
    """
    references = [fact for fact in module.facts if isinstance(fact, Reference)]
    return {
        "schema_version": SCHEMA_VERSION,
        "id": identity or module.folder,
        "name": module.name,
        "description": _text(module.front_matter.get("description")),
        "source": module.source,
        "written_for": _written_for(module.facts),
        "dependencies": _dependencies(module),
        "broken_references": _broken(references),
        "harness_specific": _harness_specific(module.facts),
        "requirements": _requirements(module.facts),
        **target_and_gaps(module.facts, target),
        **workflow_fields(module.facts),
        "notes": "",
        "problems": [_problem(item) for item in unread(module)],
        "kind": next((fact.kind for fact in module.facts if isinstance(fact, SkillKind)), ""),
        "purposes": _purposes(module.facts),
        "documents": [{"path": item.path, "bytes": len(item.data)} for item in module.documents],
        "files": [_file(item.path, item.kind, item.language, item.size) for item in module.files],
        "references": _resolved(references),
        "anchors": _anchors(module.facts),
        "call_sites": _call_sites(module.facts),
    }


def inspection_text(found: dict[str, Any]) -> str:
    """The same for people; ends with a newline."""
    return lines_shown(_text_lines(found))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _file(path: str, kind: str, language: str, size: int) -> dict[str, Any]:
    return {"path": path, "kind": kind, "language": language, "bytes": size}


def _problem(item: Diagnostic) -> dict[str, Any]:
    at = f"{item.place.file}:{item.place.line}" if item.place else ""
    return {"code": item.code, "severity": item.severity.value, "at": at, "message": item.message}


def _at(fact: Fact) -> str:
    return f"{fact.span.file}:{fact.span.line}"


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    """SKILL.md first, then by file and place, so that the first mention is the one that a reader meets first."""
    return sorted(facts, key=lambda fact: (fact.span.file != "SKILL.md", fact.span.file, fact.span.start))


def _dependencies(module: Module) -> list[dict[str, Any]]:
    """Those that a pass left behind, else what discovery finds."""
    facts = tuple(fact for fact in module.facts if isinstance(fact, Dependency)) or dependencies_of(module)
    return [
        {
            "kind": fact.kind,
            "name": fact.name,
            "required": fact.required,
            "evidence": _at(fact),
            "version": fact.version,
            "why": fact.why,
            "via": list(fact.via),
            "extras": list(fact.extras),
            "modules": list(fact.modules),
            "places": list(dict.fromkeys(f"{span.file}:{span.line}" for span in fact.evidence)),
        }
        for fact in facts
    ]


def _broken(references: Iterable[Reference]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for fact in _in_order(references):
        if isinstance(fact, Reference) and fact.status in {"mended", "missing"}:
            row = {"ref": fact.ref, "at": _at(fact), "resolves_to": fact.target, "via": fact.via}
            found.setdefault(fact.ref, row)
    return list(found.values())


def _resolved(references: Iterable[Reference]) -> list[dict[str, Any]]:
    return [
        {"ref": fact.ref, "at": _at(fact), "target": fact.target, "status": fact.status, "via": fact.via}
        for fact in _in_order(references)
        if isinstance(fact, Reference)
    ]


def _harness_specific(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for fact in _in_order(facts):
        if isinstance(fact, HarnessUse):
            row = {"what": fact.what, "kind": fact.kind, "at": _at(fact), "harnesses": list(fact.harnesses)}
            found.setdefault((fact.span.file, fact.kind, fact.what), row)
    return list(found.values())


def _anchors(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {"path": fact.path, "written": fact.written, "at": _at(fact)}
        for fact in _in_order(facts)
        if isinstance(fact, Anchor)
    ]


def _call_sites(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {"script": fact.script, "command": fact.command, "at": _at(fact), "checked": fact.checked}
        for fact in _in_order(facts)
        if isinstance(fact, CallSite)
    ]


def _requirements(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """One row a primitive, with what each purpose asks of it below."""
    rows: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if not isinstance(fact, Requirement):
            continue
        row = {"primitive": fact.primitive, "level": fact.level, "evidence": _range(fact.span), "why": fact.reason}
        if not fact.purpose:
            rows[fact.primitive] = {**row, "places": [_range(span) for span in fact.evidence], "purposes": []}
        elif fact.primitive in rows:
            part = {"purpose": fact.purpose, "alternative": fact.alternative or None}
            rows[fact.primitive]["purposes"].append({**part, "level": fact.level, "evidence": _range(fact.span)})
    return list(rows.values())


def _purposes(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {
            "id": fact.id,
            "title": fact.title,
            "at": _range(fact.span),
            "alternatives": [
                {"id": item.id, "title": item.title, "at": _range(item.span), "default": item.default}
                for item in fact.alternatives
            ],
        }
        for fact in facts
        if isinstance(fact, Purpose)
    ]


def _range(span: Span) -> str:
    last = f"-{span.end_line}" if span.end_line > span.line else ""
    return f"{span.file}:{span.line}{last}"


def _written_for(facts: Iterable[Fact]) -> dict[str, Any] | None:
    for fact in facts:
        if isinstance(fact, WrittenFor):
            return {"harness": fact.harness, "guessed": fact.guessed, "scores": dict(fact.scores)}
    return None


def _text_lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['name']}  ({found['id']})"
    if found["description"]:
        yield f"  {' '.join(found['description'].split())}"
    written = found["written_for"]
    if written and written["harness"]:
        yield f"  written for {written['harness']}{' (guessed)' if written['guessed'] else ''}"
    if found["kind"]:
        yield f"  {found['kind']}"
    yield from _section("asks of the agent", [_requirement_line(row) for row in found["requirements"]])
    if found["target"]:
        yield ""
        yield from gap_lines(found["target"])
    yield from _section("needs", list(_dependency_lines(found["dependencies"])))
    if found["steps"] or found["parallel"]:
        yield ""
        yield from workflow_lines(found)
    yield from _section("documents", [f"{row['path']}  {row['bytes']:,} bytes" for row in found["documents"]])
    yield from _section("files", [_file_line(row) for row in found["files"]])
    yield from _section("broken references", [_broken_line(row) for row in found["broken_references"]])
    yield from _section("harness uses", [f"{row['at']}  {row['kind']}: {row['what']}" for row in _uses(found)])
    yield from _section("anchors", [f"{row['at']}  {row['written']} -> {row['path']}" for row in found["anchors"]])
    yield from _section("call sites", [_call_line(row) for row in found["call_sites"]])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title} ({len(lines)})"
        yield from (f"  {line}" for line in lines)


def _requirement_line(row: dict[str, Any]) -> str:
    return f"{row['primitive']:22} {row['level']}  {row['evidence']}  {row['why']}"


def _dependency_lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    names = [_named(row) for row in rows]
    width = min(max(map(len, names), default=0), _WIDEST)
    for name, row in zip(names, rows, strict=True):
        required = "required" if row["required"] else "optional"
        yield f"{row['kind']:7} {name:{width}} {required}  {row['evidence']}  {row['why']}"


def _named(row: dict[str, Any]) -> str:
    """The name with its range, as pip or npm writes the two."""
    version = row["version"] if row["version"][:1] in "<>=!~^" else ""
    return f"{row['name']}{' ' if version and row['kind'] != 'python' else ''}{version}"


def _uses(found: dict[str, Any]) -> list[dict[str, Any]]:
    return found["harness_specific"]


def _file_line(row: dict[str, Any]) -> str:
    kind = f"{row['language']} {row['kind']}" if row["kind"] == "script" else row["kind"]
    return f"{row['path']}  {kind}, {row['bytes']:,} bytes"


def _broken_line(row: dict[str, Any]) -> str:
    target = f"means {row['resolves_to']}" if row["resolves_to"] else "nothing fits"
    return f"{row['at']}  {row['ref']}  ({target})"


def _call_line(row: dict[str, Any]) -> str:
    checked = "" if row["checked"] else "  (interface not known)"
    return f"{row['at']}  {row['command']}{checked}"

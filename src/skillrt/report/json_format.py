"""Findings as JSON. The shape is published in `schemas/report.schema.json`."""

import json
from importlib import resources

from skillrt import __version__
from skillrt.errors import Edit, Finding, Fix, Report, Severity
from skillrt.errors.fingerprints import fingerprints
from skillrt.report.excerpt import line_window
from skillrt.report.portable import to_json, well_formed

SCHEMA_VERSION = 1
EXCERPT_LIMIT = 240


def report_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) that `render_json` keeps to."""
    text = (resources.files("skillrt.report") / "schemas" / "report.schema.json").read_text(encoding="utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


def render_json(report: Report) -> str:
    """One JSON object: every finding, also those of the baseline and the ignored ones, which are marked as such."""
    names = fingerprints(report.findings)
    return to_json(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "skillrt", "version": __version__},
            "summary": _summary(report),
            "findings": [_finding(item, name) for item, name in zip(report.findings, names, strict=True)],
        }
    )


def _summary(report: Report) -> dict[str, int]:
    return {
        "skills": report.skills,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "notes": report.count(Severity.NOTE),
        "baselined": sum(item.baselined for item in report.findings),
        "ignored": sum(bool(item.ignored) for item in report.findings),
        "fixable": sum(item.fixable for item in report.findings),
    }


def _finding(finding: Finding, fingerprint: str) -> dict[str, object]:
    diagnostic = finding.diagnostic
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": well_formed(diagnostic.message),
        "skill": well_formed(finding.skill),
        "path": well_formed(finding.path),
        "place": _place(finding),
        "hint": well_formed(diagnostic.hint),
        "fix": _fix(diagnostic.fix) if diagnostic.fix is not None else None,
        "baselined": finding.baselined,
        "ignored": well_formed(finding.ignored) if finding.ignored else None,
        "fingerprint": fingerprint,
    }


def _place(finding: Finding) -> dict[str, object] | None:
    place = finding.diagnostic.place
    if place is None or place.line < 1:
        return None
    cut_before, text = line_window(finding.diagnostic.excerpt, place.column, EXCERPT_LIMIT)
    return {
        "file": well_formed(place.file),
        "line": place.line,
        "column": max(place.column, 1),
        "end_line": max(place.end_line, place.line),
        "end_column": max(place.end_column or place.column, 1),
        "excerpt": well_formed(text),
        "excerpt_column": cut_before + 1,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": well_formed(fix.title), "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, object]:
    return {"file": well_formed(edit.file), "start": edit.start, "end": edit.end, "new": well_formed(edit.new)}

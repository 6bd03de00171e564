"""Findings as SARIF 2.1.0 (OASIS standard), for code scanning services and editors."""

from skillrt import __version__
from skillrt.errors import Diagnostic, Edit, Finding, Fix, Place, Report, catalogue
from skillrt.errors.findings import joined
from skillrt.errors.fingerprints import fingerprints
from skillrt.report.portable import to_json, uri, well_formed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# Versioned, as the standard asks: another recipe takes another key, so that old results are not matched wrongly.
FINGERPRINT = "skillrtFinding/v1"
# The words that code scanning services sort by.
_PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
_SNIPPET_LIMIT = 2000


def render_sarif(report: Report) -> str:
    """One run with all findings; those of the baseline are `unchanged`, ignored ones suppressed with the reason."""
    codes = sorted({item.diagnostic.code for item in report.findings})
    index = {code: number for number, code in enumerate(codes)}
    names = fingerprints(report.findings)
    compared = any(item.baselined for item in report.findings)
    results = [
        _result(item, index[item.diagnostic.code], name) | _baseline_state(item, compared=compared)
        for item, name in zip(report.findings, names, strict=True)
    ]
    driver = {"name": "skillrt", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, object]:
    info = catalogue()[code]
    meaning, remedy = info.meaning.strip(), info.remedy.strip()
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in code.replace(".", "-").split("-")),
        "shortDescription": {"text": _text(info.title)},
        "fullDescription": {"text": _text(meaning)},
        "help": {
            "text": _text(f"{meaning}\n\n{remedy}"),
            "markdown": _text(f"{meaning}\n\n**What to do:** {remedy}"),
        },
        "defaultConfiguration": {"level": info.severity, "enabled": info.default},
        "properties": {
            "tags": ["agent-skills", code.split(".", 1)[0]],
            "problem.severity": _PROBLEM_SEVERITY[info.severity],
        },
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, object]:
    diagnostic = finding.diagnostic
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": _message(diagnostic)},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(finding.skill, diagnostic.fix)]
    if finding.ignored:
        result["suppressions"] = [{"kind": "external", "justification": well_formed(finding.ignored)}]
    return result


def _baseline_state(finding: Finding, *, compared: bool) -> dict[str, object]:
    """Where nothing was compared with a baseline, the standard wants no state at all."""
    return {"baselineState": "unchanged" if finding.baselined else "new"} if compared else {}


def _message(diagnostic: Diagnostic) -> str:
    """The message with its hint; viewers show nothing else of the finding."""
    return _text(f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message)


def _text(text: str) -> str:
    """A message string: braces would be placeholders and `[a](b)` a link (sections 3.11.5 and 3.11.6)."""
    return well_formed(text).replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _location(finding: Finding) -> dict[str, object]:
    place = finding.diagnostic.place
    location: dict[str, object] = {"artifactLocation": _artifact(finding.path)}
    if place is not None and place.line > 0:
        location["region"] = _region(place)
        line = finding.diagnostic.excerpt
        if line and len(line) <= _SNIPPET_LIMIT:
            location["contextRegion"] = {"startLine": place.line, "snippet": {"text": well_formed(line)}}
    return location


def _artifact(path: str) -> dict[str, str]:
    reference = uri(path)
    return {"uri": reference} if reference.startswith("file:") else {"uri": reference, "uriBaseId": "%SRCROOT%"}


def _region(place: Place) -> dict[str, int]:
    start = max(place.column, 1)
    region = {"startLine": place.line, "startColumn": start}
    if place.end_line > place.line:
        region |= {"endLine": place.end_line, "endColumn": max(place.end_column, 1)}
    elif place.end_column > start:
        region |= {"endLine": place.line, "endColumn": place.end_column}
    return region


def _fix(skill: str, fix: Fix) -> dict[str, object]:
    files = sorted({edit.file for edit in fix.edits})
    return {
        "description": {"text": _text(fix.title)},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(joined(skill, file)),
                "replacements": [_replacement(edit) for edit in sorted(fix.edits) if edit.file == file],
            }
            for file in files
        ],
    }


def _replacement(edit: Edit) -> dict[str, object]:
    replacement: dict[str, object] = {
        "deletedRegion": {"byteOffset": edit.start, "byteLength": edit.end - edit.start}
    }
    if edit.new:
        replacement["insertedContent"] = {"text": well_formed(edit.new)}
    return replacement

"""Findings as annotations on a pull request: the workflow commands of GitHub Actions.

Source: GitHub's documentation, "Workflow commands for GitHub Actions" (read 2026-11): `::error` `::warning`
`::notice` with the properties file, line, endLine, col, endColumn, title. In data `%`, CR and LF are escaped as
`%25`, `%0D`, `%0A`; in properties also `:` and `,` as `%3A` and `%2C`.
"""

from collections.abc import Iterable

from skillrt.errors import Diagnostic, Finding, Report, Severity, code_info
from skillrt.report.glyphs import visible
from skillrt.report.text import summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(report: Report) -> str:
    """A command for each finding that counts, the heaviest first as only a few a step are shown; then the summary."""
    counted = [item for item in report.findings if item.counts]
    counted.sort(key=lambda item: item.diagnostic.severity.rank)
    return "".join(f"{_command(item)}\n" for item in counted) + summary(report) + "\n"


def annotations(diagnostics: Iterable[Diagnostic]) -> str:
    """A command for each problem that kept a verb from reporting anything: wrong settings, no lock."""
    return "".join(f"{_command(Finding('', item))}\n" for item in diagnostics)


def _command(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    # what lies at no file (a wrong option) is shown with the whole run
    nowhere = not finding.skill and diagnostic.place is None
    properties = {} if nowhere else {"file": visible(finding.path), **_region(finding)}
    properties["title"] = f"{code_info(diagnostic.code).title} [{diagnostic.code}]"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [visible(diagnostic.message)]
    if diagnostic.hint:
        lines.append(visible(diagnostic.hint))
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{_data(chr(10).join(lines))}"


def _region(finding: Finding) -> dict[str, str]:
    """Columns are given for places within one line only; GitHub refuses them for others."""
    place = finding.diagnostic.place
    if place is None or place.line < 1:
        return {}
    if place.end_line > place.line:
        return {"line": str(place.line), "endLine": str(place.end_line)}
    columns = {"line": str(place.line), "endLine": str(place.line), "col": str(max(place.column, 1))}
    if place.end_column > place.column:
        columns["endColumn"] = str(place.end_column)
    return columns


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""Findings as Markdown, for a comment on a pull request or the summary of a job: by skill, the heaviest first."""

import re
from itertools import groupby
from typing import Final

from skillrt.errors import Finding, Report, Severity
from skillrt.report.glyphs import visible
from skillrt.report.text import summary

_MARKS: Final = {Severity.ERROR: "**error**", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SPECIAL: Final = re.compile(r"([\\*_\[\]>#|~])")
_CODE: Final = re.compile(r"`[^`\n]*`")
_MOST: Final = 500
"""Findings that are shown: a comment holds 65,536 characters."""


def render_markdown(report: Report) -> str:
    """A heading with the summary, then a list for each skill; ends with a line end."""
    counted = [item for item in report.findings if item.counts]
    shown = counted[:_MOST]
    lines = [f"### Skills: {summary(report)}", ""]
    for skill, group in groupby(shown, key=lambda item: item.skill):
        found = sorted(group, key=lambda item: item.diagnostic.severity.rank)
        lines += [f"**{_code(skill)}**" if skill else "**The lock itself**", "", *map(_row, found), ""]
    if len(counted) > len(shown):
        lines += [f"... and {len(counted) - len(shown)} more.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(finding: Finding) -> str:
    diagnostic = finding.diagnostic
    place = diagnostic.place
    where = f" ({_code(f'{place.file}:{place.line}')})" if place is not None and place.file and place.line else ""
    return f"- {_MARKS[diagnostic.severity]}: {_text(diagnostic.message)}{where} {_code(diagnostic.code)}"


def _text(message: str) -> str:
    """A message as it is read: what stands in backquotes stays code, nothing else makes markup, mentions or links."""
    text = visible(" ".join(message.split()))
    parts: list[str] = []
    end = 0
    for found in _CODE.finditer(text):
        parts += [_plain(text[end : found.start()]), found.group()]
        end = found.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    # `@name` would call somebody, and a bare URL would be a link
    shown = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;")).replace("`", "\\`").replace("<", "&lt;")
    return shown.replace("@", "&#64;").replace("://", ":&#47;&#47;")


def _code(text: str) -> str:
    shown = visible(" ".join(text.split()))
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"

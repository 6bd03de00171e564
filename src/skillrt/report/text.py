"""Findings for people: one line a finding that editors can jump to, the line of the skill with a caret, a hint."""

from dataclasses import dataclass
from typing import Final

from skillrt.errors import Diagnostic, Finding, Report, Severity
from skillrt.report.excerpt import excerpt
from skillrt.report.glyphs import visible


@dataclass(frozen=True, slots=True)
class Palette:
    """SGR parameters by role; an empty one leaves the text as it is."""

    strong: str = ""
    faint: str = ""
    caret: str = ""
    error: str = ""
    warning: str = ""
    note: str = ""

    def paint(self, role: str, text: str) -> str:
        """`text` in the colour of `role`, one of this class's fields."""
        code: str = getattr(self, role)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


PLAIN = Palette()
# for verbs that find the same and change no source
BY_CHECK: Final = "`skillrt check --fix` mends the source"
MENDED: Final = f"mended in the variant; {BY_CHECK}"
LEFT_PACKED: Final = "--fix leaves archives as they are"
COLOURED = Palette(strong="1", faint="2", caret="1;32", error="1;31", warning="1;33", note="1;36")


def render_text(report: Report, *, colour: bool = False, excerpts: bool = True) -> str:
    """Every finding that counts, in reading order, then the summary line; ends with a line end."""
    palette = COLOURED if colour else PLAIN
    parts = [render_finding(item, palette, excerpts=excerpts) for item in report.findings if item.counts]
    return "".join(parts) + summary(report, palette) + "\n"


def render_finding(
    finding: Finding, palette: Palette = PLAIN, *, excerpts: bool = True, fixer: str = "--fix does it"
) -> str:
    """`file:line:column: severity: message [code]`, then the excerpt, hint and fix where there are any.

    `fixer` says what applies the fix: a verb other than `check` has no `--fix`.
    """
    diagnostic = finding.diagnostic
    severity = diagnostic.severity.value
    lines = [
        f"{palette.paint('strong', _where(finding))}: {palette.paint(severity, severity + ':')} "
        f"{visible(diagnostic.message)} {palette.paint('faint', f'[{diagnostic.code}]')}"
    ]
    if excerpts:
        lines.extend(_details(diagnostic, palette, LEFT_PACKED if finding.archived else fixer))
    return "\n".join(lines) + "\n"


def render_diagnostics(diagnostics: tuple[Diagnostic, ...], *, colour: bool = False) -> str:
    """Diagnostics of an exception, which belong to no skill: on the command line, in settings, from the machine."""
    palette = COLOURED if colour else PLAIN
    return "".join(render_finding(Finding("", item), palette) for item in diagnostics)


def summary(report: Report, palette: Palette = PLAIN) -> str:
    """One line: how many of what in how many skills, and what is not shown."""
    counted = [item for item in report.findings if item.counts]
    skills = _number(report.skills, "skill")
    if counted:
        weights = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        totals = [(severity, report.count(severity)) for severity in weights]
        listed = ", ".join(palette.paint(severity, _number(n, severity.value)) for severity, n in totals if n)
        # what lies at no skill, as a problem of the lock itself, is none of these
        affected = len({item.skill for item in counted} - {""})
        text = f"{listed} in {affected} of {skills}"
    else:
        text = f"No problems in {skills}"
    return "; ".join([text, *_asides(report, counted)]) + "."


def _asides(report: Report, counted: list[Finding]) -> list[str]:
    fixable = sum(item.fixable for item in counted)
    baselined = sum(item.baselined and not item.ignored for item in report.findings)
    ignored = sum(bool(item.ignored) for item in report.findings)
    asides = (
        (fixable, f"{fixable} can be fixed with --fix"),
        (baselined, f"{baselined} more in the baseline"),
        (ignored, f"{ignored} ignored by the settings"),
    )
    return [text for number, text in asides if number]


def _where(finding: Finding) -> str:
    """The place; a diagnostic outside any skill and file, as on the command line, is SkillRT's own."""
    place = finding.diagnostic.place
    if not finding.skill and (place is None or not place.file):
        return "skillrt"
    path = visible(finding.path)
    return f"{path}:{place.line}:{place.column}" if place is not None and place.line > 0 else path


def _details(diagnostic: Diagnostic, palette: Palette, fixer: str) -> list[str]:
    place = diagnostic.place
    lines: list[str] = []
    indent = "  "
    if place is not None and place.line > 0 and diagnostic.excerpt.strip():
        more = place.end_line > place.line
        end_column = len(diagnostic.excerpt) + 1 if more else place.end_column
        shown = excerpt(diagnostic.excerpt, place.column, end_column)
        number = f"{place.line:>5}"
        indent = " " * len(number) + " "
        lines.append(f"{palette.paint('faint', f'{number} |')} {shown.text}".rstrip())
        caret = " " * shown.offset + palette.paint("caret", "^" * shown.length)
        lines.append(f"{palette.paint('faint', f'{indent}|')} {caret}")
    if diagnostic.hint:
        lines.append(f"{palette.paint('faint', f'{indent}=')} hint: {visible(diagnostic.hint)}")
    if diagnostic.fix is not None:
        lines.append(f"{palette.paint('faint', f'{indent}=')} fix: {visible(diagnostic.fix.title)} ({fixer})")
    return lines


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

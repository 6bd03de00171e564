"""Findings that the tests of all formats render: ordinary ones, and some that a hostile skill brings about."""

from hypothesis import strategies as st

from skillrt.errors import Diagnostic, Edit, Finding, Fix, Place, Report, Severity

CODE = "usage.path-missing"
BROKEN = Finding(
    "skills/notes",
    Diagnostic(
        CODE,
        Severity.ERROR,
        "`REFERENCE.md` is not there; `reference.md` is",
        Place("SKILL.md", 14, 5, 14, 19),
        "see `REFERENCE.md` first",
        "Write the name as the file has it.",
        Fix("write `reference.md`", (Edit("SKILL.md", 210, 222, "reference.md"), Edit("SKILL.md", 40, 50, ""))),
    ),
)
WARNING = Finding(
    "skills/notes",
    Diagnostic(CODE, Severity.WARNING, "spans lines", Place("references/a b.md", 2, 3, 4, 2), "  first line"),
)
NOTE = Finding("skills/tidy", Diagnostic(CODE, Severity.NOTE, "about the whole skill, {baseDir} and [x](y)"))
HOSTILE = Finding(
    "skills/b\udcff,d:e%",
    Diagnostic(
        CODE,
        Severity.ERROR,
        "bad\x1b[2J\nmessage \udc80\u202e 100%",
        Place("x\n::error::y.md", 1, 3),
        "ab\x1b]0;title\x07" + "z" * 5000,
    ),
)
BASELINED = Finding("skills/old", Diagnostic(CODE, Severity.ERROR, "known", Place("SKILL.md", 7)), baselined=True)
IGNORED = Finding(
    "skills/old", Diagnostic(CODE, Severity.ERROR, "accepted", Place("SKILL.md", 8)), ignored="generated file"
)

ALL = Report.of([BROKEN, WARNING, NOTE, HOSTILE, BASELINED, IGNORED], skills=5)
NEWS = Report.of([BROKEN, WARNING, NOTE], skills=5)
NOTHING = Report.of([], skills=1)

TEXT = st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape"))
"""Text as it comes out of hostile files: any bytes."""


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports with hostile text everywhere and columns that need not lie inside their line."""
    findings: list[Finding] = []
    for _ in range(draw(st.integers(0, 4))):
        number = st.integers(0, 300)
        begin, end = sorted((draw(number), draw(number)))
        place = Place(draw(TEXT), draw(number), begin, draw(number), end)
        edits = (Edit(place.file, begin, end, draw(TEXT)),)
        diagnostic = Diagnostic(
            CODE,
            draw(st.sampled_from([Severity.ERROR, Severity.WARNING, Severity.NOTE])),
            draw(TEXT.filter(bool)),
            draw(st.sampled_from([place, None])),
            draw(TEXT),
            draw(TEXT),
            draw(st.sampled_from([Fix("mend it", edits), None])),
        )
        findings.append(Finding(draw(TEXT), diagnostic, draw(st.booleans()), draw(TEXT)))
    return Report.of(findings, skills=draw(st.integers(0, 9)))

"""Cells, rows and targets made by hand."""

from skillrt.matrix.cell import Cell, GapFound, Lack, Loss, Row, Seen
from skillrt.store import TokenPair, TokenRecord
from skillrt.targets import Target
from tests.report.gap_samples import target

TARGETS: tuple[Target, Target] = (target("v/weak", gen_regex="+--"), target("v/strange", origin="none"))
TOKENS = TokenRecord(
    vocabulary="o", listed=TokenPair(before=9, after=9), activation=TokenPair(before=100, after=80),
    read=TokenPair(before=200, after=210),
)  # fmt: skip
GAPS = (
    GapFound("gen.regex", "L3", "L1", "L3", "left", why="nothing fits", doubt="not measured"),
    GapFound("gen.code.sql", "L2", "L1", "L1", "closed", ("outline",)),
)
LACKS = (
    Lack("system", "ffmpeg", "host", "used in the instructions (command)"),
    Lack("system", "jq", "host"),
    Lack("python", "pandas", "bind"),
    Lack("env", "API_KEY", "user"),
)
FITS = Cell(tokens=TOKENS)
CLOSED = Cell(gaps=GAPS[1:], tokens=TOKENS, edits=2, profiled=True)
LEFT = Cell(gaps=GAPS, losses=(Loss("harness.tool", "`X` has none", "SKILL.md:3"),), lacks=LACKS, tokens=TOKENS)
LOSSY = Cell(losses=(Loss("harness.tool", "`X` has none"),), seen=Seen(templates=1, proofs=2))
FAILS = Cell(error="it cannot be read [input.x]", seen=Seen(right=3, failed=1))


def rows(name: str = "pdf") -> tuple[Row, ...]:
    """Four skills on two targets, one cell of each kind at least."""
    return (
        Row(name, f"lib/{name}", (FITS, LEFT)),
        Row("csv", "lib/csv", (CLOSED, LOSSY)),
        Row("bad", "bad", (FAILS, FAILS)),
        Row("zip", "lib/zip", (FITS, FITS)),
    )

"""Skills by targets: the numbers."""

import pytest

from skillrt.report.gaps import gap_rows
from skillrt.report.heat_map import HeatMap, SkillRow, depth, doubts, gaps, shade, share_shade
from tests.report.gap_samples import requirement, target

WEAK = target("weak", gen_regex="+--", tool_exec="---", gen_code_sql="?--")
STRONG = target("strong", gen_regex="+++", tool_exec="+++", gen_code_sql="+++")


def cell(of, *asked: tuple[str, int]):
    return gap_rows([requirement(name, level) for name, level in asked], of.capabilities)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), "none"),
        ((("gen.regex", 1),), "fit"),
        ((("gen.code.sql", 1),), "doubt"),
        ((("gen.regex", 2), ("gen.code.sql", 1)), "gap-1"),
        ((("gen.regex", 3),), "gap-2"),
        ((("gen.regex", 3), ("tool.exec", 2)), "gap-3"),
        ((("gen.regex", 3), ("tool.exec", 3), ("gen.code.sql", 2)), "gap-4"),
    ],
)
def test_the_shade_of_a_cell_follows_the_levels_that_are_short(asked, expected: str) -> None:
    assert shade(cell(WEAK, *asked)) == expected


def test_gaps_and_doubts_are_apart() -> None:
    found = cell(WEAK, ("gen.regex", 3), ("gen.code.sql", 1), ("see.image", 1))
    assert [row.primitive for row in gaps(found)] == ["gen.regex"]
    assert [row.primitive for row in doubts(found)] == ["gen.code.sql", "see.image"]
    assert depth(found) == 2
    wary = target("wary", cautious=True, gen_code_sql="?--")
    found = cell(wary, ("gen.code.sql", 1))
    assert (len(gaps(found)), len(doubts(found))) == (1, 0)


def test_what_targets_lack_counts_skills() -> None:
    rows = [
        SkillRow("a", "a", (cell(WEAK, ("gen.regex", 3)), cell(STRONG, ("gen.regex", 3)))),
        SkillRow("b", "b", (cell(WEAK, ("gen.regex", 2), ("tool.exec", 1)), cell(STRONG, ("tool.exec", 1)))),
        SkillRow("c", "c", error="damaged"),
    ]
    found = HeatMap((WEAK, STRONG), tuple(rows)).lacking()
    assert list(found.items()) == [("gen.regex", (2, 0)), ("tool.exec", (1, 0))]


def test_shares_have_four_shades() -> None:
    assert [share_shade(count, 8) for count in (0, 1, 2, 3, 4, 6, 7, 8)] == [
        "fit", "gap-1", "gap-1", "gap-2", "gap-2", "gap-3", "gap-4", "gap-4"
    ]  # fmt: skip
    assert share_shade(0, 0) == "fit"

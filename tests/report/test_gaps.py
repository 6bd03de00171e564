"""Requirements beside what a target holds."""

import json

from skillrt.report.gaps import doubt_words, gap_lines, gap_rows, target_and_gaps, trials_words
from tests.report.gap_samples import requirement, target

FACTS = (
    requirement("tool.exec", 1),
    requirement("gen.regex", 3),
    requirement("gen.code.sql", 2),
    requirement("see.image", 2),
    requirement("gen.regex", 1, purpose="p1"),
)
LEVELS = {"gen_regex": "+--", "gen_code_sql": "+?-", "tool_exec": "+++"}


def test_a_row_for_each_requirement_of_the_whole_skill_gaps_first_then_doubts() -> None:
    rows = gap_rows(FACTS, target(**LEVELS).capabilities)
    assert [(row.primitive, row.required, row.held, row.certain, row.gap, row.doubt) for row in rows] == [
        ("gen.regex", 3, 1, 1, 2, False),
        ("gen.code.sql", 2, 2, 1, 0, True),
        ("see.image", 2, 3, 0, 0, True),
        ("tool.exec", 1, 3, 3, 0, False),
    ]
    assert [(row.status, doubt_words(row), trials_words(row)) for row in rows] == [
        ("missing", "", "0 of 3 at L3"),
        ("doubtful", "trials decide neither way", "2 of 3 at L2"),
        ("unmeasured", "not measured", "none at L2"),
        ("held", "", "3 of 3 at L1"),
    ]


def test_for_the_cautious_doubt_is_a_gap() -> None:
    rows = gap_rows(FACTS, target(cautious=True, **LEVELS).capabilities)
    assert [(row.primitive, row.gap, row.doubt) for row in rows] == [
        ("see.image", 2, True),
        ("gen.regex", 2, False),
        ("gen.code.sql", 1, True),
        ("tool.exec", 0, False),
    ]


def test_a_family_leaves_everything_in_doubt() -> None:
    rows = gap_rows(FACTS[:1], target(origin="family", **LEVELS).capabilities)
    assert [(row.gap, doubt_words(row)) for row in rows] == [(0, "another model's trials")]


def test_the_data_is_a_target_with_its_requirements_and_the_gaps_among_them() -> None:
    found = target_and_gaps(FACTS, target("vendor/m", **LEVELS))
    assert json.loads(json.dumps(found)) == found
    assert found["target"]["target"] == "vendor/m@pi"
    assert found["target"]["origin"] == "measured"
    assert found["target"]["digest"].startswith("sha256:")
    assert len(found["target"]["requirements"]) == 4
    (gap,) = found["gaps"]
    assert {key: gap[key] for key in ("primitive", "required", "held", "gap", "status", "passes", "trials")} == {
        "primitive": "gen.regex", "required": "L3", "held": "L1", "gap": 2, "status": "missing",
        "passes": 0, "trials": 3,
    }  # fmt: skip
    assert target_and_gaps(FACTS, None) == {"target": None, "gaps": []}


def test_the_text_is_a_table_with_sources() -> None:
    lines = list(gap_lines(target_and_gaps(FACTS, target(**LEVELS))["target"]))
    assert lines[0] == "m@pi on the host `generic`"
    assert "    a source" in lines
    assert [line.split() for line in lines if "gen.regex" in line] == [
        ["gen.regex", "L3", "L1", "2", "levels", "-", "0", "of", "3", "at", "L3"]
    ]
    (nothing,) = list(gap_lines(target_and_gaps((), target())["target"]))[-1:]
    assert nothing == "  the skill asks for nothing that is known"

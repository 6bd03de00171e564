"""Where a skill makes the agent write SQL: statements in its code blocks, whatever language holds them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from skillrt.primitives.base import Detected, Evidence, highest, level_of
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import phrase_evidence, verdict
from skillrt.reading.fences import Fence

_ID: Final = "gen.code.sql"
_HINTS: Final = ("SELECT ", "INSERT INTO", "CREATE TABLE", "ALTER TABLE", "CREATE INDEX", "CREATE POLICY", "UPDATE ")
_STATEMENT: Final = re.compile(
    r"\b(?:SELECT\s[\s\S]{1,400}?\bFROM\s|INSERT\s+INTO\s+\w|UPDATE\s+\S{1,80}\s+SET\s|DELETE\s+FROM\s+\w|"
    r"(?:CREATE|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:TABLE|INDEX|VIEW|POLICY|FUNCTION|MATERIALIZED)\b)"
)
_HARD: Final = re.compile(
    r"\bWITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s*\(|\bFULL\s+OUTER\b|\bLATERAL\b|\bEXPLAIN\b|\bMERGE\s+INTO\b|"
    r"\bPARTITION\s+OF\b|\bCREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\b",
    re.I,
)
_MODERATE: Final = re.compile(r"\bJOIN\b|\bGROUP\s+BY\b|\bHAVING\b|\bOVER\s*\(|\bUNION\b|\(\s*SELECT\b", re.I)
_MAIN_WEIGHT: Final = 0.5
_ELSEWHERE_WEIGHT: Final = 0.35
_MANY_LINES: Final = 8


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for, at the level of its hardest statement."""
    code = tuple(_code(view))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for SQL"),
        *phrase_evidence(view, _ID, "L2 weak", "speaks of SQL"),
    ]
    level = highest([item.level for item in code] or ["L2"])
    return verdict(evidence, "writes SQL queries", level)


def _code(view: SkillView) -> Iterator[Evidence]:
    for fence in view.fences:
        statements, level = _shape(fence.text, fence.language == "sql")
        if fence.role == "wrong" or not statements:
            continue
        yield at_fence(fence, level_of(level), _weight(fence, statements, view), "shows SQL to adapt")


def _weight(fence: Fence, statements: int, view: SkillView) -> float:
    """A block of SQL counts by itself; a single statement inside other code is a detail of that code."""
    each = _MAIN_WEIGHT if fence.path == view.skill_file else _ELSEWHERE_WEIGHT
    if fence.language == "sql" and fence.lines >= _MANY_LINES:
        return each * 2
    return each * min(statements, 3) if fence.language == "sql" or statements > 1 else each / 2


@lru_cache(maxsize=8192)
def _shape(text: str, is_sql: bool) -> tuple[int, int]:
    """How many statements a text holds, and the level of the hardest."""
    if is_sql:
        text = text.upper()
    if not any(hint in text for hint in _HINTS):
        return (1, 1) if is_sql and text.strip() else (0, 0)
    statements = len(_STATEMENT.findall(text))
    if not statements:
        return 0, 0
    return statements, 3 if _HARD.search(text) else 2 if _MODERATE.search(text) else 1

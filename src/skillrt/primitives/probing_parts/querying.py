"""Run the query of an answer on small databases in memory: it may read only, and only so long."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import msgspec

_MOST_STEPS: Final = 3_000_000
_STEP: Final = 10_000
_MOST_ROWS: Final = 5_000
_LONGEST: Final = 20_000
_READS: Final = frozenset(
    [sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE]
)
Row = tuple[int | float | str | None, ...]


class Table(msgspec.Struct, frozen=True):
    """`columns` as SQL declares them: `id INTEGER`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def statement(self) -> str:
        """The statement that makes it."""
        return f"CREATE TABLE {self.name} ({', '.join(self.columns)})"


class Refused(ValueError):
    """The query cannot be run; says why."""


def rows_of(query: str, tables: Sequence[Table]) -> list[Row]:
    """What the query gives. Raises Refused where it is no query, wants more than to read, or takes too long."""
    connection = sqlite3.connect(":memory:")
    try:
        for table in tables:
            connection.execute(table.statement)
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)
        return _asked(connection, query)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, ValueError, OverflowError) as error:
        raise Refused(str(error)[:300]) from error
    finally:
        connection.close()


def _asked(connection: sqlite3.Connection, query: str) -> list[Row]:
    steps = 0

    def tick() -> int:
        nonlocal steps
        steps += _STEP
        return int(steps > _MOST_STEPS)

    def allowed(action: int, _first: str | None, second: str | None, *_rest: str | None) -> int:
        loads = action == sqlite3.SQLITE_FUNCTION and second in {"load_extension", "zeroblob", "randomblob"}
        return sqlite3.SQLITE_OK if action in _READS and not loads else sqlite3.SQLITE_DENY

    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
    ):
        connection.setlimit(limit, most)
    connection.set_authorizer(allowed)
    connection.set_progress_handler(tick, _STEP)
    found: list[Any] = connection.execute(query).fetchmany(_MOST_ROWS)
    return [tuple(row) for row in found]


def rows_differ(expected: Sequence[Row], found: Sequence[Row]) -> str:
    """Where two results differ; floats may differ by rounding of the last places."""
    for at, row in enumerate(expected, 1):
        if at > len(found):
            return f"row {at} is missing: {row}"
        if not _same(row, found[at - 1]):
            return f"row {at} must be {row}, not {str(found[at - 1])[:200]}"
    return f"{len(expected)} rows are wanted, not {len(found)}" if len(found) > len(expected) else ""


def _same(one: Row, other: Row) -> bool:
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-6
    return one == other

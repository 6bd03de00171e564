"""Queries that are run on hidden rows in SQLite: one table, joined and grouped tables, common table expressions."""

from collections.abc import Sequence
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of
from skillrt.primitives.probing_parts.querying import Refused, Row, Table, rows_differ, rows_of

_ID: Final = "gen.code.sql"
_ASKED: Final = (
    "Answer with one SQLite query (a single SELECT, which may start with WITH) in one fenced code block. Give "
    "exactly the columns asked for, in that order; their names count nothing. Text is compared with its case."
)


class _Case(msgspec.Struct, frozen=True):
    """Hidden tables, and the rows that the query must give."""

    tables: tuple[Table, ...]
    rows: tuple[Row, ...]


def _instance(task: str, cases: Sequence[_Case], query: str, slips: Sequence[tuple[str, str, str]]) -> Instance:
    tables = "\n".join(f"{table.statement};" for table in cases[0].tables)
    return Instance(
        f"The tables:\n\n```sql\n{tables}\n```\n\n{task} {_ASKED}",
        tuple(cases),
        Solution(answer=fenced("sql", query)),
        tuple(NearMiss(what, Solution(answer=fenced("sql", query.replace(old, new)))) for what, old, new in slips),
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    query = block(attempt.answer, "sql", "sqlite").strip().rstrip(";").strip()
    if not query:
        return failed("there is no query in the answer")
    for number, case in enumerate(cast(tuple[_Case, ...], instance.truth), 1):
        try:
            why = rows_differ(case.rows, rows_of(query, case.tables))
        except Refused as error:
            why = str(error)
        if why:
            return failed(f"database {number}: {why}")
    return PASSED


def _stock(random: Random) -> Instance:
    name, least, top = random.choice(WARES), random.randint(20, 40), random.randint(3, 5)
    colour, other = random.sample(COLOURS, 2)
    places = random.sample(PLACES, 7)
    cases: list[_Case] = []
    for _ in range(3):
        rows = [
            (
                at,
                random.choice(places),
                random.choice((colour, other, None)),
                random.randint(least - 9, least + 9),
            )
            for at in range(1, 31)
        ]
        rows[0] = (1, places[0], other, least)
        rows += [(31 + at, place, other, least) for at, place in enumerate(places)]
        kept = [
            (place, pieces) for _, place, filled, pieces in rows if pieces >= least and filled != colour and filled
        ]
        sums: dict[str, int] = {}
        for place, pieces in kept:
            sums[place] = sums.get(place, 0) + pieces
        best = sorted(((place, total) for place, total in sums.items()), key=lambda item: (-item[1], item[0]))[:top]
        counts = [(place, sum(one == place for one, _ in kept), total) for place, total in best]
        columns = ("id INTEGER PRIMARY KEY", "place TEXT", "colour TEXT", "pieces INTEGER")
        cases.append(_Case((Table(f"{name}s", columns, tuple(rows)),), tuple(counts)))
    task = (
        f"Look at the rows whose `pieces` are at least {least} and whose `colour` is known (not NULL) and not "
        f"'{colour}'. For each `place` that has such rows give the place, the number of these rows and the sum of "
        "their pieces. The largest sum comes first, among equal sums the place in ascending order; give at most "
        f"{top} places."
    )
    query = (
        f"SELECT place, COUNT(*), SUM(pieces) AS total\nFROM {name}s\nWHERE pieces >= {least} AND colour <> "
        f"'{colour}'\nGROUP BY place\nORDER BY total DESC, place\nLIMIT {top}"
    )
    slips = [
        ("more than the least is asked for", ">=", ">"),
        ("unknown colours count", f"colour <> '{colour}'", f"(colour IS NULL OR colour <> '{colour}')"),
        ("all places are given", f"\nLIMIT {top}", ""),
        ("ascending", "total DESC", "total"),
    ]
    return _instance(task, cases, query, slips)


def _orders(random: Random) -> Instance:
    ware, order = random.choice(WARES), random.choice(("orders", "parcels", "trips", "tickets", "visits", "repairs"))
    order = f"{order}_{random.randint(1990, 2030)}"
    state, least = random.choice(("void", "draft", "lost")), random.randint(2, 3)
    cases: list[_Case] = []
    for _ in range(3):
        sites = tuple((at, place) for at, place in enumerate(random.sample(PLACES, 7), 1))
        rows: list[tuple[int, int, str, int]] = []
        for at in range(1, 36):
            rows.append(
                (at, random.choice((1, 2, 3, 4, 6)), random.choice((state, "done", "done")), random.randint(1, 9) * 5)
            )
        rows += [
            (36, 1, "done", 50),
            (37, 1, "done", 50),
            (38, 2, state, 900),
            (39, 3, "done", 60),
            (40, 3, "done", 60),
        ]
        rows += [(41 + at, 5, "done", 30) for at in range(least - 1)]
        found: list[tuple[str, int, int, int]] = []
        for site, place in sites:
            values = [(value, at) for at, one, kind, value in rows if one == site and kind != state]
            best = min(((-value, at) for value, at in values), default=(0, 0))
            size = len(values)
            if size >= least or size == 0:
                found.append((place, size, sum(value for value, _ in values), best[1]))
        found.sort(key=lambda item: (-item[2], item[0]))
        tables = (
            Table("sites", ("id INTEGER PRIMARY KEY", "place TEXT"), sites),
            Table(
                order, ("id INTEGER PRIMARY KEY", "site_id INTEGER", "state TEXT", f"{ware}s INTEGER"), tuple(rows)
            ),
        )
        cases.append(_Case(tables, tuple((a, b, c, d or None) for a, b, c, d in found)))
    task = (
        f"`{order}.site_id` is an id of `sites`. Rows of `{order}` whose `state` is '{state}' count nothing "
        f"anywhere. Give a row for each site that has at least {least} rows in `{order}` that count, and also for "
        "each site that has none (sites in between are left out): its place, the number of its rows that count, "
        f"the sum of their `{ware}s` (0 where there are none), and the id of the row with the most `{ware}s` among "
        "them (of several, the smallest id; NULL where there are none). The largest sum comes first, among equal "
        "sums the place in ascending order."
    )
    query = (
        f"WITH ranked AS (\n  SELECT id, site_id, {ware}s AS n,\n"
        f"    ROW_NUMBER() OVER (PARTITION BY site_id ORDER BY {ware}s DESC, id) AS nth\n"
        f"  FROM {order} WHERE state <> '{state}'\n)\n"
        "SELECT s.place, COUNT(r.id), COALESCE(SUM(r.n), 0) AS total, MAX(CASE WHEN r.nth = 1 THEN r.id END)\n"
        "FROM sites AS s LEFT JOIN ranked AS r ON r.site_id = s.id\nGROUP BY s.id, s.place\n"
        f"HAVING COUNT(r.id) >= {least} OR COUNT(r.id) = 0\nORDER BY total DESC, s.place"
    )
    slips = [
        ("sites without rows are lost", "LEFT JOIN", "JOIN"),
        ("of several the largest id", f"ORDER BY {ware}s DESC, id)", f"ORDER BY {ware}s DESC, id DESC)"),
        ("rows that do not count are counted", f"state <> '{state}'", "1"),
        ("NULL in place of 0", "COALESCE(SUM(r.n), 0)", "SUM(r.n)"),
        ("few rows are enough", f">= {least}", f">= {least - 1}"),
    ]
    return _instance(task, cases, query, slips)


def _tree(random: Random) -> Instance:
    part, limit = random.choice(WARES), random.randint(2, 3)
    roots = random.randint(2, 3)
    moves = random.choice(("moves", "sales", "orders", "counts", "uses"))
    rates = random.choice(("prices", "rates", "fees", "costs", "tolls"))
    amount = random.choice(("pieces", "units", "crates", "bundles", "rolls"))
    cases: list[_Case] = []
    for _ in range(3):
        names = random.sample([f"{ware}-{at}" for at, ware in enumerate(WARES)], 16)
        parents: list[int | None] = [None] * roots
        parents += [random.randint(max(1, at - 5), at) for at in range(roots, 16)]
        items = tuple((at, names[at - 1], parents[at - 1]) for at in range(1, 17))
        stock = tuple((random.randint(2, 16), random.randint(1, 9), random.randint(2020, 2024)) for _ in range(40))
        prices = tuple((at, year, at * 10 + year % 10) for at in range(1, 17) for year in (2019, 2021, 2023))
        found: list[tuple[str, int, int, int]] = []
        for at, name, parent in items:
            if parent is None:
                below = _below(at, parents)
                kept = {item for item, depth in below.items() if depth <= limit}
                count = sum(n for item, n, _ in stock if item in kept)
                cost = sum(n * _price(item, year) for item, n, year in stock if item in kept)
                found.append((name, len(kept), count, cost))
        found.sort(key=lambda item: (-item[3], item[0]))
        tables = (
            Table(f"{part}s", ("id INTEGER PRIMARY KEY", "name TEXT", "parent_id INTEGER"), items),
            Table(moves, ("item_id INTEGER", f"{amount} INTEGER", "year INTEGER"), stock),
            Table(rates, ("item_id INTEGER", "since INTEGER", "price INTEGER"), prices),
        )
        cases.append(_Case(tables, tuple(found)))
    task = (
        f"`{part}s` are a forest: `parent_id` is the id of the parent, NULL for a root. A root is at depth 0, its "
        f"children at depth 1, and so on. `{moves}.item_id` and `{rates}.item_id` are ids of `{part}s`. The price "
        f"of a row of `{moves}` is the `price` of its item in the row of `{rates}` with the largest `since` that "
        "is not after the `year` of that row; there is always one. For each root give its name; the number of "
        f"items in its tree at depth {limit} or less, itself included; the sum of the {amount} of all rows of "
        f"`{moves}` of these items (0 where there are none); the sum of {amount} times price over these rows (0 "
        "where there are none). The largest of the last sums comes first, among equals the name in ascending "
        "order."
    )
    query = (
        "WITH RECURSIVE tree(root, id, depth) AS (\n"
        f"  SELECT id, id, 0 FROM {part}s WHERE parent_id IS NULL\n  UNION ALL\n"
        f"  SELECT t.root, p.id, t.depth + 1 FROM {part}s AS p JOIN tree AS t ON p.parent_id = t.id\n"
        f"  WHERE t.depth < {limit}\n),\npriced AS (\n  SELECT m.item_id, m.{amount}, m.{amount} * (\n"
        f"    SELECT price FROM {rates} AS q WHERE q.item_id = m.item_id AND q.since <= m.year\n"
        f"    ORDER BY q.since DESC LIMIT 1) AS cost\n  FROM {moves} AS m\n),\n"
        f"sums AS (SELECT item_id, SUM({amount}) AS {amount}, SUM(cost) AS cost FROM priced GROUP BY item_id)\n"
        f"SELECT r.name, COUNT(*), COALESCE(SUM(s.{amount}), 0), COALESCE(SUM(s.cost), 0) AS total\n"
        f"FROM tree AS t JOIN {part}s AS r ON r.id = t.root LEFT JOIN sums AS s ON s.item_id = t.id\n"
        "GROUP BY r.id, r.name ORDER BY total DESC, r.name"
    )
    slips = [
        ("one level too deep", f"t.depth < {limit}", f"t.depth <= {limit}"),
        ("only earlier prices count", "q.since <= m.year", "q.since < m.year"),
        ("the oldest price counts", "q.since DESC", "q.since"),
        ("items are counted once a move", "GROUP BY item_id)", f"GROUP BY item_id, {amount})"),
        ("items without moves are lost", "LEFT JOIN sums", "JOIN sums"),
    ]
    return _instance(task, cases, query, slips)


def _below(root: int, parents: Sequence[int | None]) -> dict[int, int]:
    """The items of a tree with their depths; parents come before their children."""
    depths = {root: 0}
    for at, parent in enumerate(parents, 1):
        if parent in depths and at != root:
            depths[at] = depths[parent] + 1
    return depths


def _price(item: int, year: int) -> int:
    since = max(one for one in (2019, 2021, 2023) if one <= year)
    return item * 10 + since % 10


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_stock,), "L2": (_orders,), "L3": (_tree,)}), _judge
)

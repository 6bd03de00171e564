import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining.program import Outlined, Snippet
from skillrt.code.outlining.sql_outline import outline_sql


def outlined(text: str) -> Outlined:
    return outline_sql([Snippet("sql", text, "SKILL.md:3", "Find people")])


def test_literals_that_are_compared_become_parameters_that_a_database_binds():
    (program,) = outlined(
        "SELECT name FROM people p\nWHERE p.city = 'Old ''Town''' AND age >= 18 AND kind IN ('a', 'b')\n"
        "ORDER BY 1 LIMIT 10;\n"
    ).programs
    assert [(item.name, item.kind, item.example) for item in program.inputs] == [
        ("city", "text", "Old 'Town'"),
        ("age", "integer", "18"),
        ("limit", "integer", "10"),
    ]
    base = sqlite3.connect(":memory:")
    base.execute("create table people (name, city, age, kind)")
    base.execute("insert into people values ('ann', 'it''s', 20, 'a'), ('bob', 'x', 30, 'a')")
    rows = base.execute(program.text, {"city": "it's", "age": 18, "limit": 5}).fetchall()
    base.close()
    assert rows == [("ann",)]
    assert (program.file, program.run) == ("find-people.sql", ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * FROM t WHERE a BETWEEN 1 AND 5", ["a_from", "a_to"]),
        ("UPDATE t SET a = 'x' WHERE id = 3", ["a", "id"]),
        ("SELECT * FROM t WHERE a NOT LIKE '%x%'", ["a"]),
        ("SELECT * FROM t WHERE id = :id", ["id"]),
        ("SELECT CASE WHEN a = 1 THEN 2 END FROM t WHERE b = 3", ["b"]),
        ("SELECT sum(x) OVER (ORDER BY d ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM t WHERE b = 3", ["b"]),
        ("SELECT * FROM t WHERE at > now() - INTERVAL '7 days' LIMIT 3", ["limit"]),
    ],
)
def test_names_of_parameters(text: str, names: list[str]):
    (program,) = outlined(text).programs
    assert [item.name for item in program.inputs] == names


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("CREATE TABLE t (a int);", "project-code"),
        ("SELECT 1;", "plain-command"),
        ("SELECT * FROM your_table WHERE a = 1;", "placeholder"),
        ("SELECT * FROM t WHERE id = $1;", "project-code"),
        ("-- BAD: slow\nSELECT * FROM t WHERE a = 1;", "menu"),
        ("1' OR '1'='1", "syntax-error"),
        ("Seq scan (slow)", "syntax-error"),
        ("-- only words", "no-effect"),
    ],
)
def test_what_stays_says_why(text: str, rule: str):
    found = outlined(text)
    assert found.programs == ()
    assert found.refusals[0].rule == rule


def test_each_query_is_a_file_named_after_its_comment():
    found = outlined(
        "-- Old people\nSELECT * FROM p WHERE age > 60;\n\n-- People of a city\nSELECT * FROM p WHERE city = 'x';\n"
    )
    assert [(item.file, item.lines) for item in found.programs] == [
        ("find-people-old-people.sql", (0, 2)),
        ("people-of-city.sql", (3, 5)),
    ]


def test_the_dialect_is_named_where_it_shows():
    (program,) = outlined("SELECT a::int FROM t WHERE b ILIKE 'x'").programs
    assert "-- Dialect: PostgreSQL." in program.text


@given(text=st.text(max_size=200))
def test_any_text_is_outlined_or_refused(text: str):
    found = outlined(text)
    assert bool(found.programs) != bool(found.refusals)

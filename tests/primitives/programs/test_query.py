import pytest

from tests.primitives.programs.run import run

QUERY = """-- Runs.
-- Dialect: PostgreSQL.
-- Parameters, each to be bound, never put into the text:
--   :city  text (for example: Old :town)
--   :city_id  integer (for example: 1)
SELECT ':city' AS a, "b:city", at::date -- not :city here
FROM runs WHERE city = :city AND id = :city_id
"""


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "it's.sql").write_text(QUERY)
    return folder


def test_values_are_quoted_as_sql_wants_them(here):
    out = run(here, "query.sh", "it's.sql", "city=it's \\ a; -- b", "city_id=-2.5")
    assert out.splitlines() == [
        "SELECT ':city' AS a, \"b:city\", at::date -- not :city here",
        "FROM runs WHERE city = 'it''s \\ a; -- b' AND id = -2.5",
    ]
    (here / "it's.sql").write_text(QUERY.replace("PostgreSQL", "MySQL"))
    assert "'a\\\\b'" in run(here, "query.sh", "it's.sql", "city=a\\b", "city_id=1")


def test_what_is_wrong_is_said_and_nothing_printed(here):
    words = ("it's.sql", "city=a")
    assert run(here, "query.sh", *words, status=2) == "query.sh: a value for city_id is missing\n"
    assert run(here, "query.sh", *words, "city_id=1 OR 1", status=2).startswith("query.sh: city_id wants a number")
    assert run(here, "query.sh", *words, "city_id=1", "x=1", status=2) == "query.sh: the query has no x\n"
    assert run(here, "query.sh", "none.sql", status=2) == "query.sh: no such file: none.sql\n"
    assert "comes first" in run(here, "query.sh", "a=1", status=2)


def test_empty_and_large_files(here):
    (here / "it's.sql").write_text("")
    assert run(here, "query.sh", "it's.sql") == "\n"
    (here / "it's.sql").write_text(QUERY + "OR city = :city\n" * 5000)
    assert run(here, "query.sh", "it's.sql", "city=a", "city_id=1").count("'a'") == 5001

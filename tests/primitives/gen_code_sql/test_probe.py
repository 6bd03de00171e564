from tests.primitives.judged import make, passes, why

NAME = "gen.code.sql"


def test_an_answer_in_another_style():
    made = make(NAME, "L2")
    query = made.reference.answer.removeprefix("```sql\n").removesuffix("\n```")
    assert passes(NAME, made, f"Here is the query:\n\n```SQL\n{query};\n```\n\nIt joins the tables.")
    assert passes(NAME, made, query)


def test_other_queries_pass_too():
    made = make(NAME, "L1")
    inner = (
        made.reference.answer.removeprefix("```sql\n").removesuffix("\n```").replace("AND colour", "AND NOT colour")
    )
    negated = inner.replace("<> '", "= '")
    assert passes(NAME, made, f"SELECT * FROM ({negated}) AS best")


def test_only_reading_is_allowed():
    made = make(NAME, "L1")
    assert "not authorized" in why(NAME, made, "PRAGMA hard_heap_limit = 1")
    assert why(NAME, made, "ATTACH 'x.db' AS x")
    assert why(NAME, made, "SELECT 1; SELECT 2")
    assert why(NAME, made, "SELECT randomblob(10)")


def test_a_query_without_end_is_stopped():
    made = make(NAME, "L1")
    assert "interrupted" in why(
        NAME, made, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
    )

from tests.primitives.asking import level

NAME = "gen.code.sql"


def sql(text):
    return f"# S\n\n```sql\n{text}\n```\n\nAnd:\n\n```sql\n{text}\n```\n"


def test_levels_follow_the_statements(tmp_path):
    assert level(tmp_path / "1", NAME, sql("select name from rows where size > 3;")) == "L1"
    assert level(tmp_path / "2", NAME, sql("SELECT name FROM rows JOIN sizes USING (id) GROUP BY name;")) == "L2"
    assert level(tmp_path / "3", NAME, sql("WITH big AS (SELECT id FROM rows) SELECT id FROM big;")) == "L3"


def test_one_statement_inside_other_code_is_a_detail_of_it(tmp_path):
    text = '# S\n\n```python\ncursor.execute("SELECT name FROM rows WHERE id = 1")\n```\n'
    assert level(tmp_path, NAME, text) == "-"


def test_many_statements_inside_other_code_are_sql(tmp_path):
    one = 'run("SELECT name FROM rows JOIN sizes USING (id)")\n'
    assert level(tmp_path, NAME, f"# S\n\n```python\n{one * 3}```\n") == "L2"


def test_the_word_select_is_no_statement(tmp_path):
    assert level(tmp_path, NAME, "# S\n\n```text\nSELECT the best row and UPDATE nothing\n```\n") == "-"


def test_text_that_asks_for_queries(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nWrite SQL that answers the question.\n") == "L2"

import sqlite3

from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

TEXT = """# Slow runs

## Slow runs of a city

```sql
SELECT people.name, count(*) FROM runs JOIN people ON people.id = runs.person
WHERE people.city = 'Old Town' AND runs.seconds >= 18
GROUP BY people.name LIMIT 10;
```

Never change a table.

```sql
CREATE TABLE runs (person, seconds);
```
"""


def test_a_query_is_printed_with_values_in(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    text, files = taken(module, drafts(module, gap_of(module, "gen.code.sql", 1, "L2", ("JOIN",)))["outline"])
    path = next(name for name in files if name.endswith(".sql"))
    assert (
        f'Run: `sh scripts/skillrt/query.sh {path} city="Old Town" seconds=18 limit=10` (its code is in that file)'
        in text
    )
    assert "JOIN" not in text
    assert "CREATE TABLE" in text
    assert "Never change a table." in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "q.sql").write_text(files[path])
    base = sqlite3.connect(":memory:")
    base.executescript("create table people (id, name, city); create table runs (person, seconds)")
    base.executescript("insert into people values (1, 'ann', 'it''s'); insert into runs values (1, 20), (1, 3)")
    rows = base.execute(run(here, "query.sh", "q.sql", "city=it's", "seconds=10", "limit=1")).fetchall()
    base.close()
    assert rows == [("ann", 1)]


def test_statements_that_define_stay(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# T\n\n```sql\nCREATE TABLE runs (person, seconds);\n```\n"})
    assert drafts(module, gap_of(module, "gen.code.sql", 0, "L1", ("CREATE",))) == {}


def test_of_several_statements_each_is_a_comment_in_its_block(tmp_path):
    queries = "SELECT a FROM t WHERE b = 1 LIMIT 5;\n\nSELECT c FROM t WHERE d = 2 LIMIT 6;\n"
    module = linked(tmp_path, {"SKILL.md": f"# T\n\n```sql\n{queries}```\n"})
    text, _ = taken(module, drafts(module, gap_of(module, "gen.code.sql", 0, "L1", ("SELECT",)))["outline"])
    assert text.count("\n-- run: sh scripts/skillrt/query.sh ") == 2

from tests.primitives.asking import asked, level

NAME = "gen.code.python"
CODE = """# S

## Load

```python
import pandas as pd

table = pd.read_csv("rows.csv")
table = table.dropna()
table["sum"] = table["a"] + table["b"]
table = table.sort_values("sum")
table.to_csv("out.csv")
print(table.head())
print(len(table))
print(table.tail())
```
"""


def test_code_to_adapt_is_python_to_write(tmp_path):
    found = asked(tmp_path, NAME, CODE)
    assert found is not None
    assert (found.level, found.reason) == ("L3", "writes Python with pandas (1 block)")


def test_the_level_is_that_of_the_hardest_block(tmp_path):
    standard = CODE.replace("pandas as pd", "csv").replace("pd.read_csv", "csv.reader")
    plain = "".join(line for line in standard.splitlines(keepends=True) if not line.startswith("import"))
    assert level(tmp_path / "2", NAME, standard) == "L2"
    assert level(tmp_path / "1", NAME, plain) == "L1"


def test_code_that_became_a_command_no_longer_counts(tmp_path):
    head = CODE.partition("```python")[0]
    assert level(tmp_path, NAME, f"{head}```bash\npython scripts/load.py rows.csv\n```\n") == "-"


def test_what_not_to_write_does_not_count(tmp_path):
    assert level(tmp_path, NAME, CODE.replace("## Load", "## Anti-patterns")) == "-"


def test_a_short_example_in_a_long_reference_illustrates(tmp_path):
    example = "```python\nprint(1)\nprint(2)\nprint(3)\n```\n"
    assert (
        level(
            tmp_path, NAME, "# S\n\nSee references/more.md.\n", references__more_md="Words. " * 900 + f"\n\n{example}"
        )
        == "-"
    )


def test_frameworks_count_where_the_skill_is_about_them(tmp_path):
    text = "# S\n\n- Models of Django\n- Tasks of Celery\n- Tests by pytest\n- Types by mypy\n"
    assert level(tmp_path / "about", NAME, text, "Build sites with Django.") == "L3"
    assert level(tmp_path / "list", NAME, text) == "-"

import pytest

from skillrt.code.outlining.python_columns import columns_of
from skillrt.code.outlining.python_uses import Uses
from tests.code.outlining.blocks import closure

READ = "import pandas as pd\ndf = pd.read_csv('a.csv')\n"


def found(text: str) -> list[tuple[object, str]]:
    whole = closure(text)
    return [(item.value, item.role) for item in columns_of(whole, Uses([s.node for s in whole.statements]))]


def test_each_place_of_a_column_counts():
    text = READ + "x = df[df['Amount'] > 3].groupby('region')['Amount'].sum()"
    assert sorted(item for item in found(text) if isinstance(item[0], str)) == [
        ("Amount", "amount_column"), ("Amount", "amount_column"), ("region", "region_column"),
    ]  # fmt: skip


def test_thresholds_and_values_to_select_by():
    assert (3, "amount_threshold") in found(READ + "x = df[df['Amount'] > 3]")
    assert ("open", "state_value") in found(READ + "x = df[df['state'] == 'open']")
    assert found("x = rows[rows['state'] == 'open']") == []


def test_columns_of_an_aggregation_too():
    assert found(READ + "x = df.groupby('a').agg({'b': 'sum'})")[0] == ("a", "a_column")
    assert ("b", "b_column") in found(READ + "x = df.groupby('a').agg({'b': 'sum'})")


@pytest.mark.parametrize(
    "text",
    [
        "df = make()\nprint(df['a'])",
        "import pandas as pd\ndf = pd.DataFrame({'a': [1]})\nprint(df['a'])",
        READ + "df['new'] = 1\nprint(df['new'])",
        READ + "print(df['a'], df.a)",
        READ + "print(df['a'])\nprint(df.query('a > 3'))",
        READ + "for r in df.rows():\n    print(r['a'], df['a'])",
    ],
)
def test_columns_that_stay(text: str):
    assert found(text) == []

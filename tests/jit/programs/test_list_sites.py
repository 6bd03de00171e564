import pytest

from skillrt.jit.actions import Action
from skillrt.jit.programs.list_sites import rows_of
from skillrt.jit.programs.shell_sites import shell_sites
from skillrt.jit.programs.sites import Unfit, fill


def filled(text: str, value: str) -> str:
    found = shell_sites(text, 0)
    assert found is not None
    rows = rows_of(found, ["a.csv", "b.csv"], text)
    return fill((Action("shell", text),), dict.fromkeys(rows, value))[0].text


@pytest.mark.parametrize(("text", "wanted"), [
    ("cat a.csv ./b.csv > all.csv", "cat 1.csv '2 3.csv' 4.csv > all.csv"),
    ("cat a.csv \\\n  b.csv", "cat 1.csv '2 3.csv' 4.csv"),
    ("for f in a.csv b.csv; do cat $f; done", "for f in 1.csv '2 3.csv' 4.csv; do cat $f; done"),
    ("python3 -c \"f(['a.csv',\n  'b.csv'])\"", "python3 -c \"f(['1.csv', '2 3.csv', '4.csv'])\""),
    ("python3 - <<'E'\nfor n in (\"a.csv\", \"b.csv\",): f(n)\nE",
     "python3 - <<'E'\nfor n in (\"1.csv\", \"2 3.csv\", \"4.csv\",): f(n)\nE"),
    ("cat b.csv a.csv", "cat b.csv a.csv"), ("cat a.csv; cat b.csv", "cat a.csv; cat b.csv"),
    ("cat a.csv x b.csv", "cat a.csv x b.csv"),
    ("python3 -c \"f('a.csv'); f('b.csv')\"", "python3 -c \"f('a.csv'); f('b.csv')\""),
    ("python3 -c \"f('a.csv' + 'b.csv')\"", "python3 -c \"f('a.csv' + 'b.csv')\""),
    ("cp a.csv 'b.csv'; cat a.csv b.csv", "cp 1.csv '2 3.csv' 4.csv; cat 1.csv '2 3.csv' 4.csv"),
])  # fmt: skip
def test_a_row_takes_any_number(text: str, wanted: str):
    assert filled(text, "1.csv\n2 3.csv\n4.csv") == wanted


def test_each_value_is_quoted():
    assert filled("cat a.csv b.csv", "$(id).csv\n; rm x.csv") == "cat '$(id).csv' '; rm x.csv'"
    assert filled("python3 -c \"f(['a.csv', 'b.csv'])\"", "it's\n$(id)") == (
        "python3 -c \"f(['it\\x27s', '\\x24(id)'])\""
    )


def test_an_option_is_no_file():
    with pytest.raises(Unfit, match="option"):
        filled("cat a.csv b.csv", "x.csv\n--help")

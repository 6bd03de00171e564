import ast
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.exporting.data import standalone
from skillrt.jit.programs import plain_words, sites
from skillrt.jit.uses import Use, used

SPEC: dict[str, Any] = {
    "summary": "sums",
    "options": [
        {"name": "input", "metavar": "INPUT", "help": "what to read", "checked": "file", "endings": [".csv"]},
        {"name": "output", "metavar": "OUTPUT", "help": "what to write", "checked": "text", "endings": []},
        {"name": "number", "metavar": "NUMBER", "help": "a number", "checked": "number", "endings": []},
    ],
    "values": {
        "input": {"pieces": [("", "input", "value")], "form": "text"},
        "name": {"pieces": [("sum of ", "", ""), ("", "input", "stem")], "form": "text"},
        "number": {"pieces": [("", "number", "value")], "form": "number"},
        "word": {"pieces": [("", "number", "value")], "form": "word"},
    },
    "outputs": [{"pieces": [("", "output", "value")], "may_exist": False}],
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    (tmp_path / "a b.csv").write_text("x\n")
    return tmp_path


def arguments(**changed: str) -> list[str]:
    values = {"input": "a b.csv", "output": "out.json", "number": "2", **changed}
    return [f"--{name}={value}" for name, value in values.items()]


def test_values_are_made_of_options():
    found = standalone.values_given(SPEC, arguments(number="2.50"))
    assert vars(found) == {"input": "a b.csv", "name": "sum of a b", "number": 2.5, "word": "2.50"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"input": "b.csv"}, "'b.csv' is not there"),
        ({"input": "b.txt"}, "does not end with .csv"),
        ({"input": "-b.csv"}, "would be taken for an option"),
        ({"input": "x\0.csv"}, "holds a NUL"),
        ({"input": "x" * 10_001}, "too long"),
        ({"output": "../out.json"}, "outside the current folder"),
        ({"output": "/etc/out.json"}, "outside the current folder"),
        ({"output": "a b.csv"}, "is already there"),
        ({"output": ""}, "is empty"),
        ({"number": "two"}, "is no plain number"),
        ({"number": "1e9"}, "is no plain number"),
        ({"number": "-2"}, "would be taken for an option"),
    ],
)
def test_what_does_not_hold_ends_with_one_line(
    changed: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
):
    with pytest.raises(SystemExit) as ended:
        standalone.values_given(SPEC, arguments(**changed))
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert words in said
    assert said.count("\n") == 1


def test_a_link_out_of_the_folder_is_followed_before_it_is_judged(
    place: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
):
    (place / "away").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(SystemExit):
        standalone.values_given(SPEC, arguments(output="away/out.json"))
    assert "outside the current folder" in capsys.readouterr().err


@given(st.text(max_size=30), st.sampled_from(("value", "stem", "name", "folder", "hundredth", "plain")))
def test_a_value_is_put_to_use_as_templates_do_it(value: str, use: Use):
    def made(function: Any) -> str:
        try:
            return function(value, use)
        except ValueError:
            return "no"

    assert made(standalone._used) == made(used)  # pyright: ignore[reportPrivateUsage]


def test_numbers_and_plain_words_are_what_templates_take_for_them():
    assert standalone._NUMBER.pattern + r"\Z" == sites._NUMBER.pattern  # pyright: ignore[reportPrivateUsage]
    assert standalone._PLAIN.pattern == plain_words._PLAIN.pattern  # pyright: ignore[reportPrivateUsage]


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(standalone.__file__).read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name if isinstance(node, ast.Import) else node.module for node in imported for alias in node.names}
    assert names <= sys.stdlib_module_names


def test_any_number_of_outputs(place: Path):
    some = [("", "number", "less"), ("", "", ""), ("*", "", "any"), (".csv", "", "")]
    spec = {**SPEC, "outputs": [{"pieces": some, "may_exist": False}]}
    standalone.values_given(spec, arguments())
    (place / "1x.csv").write_text("")
    with pytest.raises(SystemExit):
        standalone.values_given(spec, arguments())
    free = [("*", "", "any"), (" b.csv", "", "")]
    standalone.values_given({**SPEC, "outputs": [{"pieces": free, "may_exist": False}]}, arguments())


def test_numbers_beside(capsys: pytest.CaptureFixture[str]):
    spec = {
        **SPEC,
        "values": {"before": {"pieces": [("", "number", "less"), ("", "number", "more")], "form": "text"}},
    }
    assert vars(standalone.values_given(spec, arguments(number="10"))) == {"before": "911"}
    with pytest.raises(SystemExit):
        standalone.values_given(spec, arguments(number="2.5"))
    assert "no whole number" in capsys.readouterr().err

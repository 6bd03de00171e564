import ast

import pytest

from skillrt.code.outlining.python_roles import (
    is_output_name,
    is_placeholder,
    keyword_rule,
    path_kind,
    path_role,
    role_of_text,
)
from skillrt.code.outlining.python_uses import Uses


def first_string(text: str) -> tuple[Uses, ast.Constant]:
    tree = ast.parse(text)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return Uses(tree.body), strings[0]


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("f('https://a.example')", "", "url"),
        ("f('a.csv')", "", "input-file"),
        ("f('result.csv')", "", "output-file"),
        ("f('result.csv')", "input_file", "input-file"),
        ("f('a.csv')", "output_path", "output-file"),
        ("f('./data')", "", "output-file"),
        ("f('/experiments/one')", "", None),
        ("read_file('POSCAR')", "", "input-file"),
        ("export_it(x, 'all.nwb')", "", "output-file"),
        ("load_model('gpt-4')", "", None),
        ("f('two words')", "", None),
        ("import json\nx = 'ab1'\nopen(f'{x}.json', 'w')", "x", None),
        ("import os\nd = 'downloads'\nos.listdir(d)", "d", "folder"),
    ],
)
def test_kinds_of_paths(text: str, role: str, expected: str | None):
    uses, node = first_string(text)
    assert path_kind(uses, node, str(node.value), role) == expected


@pytest.mark.parametrize("text", ["<name>", "your-project", "Your text here", "xxx", "MVLSP...", "[your name]"])
def test_placeholders(text: str):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["My name is Ada", "youth", "Loading data...", "a<b>"])
def test_no_placeholders(text: str):
    assert not is_placeholder(text)


def test_roles():
    assert path_role("file", "output-file") == "output"
    assert path_role("", "input-file") == "input"
    assert path_role("people", "input-file") == "people"
    assert is_output_name("out_dir")
    assert not is_output_name("route")
    rule = keyword_rule("Page_Size")
    assert rule is not None
    assert (rule.kind, rule.role) == ("integer", "page_size")
    assert keyword_rule("flavor") is None


def test_texts_of_calls_that_are_not_known():
    call = ast.parse("x.search('old maps')", mode="eval").body
    assert isinstance(call, ast.Call)
    assert role_of_text(call, call.args[0], "old maps", "") == "query"
    assert role_of_text(call, call.args[0], "CHEMBL25", "") == "id"
    told = ast.parse("agent.run('Plan a short trip')", mode="eval").body
    assert isinstance(told, ast.Call)
    assert role_of_text(told, told.args[0], "Plan a short trip", "") == "prompt"
    plain = ast.parse("x.put('old maps')", mode="eval").body
    assert isinstance(plain, ast.Call)
    assert role_of_text(plain, plain.args[0], "old maps", "") == ""

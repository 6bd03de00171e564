import ast

from tests.code.outlining.blocks import closure


def texts(*blocks: str) -> list[str]:
    return [ast.unparse(statement.node) for statement in closure(*blocks).statements]


def test_only_the_import_of_an_earlier_block_comes_along():
    assert texts("from a import b\nprint(b(1))", "b(2)") == ["from a import b", "b(2)"]


def test_definitions_bring_what_they_need():
    found = texts("import a\nx = 1\ndef f():\n    return a.g(x)\nprint(f())", "y = f()\nprint(y)")
    assert found == ["import a", "x = 1", "def f():\n    return a.g(x)", "y = f()", "print(y)"]


def test_what_goes_on_building_an_object_comes_along_without_its_output():
    found = texts("w = W()\nw.add(1)\nprint(w)\nw.save('a')\nz = 1", "w.save('b')")
    assert found == ["w = W()", "w.add(1)", "w.save('b')"]


def test_the_latest_definition_counts():
    assert texts("x = f(1)", "x = f(2)", "print(x)")[-2:] == ["x = f(2)", "print(x)"]


def test_what_with_opened_is_closed_for_other_blocks():
    assert closure("with open('a') as f:\n    pass", "print(f.read())").missing == ("f",)
    assert closure("for page in [1]:\n    pass", "print(page)").missing == ("page",)


def test_the_same_block_may_use_them():
    assert closure("with open('a') as f:\n    rows = f.read()\nprint(rows)").missing == ()


def test_imports_that_everybody_knows_are_added():
    found = closure("df = pd.read_csv('a.csv')\nprint(json.dumps(df))")
    assert sorted(found.imports) == ["import json", "import pandas as pd"]
    assert found.missing == ()


def test_a_variable_named_as_a_module_is_no_module():
    assert closure("print(time)").missing == ("time",)
    assert closure("x = datetime.datetime.now()").imports == ("import datetime",)
    assert closure("x = datetime.now()").imports == ("from datetime import datetime",)


def test_functions_may_need_what_comes_later():
    assert closure("def f():\n    return g()\n", "def g():\n    return 1\nprint(f())").missing == ()


def test_a_star_import_may_give_any_name():
    assert closure("from a import *\nprint(b)").missing == ()


def test_sources_are_the_blocks_that_give_something():
    assert closure("import a", "import b", "print(b)").sources == (1, 2)

import ast

from skillrt.passes.concurrency.names import base_name, names_of


def test_names_taken_set_imported_and_changed():
    names = names_of("import pandas as pd\nframe = pd.read_csv(path)\nmodel.fit(frame)\ntable['x'] = 1\n")
    assert names is not None
    assert names.free == {"path", "model", "table"}
    assert names.sets == {"frame"}
    assert names.imports == {"pd"}
    assert names.changes >= {"model", "frame", "table"}
    # what only reads changes neither what it is called on nor what it is given
    assert "path" not in names.changes


def test_what_loops_and_comprehensions_bind_is_not_taken():
    names = names_of("rows = [f(x) for x in items]\nfor row in rows:\n    total = row\n")
    assert names is not None
    assert names.free == {"f", "items"}
    assert names.sets == {"rows", "row", "total"}


def test_no_python_has_no_names():
    assert names_of("def (") is None


def test_the_name_that_an_attribute_hangs_on():
    assert base_name(ast.parse("a.b[0].c", mode="eval").body) == "a"
    assert base_name(ast.parse("f().c", mode="eval").body) == ""

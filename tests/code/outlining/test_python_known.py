import ast

import pytest

from skillrt.code.outlining.python_known import (
    dotted,
    import_line,
    imported_names,
    is_file,
    is_folder,
    is_url,
    known,
    meanings,
)

KINDS = {"input-file", "output-file", "folder", "url", "text", "integer", "number", "mode", "path", "stay", "pair"}


def test_the_tables_are_well_formed():
    table = known()
    for name, rules in table.calls.items():
        for item in rules:
            assert item.kind in KINDS, name
            assert item.role.replace(",", "").replace("_", "").isalnum(), name
    assert set(table.keywords.values()) <= {"text", "integer", "number"}
    for name, line in table.aliases.items():
        assert name in {part for part in ast.walk(ast.parse(line)) and line.replace("=", " ").split()}


def test_names_are_followed_through_imports():
    tree = ast.parse("import pandas as pd\nfrom PIL import Image\nimport os.path\nimport xml.dom as d")
    imports = imported_names(tree.body)
    called = {
        text: dotted(ast.parse(text, mode="eval").body, imports) for text in ("pd.read_csv", "Image.open", "os.x")
    }
    assert called == {"pd.read_csv": "pandas.read_csv", "Image.open": "PIL.Image.open", "os.x": "os.x"}
    assert dotted(ast.parse("df.to_csv", mode="eval").body, imports) == ".to_csv"
    assert dotted(ast.parse("f().save", mode="eval").body, imports) == ".save"
    assert dotted(ast.parse("x[0]", mode="eval").body, imports) == ""


def test_methods_are_known_on_anything():
    assert meanings(".to_csv")[0].kind == "output-file"
    assert meanings("mymodule.to_csv")[0].kind == "output-file"
    assert meanings("unknown") == ()


@pytest.mark.parametrize(
    "text", ["a.csv", "data/report 2024.xlsx", "./x.pdf", "/tmp/a.b.json", "Mine.PDF", "a-b.tar"]
)
def test_files(text: str):
    assert is_file(text)


@pytest.mark.parametrize(
    "text", ["", ".csv", "See the file a b c.txt", "a.csv, b.csv", "*.pdf", "1.5", "e.g.", "a:b"]
)
def test_no_files(text: str):
    assert not is_file(text)


def test_folders_and_addresses():
    assert is_folder("./data")
    assert is_folder("out/")
    assert not is_folder("data")
    assert not is_folder("a/b")
    assert is_url("https://example.com/a?b=c")
    assert not is_url("see https://example.com")


def test_usual_imports_may_be_left_out():
    assert import_line("pd") == "import pandas as pd"
    assert import_line("json") == "import json"
    assert import_line("html") is None

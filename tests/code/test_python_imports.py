from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.python_imports import modules_at, python_imports


def _found(text):
    return [(item.module, item.guard) for item in python_imports(text)]


def test_imports_anywhere_in_the_text():
    text = "import a, b.c as d\nfrom .own import x\n\ndef f():\n    from e.g import h, i\n    import_module('j.k')\n"
    assert _found(text) == [("a", ""), ("b.c", ""), (".own", ""), ("e.g", ""), ("j.k", "caught")]
    assert python_imports(text)[3].names == ("h", "i")
    assert (python_imports(text)[3].line, python_imports(text)[3].end_line) == (5, 5)


def test_a_missing_module_that_is_caught_and_one_that_ends_the_program():
    text = """
import sys
try:
    import fast
except ImportError:
    fast = None
try:
    import must
except ImportError:
    print("install must")
    sys.exit(1)
try:
    import other
except (ValueError, ModuleNotFoundError):
    import instead
try:
    import plain
except ValueError:
    pass
"""
    assert _found(text)[1:] == [
        ("fast", "caught"), ("must", ""), ("other", "caught"), ("instead", "fallback"), ("plain", ""),
    ]  # fmt: skip


def test_imports_for_type_checkers():
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\nelse:\n    import b\n"
    assert _found(text)[1:] == [("a", "typing"), ("b", "")]


def test_what_does_not_parse_gives_its_import_lines():
    text = "import a\nx = <your value>\nfrom b import (\n    c,\n    d,\n)\n    import e\nimport numbers are fun\n"
    assert _found(text) == [("a", ""), ("b", ""), ("e", "")]
    assert [(item.line, item.end_line) for item in python_imports(text)] == [(1, 1), (3, 6), (7, 7)]


def test_sessions_notebooks_and_fragments():
    assert _found(">>> import a\n>>> a.b()\n3\n") == [("a", "")]
    assert _found("!pip install x\n%matplotlib inline\nimport a\n") == [("a", "")]
    assert _found("    import a\n    a.b()\n") == [("a", "")]


def test_prose_about_imports_is_none():
    assert _found("We import goods from abroad.\nfrom time to time import duties rise\n") == []


@given(st.text(alphabet=" \nimportfs.,()\\a'\"#:try", max_size=60))
def test_no_text_crashes(text):
    python_imports("import " + text)


def test_modules_at_paths():
    assert modules_at(("a/b/c.py", "d.pyi")) == {"a", "b", "c", "d"}

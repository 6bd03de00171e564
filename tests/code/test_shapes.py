import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.shapes import javascript_shape, python_modules, python_shape, shell_shape


@pytest.mark.parametrize(
    ("text", "level", "libraries"),
    [
        ("print(1)\n", 1, ()),
        ("import csv, json\n", 2, ()),
        ("from pypdf import PdfReader\nimport os.path as p\n", 3, ("pypdf",)),
        ("import numpy as np, pandas\n", 3, ("numpy", "pandas")),
    ],
)
def test_python(text, level, libraries):
    shape = python_shape(text)
    assert (shape.level, shape.libraries) == (level, libraries)


@pytest.mark.parametrize(
    ("text", "level"),
    [("let a = 1\n", 1), ("const fs = require('node:fs')\n", 2), ("await go()\n", 3)],
)
def test_javascript(text, level):
    assert javascript_shape(text).level == level


def test_shell():
    shape = shell_shape("pip install x\ncd a\ngit log --oneline | head\nfor f in *; do jq . $f; done\n")
    assert (shape.installs, shape.flagged, shape.pipes, shape.loops) == (1, 1, 1, 1)
    assert shape.programs[0] == "git"
    assert shape.level == 2
    assert shell_shape("git status\n").level == 1
    assert shell_shape("f() {\n  x\n}\n").level == 3


def test_the_standard_library_is_known():
    assert {"os", "json", "tomllib"} <= python_modules()
    assert "pandas" not in python_modules()


@given(st.text(max_size=300))
def test_nothing_raises(text):
    assert python_shape(text).level in (1, 2, 3)
    assert javascript_shape(text).level in (1, 2, 3)
    assert shell_shape(text).level in (1, 2, 3)

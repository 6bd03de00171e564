import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining import Snippet
from skillrt.primitives.gen_code_python.ready import ready

WHOLE = """import json


class Store:
    def __init__(self, path):
        self.path = path

    def rows(self):
        with open(self.path) as file:
            return json.load(file)
"""


def test_whole_definitions_are_ready():
    assert ready(Snippet("python", WHOLE))


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "\nprint(Store('rows.json').rows())\n",
        WHOLE.replace("import json\n", ""),
        WHOLE.replace("self.path = path", "self.path = 'path/to/rows'"),
        "x = ...\n",
        "def f(:\n",
        "def f():\n    return input()\n\n\nf()\n",
    ],
)
def test_what_somebody_has_to_change_is_not(text):
    assert not ready(Snippet("python", text))


@given(st.text(max_size=120))
def test_nothing_raises(text):
    assert not ready(Snippet("python", text)) or text.strip()

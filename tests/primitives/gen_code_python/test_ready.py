import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining import Snippet
from skillrt.primitives.gen_code_python.ready import ready


def test_what_it_needs_and_what_changes():
    found = ready(Snippet("python", "import pandas as pd\nframe = pd.read_csv('sales.csv')\nplot(frame, style)\n"))
    assert found is not None
    assert found.needs == ("plot", "style")
    assert found.changes == ("'sales.csv'",)


@pytest.mark.parametrize("text", ["x = ...\n", "def f(:\n", "", "name = input()\nprint(name)\n"])
def test_what_somebody_has_to_complete_is_not_ready(text):
    assert ready(Snippet("python", text)) is None


@given(st.text(max_size=120))
def test_nothing_raises(text):
    assert ready(Snippet("python", text)) is None or text.strip()

import ast

from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.outlining import Snippet
from skillrt.code.outlining.holding import holds
from skillrt.code.outlining.python_module import bundle_python

CLASS = '''import numpy as np


class Risk:
    """Risk figures."""

    def __init__(self, returns, rate=0.02):
        self.returns = returns
        self.rate = rate

    def volatility(self, annual=True):
        return np.std(self.returns)

    def _hidden(self):
        return 0
'''
LOAD = """import pandas as pd

frame = pd.read_csv(path)
prices = frame.close
returns = prices.pct_change()
clean = returns.dropna()
"""
USE = "risk = Risk(clean)\nprint(risk.volatility())\n"


def bundles(*texts):
    snippets = [Snippet("python", text, f"SKILL.md:{number}", "Load the prices") for number, text in enumerate(texts)]
    return bundle_python(snippets, "my-skill"), snippets


def test_definitions_stand_in_the_module_word_for_word():
    (found,), _ = bundles(CLASS)
    assert found.file == "my_skill_skillrt.py"
    assert CLASS.strip() in found.text
    assert found.parts[0].called == ("Risk(returns, rate) .volatility(annual)",)
    assert not found.parts[0].fragment


def test_a_fragment_becomes_a_function_of_what_it_needs():
    (found,), _ = bundles(CLASS, LOAD, USE)
    part = next(item for item in found.parts if item.fragment)
    assert part.called == ("load_prices(path)",)
    assert part.gives == ("frame", "prices", "returns", "clean")
    assert "    return frame, prices, returns, clean" in found.text
    assert holds(found.text, LOAD)
    assert not any(item.index == 2 for item in found.parts)  # two short lines are no gain


def test_a_name_that_is_defined_twice_opens_another_module():
    found, _ = bundles(CLASS, CLASS)
    assert [item.file for item in found] == ["my_skill_skillrt.py", "my_skill1_skillrt.py"]


def test_text_in_strings_is_not_indented():
    text = "import os\n\nmessage = '''one\n  two\nthree'''\nresult = os.path.join(base, message)\nprint(result)\n"
    (found,), _ = bundles(text)
    tree = ast.parse(found.text)
    strings = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert "one\n  two\nthree" in strings


def test_what_would_not_mean_the_same_stays():
    assert bundles("import asyncio\n\nx = await go(y)\nprint(x)\nprint(x)\nprint(x)\n")[0] == ()
    assert bundles("...\n")[0] == ()
    assert bundles("def f(:\n")[0] == ()


@given(st.lists(st.text(max_size=80), max_size=4))
def test_nothing_raises_and_every_module_parses(texts):
    for found in bundles(*texts)[0]:
        ast.parse(found.text)

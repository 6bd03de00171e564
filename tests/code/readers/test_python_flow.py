import ast

from skillrt.code.readers.python_flow import ParserFlow


def flow(text: str) -> ParserFlow:
    return ParserFlow(ast.parse(text), text)


def test_functions_that_nobody_calls_are_looked_at_last():
    found = flow("def main():\n    p = argparse.ArgumentParser()\n    p.add_argument('--a')\n    p.parse_args()\n")
    assert len(found.calls.parsed) == 1
    assert len(found.calls.declared) == 1


def test_recursion_ends():
    text = "def f(p):\n    p.add_argument('--a')\n    f(p)\np = argparse.ArgumentParser()\nf(p)\np.parse_args()\n"
    assert len(flow(text).calls.parsed) == 1


def test_a_name_defined_by_itself_ends():
    assert (
        flow("x = x + [1]\np = argparse.ArgumentParser(parents=x)\np.parse_args()\n").calls.parsed[0][0].open_options
    )

import ast

import pytest

from skillrt.code.outlining.python_samples import holds_sample, own_level, runs_on_sample, says_something


def parsed(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fetch([{'url': 'https://a.example'}])", True),
        ("sell([{'price': {'amount': 2000}}])", True),
        ("ask([{'role': 'user', 'content': text}])", False),
        ("np.array([[100, 200], [150, 180]])", True),
        ("pd.DataFrame({'a': [1, 2, 3]})", True),
        ("figure(size=(8, 6))", False),
        ("write('This is the body of it. ' * 20)", True),
        ("print('-' * 20)", False),
    ],
)
def test_data_of_the_example(text: str, expected: bool):
    assert any(holds_sample(node, ()) for node in parsed(text)) is expected


def test_data_of_which_something_became_an_option_is_none():
    nodes = parsed("np.array([[100, 200], [150, 180]])")
    assert not any(holds_sample(node, {id(item) for item in nodes}) for node in nodes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("find(name__contains='aspirin')", True),
        ("ask(idea='What is new in it')", True),
        ("ask(idea='new')", False),
        ("load(mode='read and write')", False),
    ],
)
def test_what_a_keyword_says(text: str, expected: bool):
    assert any(says_something(node, ()) for node in parsed(text)) is expected


def test_a_call_with_a_value_that_is_written_out():
    assert runs_on_sample(ast.parse("y = sin(linspace(0, 20, 500))").body)
    assert not runs_on_sample(ast.parse("print('Version', sys.version)\nclient.update()\nload(1, mode='x')").body)


def test_a_function_without_parameters_runs_as_it_stands():
    taking, free = ast.parse("def f(x):\n    go('a')\ndef main():\n    go('a')").body
    assert list(own_level(taking)) == []
    assert any(isinstance(node, ast.Call) for node in own_level(free))

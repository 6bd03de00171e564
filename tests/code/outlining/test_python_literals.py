import pytest

from skillrt.code.outlining.python_literals import literals_of
from skillrt.code.outlining.python_uses import Uses
from tests.code.outlining.blocks import closure


def found(text: str) -> list[tuple[object, str, str]]:
    whole = closure(text)
    uses = Uses([statement.node for statement in whole.statements])
    return [(item.value, item.kind, item.role) for item in literals_of(whole, uses)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = open('a.txt')", [("a.txt", "input-file", "input")]),
        ("f = open('Makefile')", [("Makefile", "input-file", "input")]),
        ("f = open('a.txt', 'w', encoding='utf-8')", [("a.txt", "output-file", "output")]),
        ("import pandas as pd\ndf = pd.read_csv('a', sep=';')", [("a", "input-file", "input")]),
        ("for n in ['a.pdf', 'b.pdf']:\n    print(open(n))", [(("a.pdf", "b.pdf"), "input-file", "input")]),
        ("sizes = [1, 2]\nprint(sizes)", [((1, 2), "integer", "sizes")]),
        ("limit = 0.5\nprint(limit)", [(0.5, "number", "limit")]),
        ("angle = -90\npage.turn(angle)", [(-90, "integer", "angle")]),
        ("import requests\nr = requests.get('https://a.example/b')", [("https://a.example/b", "url", "url")]),
        ("r = get(u, params={'q': 'cats', 'per_page': 5})", [("cats", "text", "q"), (5, "integer", "per_page")]),
        ("page = reader.pages[3]", [(3, "integer", "page_index")]),
        ("sheet = wb['Sales']", [("Sales", "text", "sheet")]),
        ("image.resize((800, 600))", [(800, "integer", "width"), (600, "integer", "height")]),
        ("def f(text, times): ...\nf('a b', 3)", [("a b", "text", "text"), (3, "integer", "times")]),
        ("plot(x, title='Sales', dpi=300)", [("Sales", "text", "title"), (300, "integer", "dpi")]),
        ("c.search('some words', top_k=3)", [("some words", "text", "query"), (3, "integer", "top_k")]),
        ("x.fetch('CHEMBL25')", [("CHEMBL25", "text", "id")]),
        ("if __name__ == '__main__':\n    name = 'x'\n    print(name)", [("x", "text", "name")]),
        ("title = P('Report')", []),
        ("tiler.extract(slide, report_path='tiles.csv')", [("tiles.csv", "output-file", "report_path")]),
        ("agent.go('My name is Ada')", [("My name is Ada", "text", "prompt")]),
        ("x = Bag('./data')", [("./data", "output-file", "folder")]),
        ("x = Dataset(root='/data/one')", [("/data/one", "text", "root")]),
        ("def f():\n    return open('a.csv')", [("a.csv", "input-file", "input")]),
    ],
)
def test_inputs(text: str, expected: list[tuple[object, str, str]]):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "print('done with a.csv', 3)",
        "x = data['results']['items']",
        "x = 'a,b'.split(',')",
        "count = 0\nfor a in b:\n    count += 1",
        "text = ''\nprint(text)",
        "flag = True\nprint(flag)",
        "if x == 'a.csv': pass",
        "x = f'page_{n}.pdf'",
        "x: 'Path' = f()",
        "date_format = '%Y-%m-%d'\nprint(date_format)",
        "import re\nm = re.search('a+', x, re.I)",
        "unused = 'words'",
        "rows = [['a', 1], ['b', 2]]\nprint(rows)",
        "def f(x=3, name='n'):\n    limit = 5\n    return limit",
        "'a docstring about a.csv'\nx = f()",
        "for i in range(10):\n    n = 5\n    print(n)",
        "s.get('name', 'default')",
    ],
)
def test_what_is_no_input(text: str):
    assert found(text) == []


def test_a_placeholder_has_no_default():
    whole = closure("project = 'your-project'\nprint(project)")
    (item,) = literals_of(whole, Uses([statement.node for statement in whole.statements]))
    assert item.required

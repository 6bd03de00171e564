import pytest

from skillrt.code.outlining.javascript_literals import JavascriptFinder, text_value
from skillrt.code.outlining.slots import SlotTable
from skillrt.code.readers.javascript_parts import walk
from skillrt.code.syntax import parse_javascript


def inputs(text: str) -> dict[str, tuple[str, bool]]:
    tree = parse_javascript(text)
    assert tree is not None
    table = SlotTable()
    finder = JavascriptFinder(table)
    for statement in tree.root_node.named_children:
        finder.statement(statement)
    table.name_all()
    return {slot.name: (slot.kind, slot.required) for slot in table.slots}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fs.readFileSync('a.csv')", {"input": ("input-file", True)}),
        ("fs.writeFileSync('a.csv', x)", {"output": ("output-file", False)}),
        ("await page.screenshot({ path: 'shot.png' })", {"output": ("output-file", False)}),
        ("const LIMIT = 20;", {"limit": ("integer", False)}),
        ("const TITLE = 'A b c';", {"title": ("text", False)}),
        ("go({ prompt: 'Draw a cat', mode: 'fast' })", {"prompt": ("text", False)}),
        ("go('https://example.com/x')", {"url": ("url", True)}),
        ("f(['a.pdf', 'b.pdf'])", {"input": ("input-file", True)}),
        ("const k = 'YOUR_API_KEY';", {"API_KEY": ("secret", True)}),
        ("go(`https://x.y/z/YOUR_ID`)", {"id": ("text", True)}),
        ("go({ key: process.env.THE_TOKEN })", {"THE_TOKEN": ("secret", True)}),
        ("go(['-o', 'x.pdf'])", {"output": ("output-file", False)}),
        ("go({ text: 'Long text here...' })", {"text": ("text", True)}),
    ],
)
def test_literals_that_are_inputs(text: str, expected: dict[str, tuple[str, bool]]):
    assert inputs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "console.log('All is done now')",
        "if (a === 'b.csv') f()",
        "f({ 'a b': 1 })",
        "'use strict';",
        "require('a/b.js')",
        "f('utf8', 3)",
        "path.join('a', 'b.csv')",
        "let n = 5;",
        "f({ font: 'Times New Roman' })",
        "client.send('Captcha.solve')",
        "const x = process.env.PORT || 3",
    ],
)
def test_literals_that_stay(text: str):
    assert inputs(text) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'a\nb'", "a\nb"),
        (r"'\u00e9\x41\u{1F600}'", "éA😀"),
        (r"'it\'s'", "it's"),
        ("`a\\`b`", "a`b"),
        ("`${x}`", None),
    ],
)
def test_values_of_texts(text: str, value: str | None):
    tree = parse_javascript(text)
    assert tree is not None
    node = next(item for item in walk(tree.root_node) if item.type in ("string", "template_string"))
    assert text_value(node) == value

from skillrt.code.outlining.javascript_literals import JsEdit
from skillrt.code.outlining.javascript_program import dynamic_import, reference, rendered, script_text
from skillrt.code.outlining.slots import Slot
from skillrt.code.syntax import parse_javascript

SLOT = Slot("text", "x", name="page_size")


def test_references():
    assert reference(SLOT, "opt") == 'opt["page-size"]'
    assert reference(Slot("secret", "", name="KEY"), "opt") == "process.env.KEY"


def test_edits_in_any_quotes():
    assert rendered(b"f('a')", 0, [JsEdit(2, 5, SLOT)], "o") == b'f(o["page-size"])'
    assert rendered(b"f('a b c')", 0, [JsEdit(5, 6, SLOT, "'")], "o") == b"f('a ' + o[\"page-size\"] + ' c')"
    assert rendered(b"f(`a b`)", 0, [JsEdit(5, 6, SLOT, "`")], "o") == b'f(`a ${o["page-size"]}`)'


def test_imports_run_when_they_are_reached():
    cases = {
        "import a from 'p';": 'const { default: a } = await optLoad("p");',
        "import a, { b as c, d } from 'p';": 'const { default: a, b: c, d } = await optLoad("p");',
        "import * as n from 'p';": 'const n = await optLoad("p");',
        "import 'p';": 'await optLoad("p");',
    }
    for text, expected in cases.items():
        tree = parse_javascript(text)
        assert tree is not None
        assert dynamic_import(tree.root_node.named_children[0], "opt") == expected


def test_texts_of_scripts():
    assert script_text('a\u2028"b\n') == '"a\\u2028\\"b\\n"'

from skillrt.code.readers.javascript_parts import (
    declarations,
    fields,
    method,
    source,
    string,
    strings,
    unwrapped,
    walk,
)
from skillrt.code.syntax import parse_javascript


def root(text: str):
    tree = parse_javascript(text)
    assert tree is not None
    return tree.root_node


def test_literals():
    names = declarations(
        root("const a = 'x'; const b = ['y', \"z\"] as const; const c = {k: 1, 'l-m': a}; const d = `p${q}`;")
    )
    assert string(names["a"]) == "x"
    assert strings(names["b"]) == ("y", "z")
    assert sorted(fields(names["c"]) or {}) == ["k", "l-m"]
    assert string(names["d"]) is None
    assert fields(names["a"]) is None
    inner = unwrapped(names["b"])
    assert inner is not None
    assert inner.type == "array"


def test_calls():
    call = next(node for node in walk(root("a.b(1, 'x')")) if node.type == "call_expression")
    owner, name, arguments = method(call)
    assert owner is not None
    assert (source(owner), name, len(arguments)) == ("a", "b", 2)

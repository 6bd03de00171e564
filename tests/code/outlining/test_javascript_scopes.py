import pytest

from skillrt.code.outlining.javascript_scopes import bound, names_in
from skillrt.code.syntax import parse_javascript


def names(text: str) -> tuple[set[str], set[str], set[str]]:
    tree = parse_javascript(text)
    assert tree is not None
    found = names_in(tree.root_node)
    return found.top, found.free, found.doubled


@pytest.mark.parametrize(
    ("text", "top", "free"),
    [
        ("const { a, b: { c = d }, ...e } = f;", {"a", "c", "e"}, {"d", "f"}),
        ("function f(x, { y }, z = q) { return x + y + z; }", {"f"}, {"q"}),
        ("items.map((x) => x.name + y);", set(), {"items", "y"}),
        ("for (const x of xs) { use(x); } x;", set(), {"xs", "use", "x"}),
        ("{ const x = 1; } x;", set(), {"x"}),
        ("{ var x = 1; } x;", {"x"}, set()),
        ("try { a(); } catch (e) { e; } e;", set(), {"a", "e"}),
        ("import d, { a as b } from 'm'; d(b, a);", {"d", "b"}, {"a"}),
        ("const o = { k, m: 1, n() { return k; } };", {"o"}, {"k"}),
        ("class A { m() { return B; } }\nnew A();", {"A"}, {"B"}),
        ("const f = function g() { return g; };", {"f"}, set()),
        ("x => y => x + y + z;", set(), {"z"}),
    ],
)
def test_names(text: str, top: set[str], free: set[str]):
    assert names(text)[:2] == (top, free)


def test_second_declarations_are_seen():
    assert names("const a = 1; const a = 2;")[2] == {"a"}
    assert names("var a = 1; var a = 2; function f() { const a = 3; }")[2] == set()


def test_nothing_is_bound_by_nothing():
    assert bound(None) == []

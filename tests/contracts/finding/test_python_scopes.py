import ast

from skillrt.contracts.finding.python_scopes import Scope, names_of


def test_calls_imports_and_options():
    text = 'import a.b\nfrom c import d as e\np.add_argument("-o", "--out-dir", default="x")\ne(1)\n'
    names = names_of(ast.parse(text))
    assert names.imported == {"a", "c"}
    assert names.taken == {"e": "c.d"}
    assert list(names.options) == ["out_dir"]
    assert len(names.calls) == 2


def test_an_option_by_its_destination():
    names = names_of(ast.parse('p.add_argument("--out", dest="place", default="x")\np.add_argument("name")\n'))
    assert list(names.options) == ["place"]


def test_a_parameter_hides_a_name_of_the_module():
    names = names_of(ast.parse('x = "a"\ndef f(x, y="b"):\n    z = x\nf("c")\n'))
    inner = names.functions["f"]
    home = inner.home_of("x")
    assert home is inner
    assert [ast.unparse(value) for value, _ in inner.bound["x"] if value is not None] == ["'c'"]
    assert [ast.unparse(value) for value, _ in inner.bound["y"] if value is not None] == ["'b'"]


def test_a_method_does_not_see_the_names_of_its_class():
    names = names_of(ast.parse('class A:\n    x = "a"\n    def f(self):\n        self.y = "b"\n'))
    inner = names.functions["f"]
    assert inner.home_of("x") is None
    assert inner.owner is not None
    assert set(inner.owner.bound) == {"x", "y", "f"} - {"f"}


def test_pairs_and_what_only_the_run_knows():
    names = names_of(ast.parse('def f():\n    a, b = "x", "y"\n    c, d = g()\n    with h() as e:\n        pass\n'))
    bound = names.functions["f"].bound
    assert [value is not None for value, _ in bound["a"]] == [True]
    assert [value is not None for value, _ in bound["c"]] == [False]
    assert [value is not None for value, _ in bound["e"]] == [False]


def test_no_scope_has_an_unknown_name():
    assert Scope().home_of("x") is None

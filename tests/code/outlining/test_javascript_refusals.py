import pytest

from skillrt.code.outlining.javascript_refusals import (
    check_javascript,
    check_package,
    does_something,
    is_value,
    unused,
)
from skillrt.code.outlining.javascript_scopes import names_in
from skillrt.code.outlining.refused import Refused
from skillrt.code.syntax import parse_javascript


def root(text: str):
    tree = parse_javascript(text)
    assert tree is not None
    return tree.root_node


@pytest.mark.parametrize(
    "name", ["react", "react/jsx-runtime", "@angular/core", "./a", "@/lib", "bun:test", "/shared/x.js"]
)
def test_packages_of_projects(name: str):
    with pytest.raises(Refused) as refused:
        check_package(name)
    assert refused.value.rule == "project-code"


@pytest.mark.parametrize("name", ["fs", "node:fs/promises", "docx", "@scope/tool"])
def test_other_packages(name: str):
    check_package(name)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("f();", True),
        ("const a = f();", False),
        ("const a = await f();", True),
        ("new A();", False),
        ("if (a) { f(); }", True),
        ("a.b = () => f();", False),
        ("const f = async () => { await g(); };", False),
    ],
)
def test_what_does_something(text: str, does: bool):
    assert does_something(list(root(text).named_children)) is does


def test_functions_for_others():
    for text, name in (
        ("function f() {}", "f"),
        ("function f() {} f();", ""),
        ("const f = () => 1;", "f"),
        ("const a = 1;", ""),
    ):
        assert unused(root(text), names_in(root(text))) == name


def test_names_that_stand_for_a_value():
    assert is_value(root("f(API_KEY);"), "API_KEY")
    assert not is_value(root("API_KEY.split(',');"), "API_KEY")
    assert not is_value(root("f(page);"), "page")


def test_a_comment_behind_a_statement_is_no_choice():
    check_javascript(root("f(); // or g()\n"))
    with pytest.raises(Refused):
        check_javascript(root("f();\n// or\ng();\n"))

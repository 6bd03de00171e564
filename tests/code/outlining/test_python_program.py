import ast

import pytest

from skillrt.code.outlining import Input
from skillrt.code.outlining.python_options import Given
from skillrt.code.outlining.python_program import (
    OPTION,
    SECRET,
    SHOW,
    Parts,
    in_async_main,
    literal,
    render,
    template,
)


def parts(code: str, *, names: frozenset[str] = frozenset(), waits: bool = False) -> Parts:
    text = Input("title", "text", '100% "sure"')
    return Parts(code, (Given(text, text.example),), "Do it.", "SKILL.md:3", names, waits)


def test_the_template_has_all_sections():
    wanted = {"start", "imports", "show", "secret", "existing", "number", "errors", "parser", "code"}
    assert set(template()) == wanted


def test_only_what_is_used_is_there():
    text = render(parts(f"print({OPTION}title)\n"))
    assert text is not None
    assert "def show" not in text
    assert "def secret" not in text
    assert "print(args.title)" in text
    assert "\0" not in text
    ast.parse(text)


def test_the_fixed_part_gives_way_to_names_of_the_code():
    code = f"def show(args): return args\n{SHOW}show({OPTION}title))\nx = {SECRET}'K')\n"
    text = render(parts(code, names=frozenset(("show", "args", "parse_args"))))
    assert text is not None
    assert "show_(show(options.title))" in text
    assert "def show_(value" in text
    assert "options = parse_args_()" in text
    ast.parse(text)


def test_future_imports_come_first():
    text = render(parts("import a\nfrom __future__ import annotations\nprint(a)\n"))
    assert text is not None
    compile(text, "program", "exec")


def test_await_gets_a_coroutine_around_it():
    code = 'text = """a\nb"""\nawait f(text)\n'
    text = in_async_main(code)
    compile(text, "program", "exec")
    assert '    text = """a\nb"""\n    await f(text)' in text


@pytest.mark.parametrize("value", ["", "a", "it's", 'say "x"', "a\\b", "ä\n\t\0", "\ud800", 1, -2, 0.5, None])
def test_literals_mean_what_they_were(value: str | float | None):
    assert ast.literal_eval(literal(value)) == value

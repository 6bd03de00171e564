import ast
import json
import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.jit.actions import Action
from skillrt.jit.programs.shell_sites import shell_sites
from skillrt.jit.programs.sites import Site, Unfit, fill, is_prose, python_text, render

HOSTILE = [
    "'; touch pwned; '", '"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "a\nb", "a\\", "\\x41", "{0}", "%s",
    "EOF", "a'b\"c", "ä ö", "\u2028", "x" * 9_000, "../../etc/passwd", "!!", "${IFS}", "*", "~",
]  # fmt: skip
PROGRAMS = [
    "python3 -c \"print(repr('VALUE'), end='')\"",
    'python3 -c \'print(repr("VALUE"), end="")\'',
    "python3 - <<'EOF'\nprint(repr('VALUE'), end='')\nEOF",
    'python3 - <<EOF\nprint(repr("VALUE"), end="")\nEOF',
    "python3 <<\"X\"\nprint(repr('''VALUE'''), end='')\nX",
    "python3 -c 'import sys; print(repr(sys.argv[1]), end=\"\")' VALUE",
    'python3 -c \'import sys; print(repr(sys.argv[1]), end="")\' "VALUE"',
]


def sites(text: str, value: str) -> list[Site]:
    return [site for site in shell_sites(text, 0) or [] if site.value == value]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_arrives_as_it_is_and_nothing_of_it_is_run(program: str, value: str, tmp_path):
    (site,) = sites(program, "VALUE")
    (action,) = fill((Action("shell", program),), {site: value})
    done = subprocess.run(["bash", "-c", action.text], cwd=tmp_path, capture_output=True, check=True)
    assert ast.literal_eval(done.stdout.decode()) == value
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.characters(exclude_characters="\0"), max_size=40), st.sampled_from("'\""))
def test_a_python_literal_means_its_value(value: str, quote: str):
    written = python_text(value, quote)
    assert ast.literal_eval(written) == value
    assert not set(written[1:-1]) & set("'\"$`!\n")


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
def test_a_shell_word_means_its_value_or_does_not_fit(value: str):
    site = Site(0, 0, 1, "shell-word", "x")
    if value.startswith("-"):
        with pytest.raises(Unfit):
            render(site, value)
    else:
        assert shlex.split(render(site, value)) == [value]


@pytest.mark.parametrize("value", ["1; import os", "0x10", "1e5", "", "nan", "1_0", "12345678901234567890"])
def test_a_number_is_plain_or_does_not_fit(value: str):
    with pytest.raises(Unfit):
        render(Site(0, 0, 1, "python-number", "1"), value)


def test_an_attribute_is_asked_for_by_name():
    text = "python3 -c 'x = df.price.mean()'"
    (site,) = sites(text, "price")
    (action,) = fill((Action("shell", text),), {site: "unit price"})
    assert action.text == "python3 -c 'x = getattr(df, \"unit price\").mean()'"


def test_an_attribute_may_be_of_what_holds_a_value_itself():
    text = "python3 -c 'x = read(\"a.csv\").price.price'"
    file, *both = (*sites(text, "a.csv"), *sites(text, "price"))
    (action,) = fill((Action("shell", text),), {file: "long name.csv", both[0]: "p", both[1]: "q"})
    assert action.text == 'python3 -c \'x = getattr(getattr(read("long name.csv"), "p"), "q")\''


def test_paths_and_texts_of_written_files_are_filled():
    action = Action("write", "Dear Ada,", "ada.txt")
    path, name = Site(0, 0, 7, "plain", "ada.txt", in_path=True), Site(0, 5, 8, "plain", "Ada")
    assert fill((action,), {path: "bob.txt", name: "Bob"}) == (Action("write", "Dear Bob,", "bob.txt"),)


@pytest.mark.parametrize("value", ["a\0b", "x" * 10_001])
def test_what_no_program_can_take_does_not_fit(value: str):
    with pytest.raises(Unfit):
        render(Site(0, 0, 1, "plain", "x"), value)


def test_what_is_code_is_no_prose():
    assert is_prose("Hello, Ada!")
    assert not any(is_prose(text) for text in ("price > 3", "a; b", "$x", "SELECT (x)", "a=b", json.dumps({"a": 1})))


@pytest.mark.parametrize("program", [
    "python3 - <<'EOF'\nprint(repr(f'VALUE{1}'), end='')\nEOF",
    'python3 -c "print(repr(f\'VALUE{1}\'), end=\'\')"',
])  # fmt: skip
@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_arrives_in_an_f_string_as_it_is(program: str, value: str, tmp_path):
    (site,) = sites(program, "VALUE")
    (action,) = fill((Action("shell", program),), {site: value})
    done = subprocess.run(["bash", "-c", action.text], cwd=tmp_path, capture_output=True, check=True)
    assert ast.literal_eval(done.stdout.decode()) == f"{value}1"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [value for value in HOSTILE if set(value) & set("'\"\\$`!{\n\u2028")])
def test_where_nothing_can_be_escaped_only_plain_text_may_stand(value: str):
    (site,) = sites("python3 - <<'EOF'\nprint(f'{row[\"VALUE\"]}')\nEOF", "VALUE")
    assert site.form == "python-plain"
    with pytest.raises(Unfit):
        render(site, value)
    assert render(site, "unit price") == "unit price"

import re

import pytest

from skillrt.config.load import parse_settings
from skillrt.config.mistakes import PATTERNS
from skillrt.config.schema import settings_schema_text
from skillrt.errors import Diagnostic, UsageError


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    return caught.value.diagnostics


def test_a_misspelt_key_gets_the_nearest_name():
    (found,) = problems('roots = ["a"]\nfail_on = "error"\n')
    assert found.code == "config.unknown-key"
    assert str(found.place) == "skillrt.toml:2:1"
    assert found.excerpt == 'fail_on = "error"'
    assert found.hint == "did you mean `fail-on`?"


def test_an_unknown_key_in_an_ignore():
    found = problems('[[ignore]]\ncode="text"\npath="a"\nreason="b"\n[[ignore]]\nfile="x"\n')
    assert [(item.code, str(item.place)) for item in found] == [("config.unknown-key", "skillrt.toml:6:1")]
    assert "code, path, reason" in found[0].hint


def test_several_problems_are_said_at_once():
    found = problems('rots = []\n[severity]\n"text.bum" = "error"\n"text.bom" = "fatal"\n')
    assert [item.code for item in found] == ["config.unknown-key", "config.unknown-code", "config.wrong-value"]
    assert "text.bom" in found[1].hint
    assert "error, warning, note, off" in found[2].hint


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("roots = 3\n", "skillrt.toml:1:1", "`roots`"),
        ('roots = [\n"a",\n3]\n', "skillrt.toml:1:1", "expected text, got a whole number"),
        ('\nlevel = "O7"\n', "skillrt.toml:2:1", "`level`"),
        ('[[ignore]]\ncode="text"\npath="x"\n', "skillrt.toml:1:3", "it lacks `reason`"),
        ('[[ignore]]\ncode="text"\npath="x"\nreason=""\n', "skillrt.toml:4:1", "expected text that is not empty"),
        ("[[ignore]]\ncode=3\n", "skillrt.toml:2:1", "ignore.code"),
    ],
)
def test_wrong_values_are_shown_where_they_stand(text: str, place: str, words: str):
    (found,) = problems(text)
    assert found.code == "config.wrong-value"
    assert str(found.place) == place
    assert words in found.message
    assert found.excerpt == text.split("\n")[found.place.line - 1 if found.place else 0]


def test_a_fixed_set_of_values_is_named():
    assert problems('fail-on = "x"')[0].hint == "values: error, warning, note, never"


@pytest.mark.parametrize(
    ("text", "place", "setting"),
    [
        ('base-url = "http://a"\ndialects = ["gemini"]\n[gateway.upstreams.b]\nbase-url = "x"', "5:1", "b.base-url"),
        ('base-url = "http://a"\ndialects = ["gemini"]\n[gateway.upstreams."x.y"]\nmodels = 3', "5:1", "x.y.models"),
        ('base-url = "http://a"\ndialects = ["gemini"]\nset-headers.one = "1"\nset-headers.two = 2', "5:1", "two"),
        ('base-url = "http://a"\ndialects = []', "3:1", "a.dialects"),
        ('dialects = ["gemini"]', "1:2", "gateway.upstreams.a"),
    ],
)
def test_a_table_with_a_name_of_ones_own_is_named(text: str, place: str, setting: str):
    (found,) = problems(f"[gateway.upstreams.a]\n{text}\n")
    assert str(found.place) == f"skillrt.toml:{place}"
    assert f"{setting}` has a wrong value" in found.message


def test_no_regular_expression_is_shown():
    (found,) = problems('[gateway.upstreams.a]\nbase-url = "x"\ndialects = ["gemini"]\n')
    assert found.message.endswith("expected an address that begins with `http://` or `https://`")
    patterns = set(re.findall(r'"pattern": "(.*)"', settings_schema_text()))
    assert patterns == set(PATTERNS)


def test_many_tables_are_read_in_a_moment():
    many = "".join(f'[gateway.upstreams.u{n}]\nbase-url = "http://a"\ndialects = ["gemini"]\n' for n in range(2000))
    (found,) = problems(many + '[gateway.upstreams.last]\nbase-url = "x"\n')
    assert "upstreams.last" in found.message


@pytest.mark.parametrize(
    "text", ['[severity]\nlink.wrong-case = "error"\n', '[severity.link]\nwrong-case = "error"\n']
)
def test_a_code_without_quotes_is_told_at_its_line(text: str):
    (found,) = problems(text)
    assert str(found.place) == "skillrt.toml:2:1"
    assert "the code `link.wrong-case` needs quotes" in found.message
    assert found.hint == 'write "link.wrong-case" = "error" below `[severity]`'


def test_a_severity_that_is_no_text_is_shown_as_toml_has_it():
    found = problems('[severity]\nlink = true\nspec = ["a"]\n')
    assert [item.message for item in found] == [
        "`link` cannot have the severity `true`",
        "`spec` cannot have the severity of a list or a date",
    ]


@pytest.mark.parametrize("table", ["[severity]", "[jit]", "[gateway]"])
def test_a_setting_of_the_file_below_a_table_is_one_mistake(table: str):
    (found,) = problems(f'roots = ["."]\n{table}\nbaseline = "b.json"\n')
    assert (found.code, str(found.place)) == ("config.unknown-key", "skillrt.toml:3:1")
    assert found.hint == "`baseline` is a setting of the file itself: write it above the first table"


def test_a_family_that_has_the_name_of_a_setting():
    assert not parse_settings('[severity]\naudit = "note"\n').audit
    (found,) = problems("[severity]\naudit = true\n")
    assert "above the first table" in found.hint


def test_a_code_outside_of_its_table():
    (found,) = problems('"text.bom" = "error"\n')
    assert found.hint == 'codes stand in the table `[severity]`, in quotes: "text.bom" = "note"'


def test_no_roots_would_be_green_for_ever():
    (found,) = problems("roots = []\n")
    assert found.message == "`roots` has a wrong value: expected a list that is not empty"


def test_a_target_without_a_harness_is_told_at_its_place():
    with pytest.raises(UsageError) as raised:
        parse_settings('roots = ["."]\ntargets = ["m@codex", "foo", "@pi"]\n')
    told = [(item.code, item.message, item.place and item.place.line) for item in raised.value.diagnostics]
    assert told == [
        ("config.wrong-value", "`foo` is not of the form MODEL@HARNESS", 2),
        ("config.wrong-value", "`@pi` is not of the form MODEL@HARNESS", 2),
    ]


def test_a_severity_that_python_does_not_write_in_decimal():
    (found,) = problems(f'[severity]\n"text.bom" = 0x{"f" * 6000}\n')
    assert found.message == "`text.bom` cannot have the severity of a number that large"


@pytest.mark.parametrize("pattern", ["!", "! ", "\\", "a\\", "[z-a]"])
def test_a_pattern_that_is_none_is_told_at_its_place(pattern: str):
    text = f'exclude = ["a", \'{pattern}\']\n[[ignore]]\ncode = "link"\npath = \'{pattern}\'\nreason = "r"\n'
    found = problems(text)
    assert {item.code for item in found} == {"config.wrong-value"}
    assert [str(item.place) for item in found] == ["skillrt.toml:1:1", "skillrt.toml:4:1"]
    assert f"`{pattern}` is no pattern" in found[0].message


@pytest.mark.filterwarnings("error")
def test_patterns_of_gitignore_are_taken():
    patterns = ("[[:alpha:]]", "[", "!a", "#", "  ", "/", "**")
    assert parse_settings(f"exclude = {[*patterns]}\n").exclude == patterns


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        (r'host = "\u0000"', "host"),
        (r'out = "a\U00000000"', "out"),
        (r'roots = [".", "\u0000"]', "roots"),
        (r'gateway.listen = "\u0000"', "gateway.listen"),
    ],
)
def test_what_no_path_can_hold_is_no_value(text: str, setting: str):
    (found,) = problems(text)
    assert found.code == "config.wrong-value"
    assert found.message == f"`{setting}` has a wrong value: it holds the character U+0000"
    assert str(found.place).startswith("skillrt.toml:1:")

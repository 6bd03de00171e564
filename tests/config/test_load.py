import os
from pathlib import Path

import pytest

from skillrt.config import Library, find_library, read_settings
from skillrt.config.load import parse_settings
from skillrt.errors import Diagnostic, UsageError


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(UsageError) as caught:
        parse_settings(text)
    return caught.value.diagnostics


def test_everything_can_be_set():
    settings = parse_settings(
        """
        roots = ["skills", "more"]
        exclude = ["drafts/"]
        targets = ["some/model@codex"]
        portable = true
        level = "O1"
        host = "this"
        profiles = ["p"]
        harnesses = "h"
        out = "build"
        fail-on = "warning"
        baseline = "b.json"
        severity = { "text.bom" = "error", input = "note" }
        [[ignore]]
        code = "text.bom"
        path = "old/"
        reason = "as published"
        """
    )
    assert settings.roots == ("skills", "more")
    assert settings.severity == {"text.bom": "error", "input": "note"}
    assert settings.ignore[0].reason == "as published"
    assert settings.fail_on == "warning"


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
        ('roots = [\n"a",\n3]\n', "skillrt.toml:1:1", "expected `str`, got `int`"),
        ('\nlevel = "O7"\n', "skillrt.toml:2:1", "`level`"),
        ('[[ignore]]\ncode="text"\npath="x"\n', "skillrt.toml:1:3", "`reason`"),
        ('[[ignore]]\ncode="text"\npath="x"\nreason=""\n', "skillrt.toml:4:1", "length >= 1"),
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


@pytest.mark.parametrize(("text", "place"), [("a = \n", "1:5"), ("x = [1\n", "2:1"), ("[a\n", "1:3")])
def test_what_is_no_toml_is_shown_with_its_place(text: str, place: str):
    (found,) = problems(text)
    assert found.code == "config.syntax"
    assert str(found.place) == f"skillrt.toml:{place}"


def test_deep_nesting_is_no_traceback():
    assert problems("a = " + "[" * 100_000)[0].code == "config.syntax"


def test_crlf_and_byte_order_mark(tmp_path: Path):
    file = tmp_path / "skillrt.toml"
    file.write_bytes(b'\xef\xbb\xbfroots = ["a"]\r\nportable = true\r\n')
    assert read_settings(file).portable


def test_files_that_cannot_be_read(tmp_path: Path):
    with pytest.raises(UsageError, match=r"no settings file"):
        find_library(str(tmp_path / "nope.toml"))
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"roots = ['\xff']")
    with pytest.raises(UsageError, match="not UTF-8 at byte 10"):
        read_settings(bad)
    bad.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(UsageError, match="larger"):
        read_settings(bad)
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(tmp_path)


def test_the_nearest_file_above_is_found(tmp_path: Path):
    (tmp_path / "skillrt.toml").write_text('roots = ["s"]\n')
    deep = tmp_path / "s" / "one"
    deep.mkdir(parents=True)
    library = find_library(start=deep)
    assert library.root == tmp_path
    assert library.settings.roots == ("s",)


def test_the_search_stops_at_a_repository(tmp_path: Path):
    (tmp_path / "skillrt.toml").write_text('roots = ["s"]\n')
    deep = tmp_path / "repository" / "s"
    deep.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    library = find_library(start=deep)
    assert library.file is None
    assert library.root == deep


def test_paths_between_library_and_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "lib" / "skills").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    library = Library(tmp_path / "lib")
    assert library.resolved("skills") == "lib/skills"
    assert library.shown("lib/skills/one") == "skills/one"
    assert library.shown(os.fspath(tmp_path / "other")) == "../other"
    monkeypatch.chdir(tmp_path / "lib" / "skills")
    assert library.resolved("more") == "../more"
    assert library.resolved(".") == ".."


def test_a_target_without_a_harness_is_told_at_its_place():
    with pytest.raises(UsageError) as raised:
        parse_settings('roots = ["."]\ntargets = ["m@codex", "foo", "@pi"]\n')
    told = [(item.code, item.message, item.place and item.place.line) for item in raised.value.diagnostics]
    assert told == [
        ("config.wrong-value", "`foo` is not of the form MODEL@HARNESS", 2),
        ("config.wrong-value", "`@pi` is not of the form MODEL@HARNESS", 2),
    ]


def test_what_is_wrong_with_a_setting_is_told_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "skillrt.toml"
    file.write_bytes(b'level = "O2"\r\nharnesses = "nope"\r\n')
    library = find_library()
    told = library.problem("usage.path-missing", "there is none", ("harnesses",), "look")
    assert (str(told.place), told.excerpt, told.hint) == ("skillrt.toml:2:1", 'harnesses = "nope"', "look")
    assert Library(tmp_path).problem("usage.path-missing", "there is none", ("harnesses",)).place is None
    file.unlink()
    assert library.problem("usage.path-missing", "there is none", ("harnesses",)).place is None

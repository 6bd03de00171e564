import os
from pathlib import Path

import pytest

from skillrt.config import Library, find_library, read_settings
from skillrt.config.load import parse_settings
from skillrt.errors import Diagnostic, Place, UsageError


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


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_settings_that_are_no_file_are_not_passed_over(tmp_path: Path, kind: str):
    (tmp_path / "skillrt.toml").write_text('roots = ["s"]\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    file = inner / "skillrt.toml"
    if kind == "link":
        file.symlink_to("gone.toml")
    elif kind == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    with pytest.raises(
        UsageError, match="a link to a file that is not there" if kind == "link" else "no regular file"
    ):
        find_library(start=inner)


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


def test_a_problem_without_a_place_is_that_of_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "skillrt.toml"
    file.write_text('roots = ["a",\n  "b"]\nout = "x"\n')
    library = find_library()
    placed = Diagnostic.of("usage.wrong-value", "elsewhere", Place("x.json", 4))
    with pytest.raises(UsageError) as caught, library.at_setting("out"):
        raise UsageError([Diagnostic.of("usage.wrong-value", "bad", hint="try"), placed])
    bad, other = caught.value.diagnostics
    assert (str(bad.place), bad.message, bad.hint, bad.excerpt) == ("skillrt.toml:3:1", "bad", "try", 'out = "x"')
    assert other == placed


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


def test_the_librarys_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "lib"
    root.mkdir()
    (tmp_path / "link").symlink_to(root)
    settings = parse_settings('baseline = "known/base.json"\nout = "build"')
    own = Library(root, root / "other.toml", settings).own
    monkeypatch.chdir(tmp_path)
    for path in (
        "lib/skills.lock",
        "./lib/skillrt.toml",
        "link/known/base.json",
        str(root / "build"),
        "lib/other.toml",
    ):
        assert path in own
    for path in ("skills.lock", "lib/sub/skills.lock", "lib/base.json", "lib", ""):
        assert path not in own
    assert "lib/known" not in Library(root).own

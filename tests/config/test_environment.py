import os
from pathlib import Path

import pytest

from skillrt.config import environment, present_folder_unsearched


def test_nothing_set():
    found = environment({})
    assert (found.no_color, found.ci, found.github_actions) == (False, False, False)
    assert found.cache_home is None
    assert found.home is None
    assert found.names == frozenset()


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", True), ("", False)])
def test_no_color_counts_whatever_its_value(value: str, expected: bool):
    assert environment({"NO_COLOR": value}).no_color is expected


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("1", True), ("false", False), ("0", False), ("", False)]
)
def test_switches(value: str, expected: bool):
    found = environment({"CI": value, "GITHUB_ACTIONS": value})
    assert (found.ci, found.github_actions) == (expected, expected)


def test_cache_home_falls_back_to_the_home_folder(tmp_path: Path):
    assert environment({"HOME": str(tmp_path)}).cache_home == tmp_path / ".cache"
    named = {"HOME": "/h", "XDG_CACHE_HOME": str(tmp_path)}
    assert environment(named).cache_home == tmp_path
    # the XDG specification: relative paths must be ignored
    assert environment({"HOME": str(tmp_path), "XDG_CACHE_HOME": "x"}).cache_home == tmp_path / ".cache"


def test_values_of_keys_are_not_kept():
    found = environment({"SOME_API_KEY": "secret-value", "EMPTY": ""})
    assert found.names == {"SOME_API_KEY"}
    assert "secret-value" not in repr(found)


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SKILLRT_JOBS", "3")
    monkeypatch.setenv("SKILLRT_CACHE_DIR", "there")
    monkeypatch.setenv("SKILLRT_CONFIG", "some.toml")
    found = environment()
    assert (found.jobs, found.cache_folder, found.settings_file) == ("3", "there", "some.toml")


def test_the_data_folder_is_found_as_the_launcher_finds_it(tmp_path: Path):
    home = {"HOME": str(tmp_path)}
    assert environment(home).data_home == tmp_path / ".local/share/skillrt"
    assert environment({**home, "XDG_DATA_HOME": "/d"}).data_home == Path("/d/skillrt")
    assert environment({**home, "XDG_DATA_HOME": "/d", "SKILLRT_DATA_DIR": "/own"}).data_home == Path("/own")
    assert environment({}).data_home is None


@pytest.mark.parametrize("before", [None, "", "1"])
def test_the_present_folder_is_unsearched_for_a_while(monkeypatch: pytest.MonkeyPatch, before: str | None):
    if before is None:
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    else:
        monkeypatch.setenv("PYTHONSAFEPATH", before)
    with present_folder_unsearched():
        assert os.environ["PYTHONSAFEPATH"] == "1"
    assert os.environ.get("PYTHONSAFEPATH") == before

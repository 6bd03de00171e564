"""Profiles of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from skillrt.errors import InputError, UsageError
from skillrt.targets.profile_file import (
    Trials,
    load_profiles,
    parse_profile,
    profile_schema,
    profile_schema_text,
    published_schema,
)

GOOD: dict[str, Any] = {
    "model": "qwen/qwen3.5-9b",
    "harness": "opencode",
    "date": "2026-11-20",
    "primitives": {"gen.regex": {"L1": {"passes": 9, "trials": 10}, "L3": {"passes": 0, "trials": 4}}},
}


def test_the_published_schema_is_what_the_structs_say() -> None:
    """Run `make update` where this fails."""
    assert published_schema() == profile_schema_text()
    Draft202012Validator.check_schema(json.loads(published_schema()))
    Draft202012Validator(profile_schema()).validate(GOOD)


def test_a_profile_is_read() -> None:
    found = parse_profile(json.dumps(GOOD), "p.json")
    assert (found.model, found.harness, found.date) == ("qwen/qwen3.5-9b", "opencode", "2026-11-20")
    assert found.primitives == {"gen.regex": {"L1": Trials(9, 10), "L3": Trials(0, 4)}}


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        ({"modle": "x"}, 17, "unknown field `modle`"),
        ({"date": "yesterday"}, 4, "regex"),
        ({"schema_version": 2}, 17, "Invalid enum value 2"),
        ({"primitives": {"gen.regex": {"L4": {"passes": 1, "trials": 1}}}}, 7, "regex"),
        ({"primitives": {"gen.regex": {"L1": {"passes": 4, "trials": 3}}}}, 7, "4 passes in 3 trials"),
        ({"primitives": {"gen.regex": {"L1": {"passes": 0, "trials": 0}}}}, 9, ">= 1"),
        ({"primitives": {"Regex!": {}}}, 6, "regex"),
        ({"primitives": GOOD["primitives"] | {"tool.exec": {"L2": {"passes": -1, "trials": 1}}}}, 18, ">= 0"),
        ({"primitives": GOOD["primitives"] | {"tool.exec": {"L2": 3}}}, 17, "object"),
        ({"primitives": {"gen.regex": []}}, 6, "array"),
        ({"primitives": 3}, 5, "int"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(change: dict[str, Any], line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_profile(json.dumps(GOOD | change, indent=1), "p.json")
    (found,) = caught.value.diagnostics
    assert found.code == "target.bad-profile"
    assert words in found.message
    assert found.place
    assert (found.place.file, found.place.line) == ("p.json", line)
    if "passes in" not in words:  # what a schema cannot say
        assert list(Draft202012Validator(profile_schema()).iter_errors(GOOD | change))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"model": NaN', "3", '"x"', "9" * 5000])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_profile(text, "p.json")
    assert caught.value.diagnostics[0].code == "target.bad-profile"


def test_files_and_folders_are_read_each_file_once(tmp_path: Path) -> None:
    for name in ("b.json", "a.json"):
        (tmp_path / name).write_text(json.dumps(GOOD | {"source": name}), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a profile", encoding="utf-8")
    found = load_profiles([tmp_path / "b.json", tmp_path])
    assert [(item.file, item.profile.source) for item in found] == [("b.json", "b.json"), ("a.json", "a.json")]
    assert load_profiles([]) == ()


def test_a_path_that_is_not_there_is_an_error_of_the_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_profiles([tmp_path / "nowhere"])
    assert caught.value.diagnostics[0].code == "target.no-profiles"


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        load_profiles([tmp_path])

"""What the command line and the settings say of profiles."""

import argparse
import json
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.cli.target_options import (
    add_profile_arguments,
    descriptor_folders,
    harnesses_of,
    measurable,
    print_target_notes,
    profile_options,
    require_targets,
    targets_of,
)
from skillrt.config import Library, Settings
from skillrt.errors import UsageError
from skillrt.report.target_levels import target_head
from skillrt.targets import Bar, ProfileOptions, parse_target
from tests.cli.own_harness import write_harness
from tests.compiler.sample import skill


def write_profile(path: Path, model: str = "m", harness: str = "pi", passes: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    primitives = {"gen.regex": {"L1": {"passes": passes, "trials": 10}}}
    plain = {"model": model, "harness": harness, "date": "2026-11-01", "primitives": primitives}
    path.write_text(json.dumps(plain), encoding="utf-8")
    return path


def read(*arguments: str, settings: Settings | None = None, root: Path | None = None) -> ProfileOptions:
    parser = argparse.ArgumentParser()
    add_profile_arguments(parser)
    return profile_options(parser.parse_args(arguments), Library(root or Path.cwd(), None, settings or Settings()))


def test_nothing_said_is_the_default_that_targets_have() -> None:
    assert read() == ProfileOptions()
    assert Bar(Settings().held_rate, Settings().held_certainty) == Bar()


def test_the_settings_are_taken_and_the_command_line_wins(tmp_path: Path) -> None:
    write_profile(tmp_path / "library" / "a.json", "of-settings")
    write_profile(tmp_path / "b.json", "of-command")
    settings = Settings(profiles=("library",), cautious=True, held_rate=0.7, held_certainty=0.9)
    found = read(settings=settings, root=tmp_path)
    assert [item.profile.model for item in found.own] == ["of-settings"]
    assert (found.cautious, found.bar) == (True, Bar(0.7, 0.9))
    arguments = ("--profiles", str(tmp_path / "b.json"), "--no-cautious", "--held-rate", "0.5")
    found = read(*arguments, "--held-certainty", "0.95", settings=settings, root=tmp_path)
    assert [item.profile.model for item in found.own] == ["of-command"]
    assert (found.cautious, found.bar) == (False, Bar(0.5, 0.95))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--held-rate", "0"),
        ("--held-rate", "1"),
        ("--held-rate", "nan"),
        ("--held-certainty", "0.5"),
        ("--held-certainty", "1"),
    ],
)
def test_numbers_that_mean_nothing_are_refused(arguments: tuple[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        read(*arguments)
    assert caught.value.diagnostics[0].code == "usage.wrong-value"


def test_notes_say_where_levels_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    print_target_notes([parse_target("qwen/qwen3.5-9b@openclaw"), parse_target("qwen/qwen3.5-9b@pi")])
    said = capsys.readouterr().err
    assert said.count("[target.") == 1
    assert "note: `qwen/qwen3.5-9b` was not measured in" in said
    assert "qwen/qwen3.5-9b@openclaw: another harness" in said


def test_trials_of_what_is_no_primitive_are_said_and_are_no_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_profile(tmp_path / "own.json")
    own.write_text(own.read_text().replace("gen.regex", "gen.regexp"))
    target = parse_target("m@pi", profiles=read("--profiles", str(own)))
    print_target_notes([target])
    said = capsys.readouterr().err
    assert "[target.unknown-primitive]" in said
    assert "trials of `gen.regexp`" in said
    assert "did you mean `gen.regex`?" in said
    assert target_head(target)["origin"] == "none"


@pytest.mark.parametrize("verb", [["compile", "s", "-o", "out"], ["diff", "s"], ["opt", "s", "--pipeline", "link"]])
def test_verbs_with_a_target_take_profiles(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    skill(tmp_path / "s")
    write_profile(tmp_path / "own.json")
    assert main([*verb, "--target", "m@pi", "--profiles", "own.json", "--cautious"]) == 0
    capsys.readouterr()
    assert main([*verb, "--target", "m@pi", "--profiles", "nowhere"]) == 2
    assert "[target.no-profiles]" in capsys.readouterr().err


def test_compile_says_where_levels_come_from_only_where_a_pass_asks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    skill(tmp_path / "s")
    command = ["compile", "s", "-o", "out", "--target", "qwen/qwen3.5-9b@pi"]
    assert main([*command, "-O0"]) == 0
    assert "[target." not in capsys.readouterr().err
    assert main([*command, "-O1"]) == 0
    assert capsys.readouterr().err.count("[target.other-harness]") == 1


def test_harnesses_are_those_that_are_shipped_and_those_of_the_library(tmp_path: Path) -> None:
    write_harness(tmp_path / "mine")
    library = Library(tmp_path, None, Settings(harnesses="mine"))
    assert harnesses_of(library).keys() - harnesses_of(Library(tmp_path, None, Settings())).keys() == {"mine"}
    assert measurable(library).keys() - harnesses_of(library).keys() == {"api"}


VERBS = [
    ["check"],
    ["compile", "s", "-o", "out"],
    ["lock"],
    ["matrix"],
    ["inspect", "s", "--format", "html"],
    ["diff", "s"],
]


@pytest.mark.parametrize("verb", VERBS)
def test_a_target_of_the_settings_that_is_none_is_told_with_its_line(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    skill(tmp_path / "s")
    (tmp_path / "skillrt.toml").write_text('level = "O1"\ntargets = [\n  "m@clin",\n]\n', encoding="utf-8")
    assert main(verb) == 2
    said = capsys.readouterr().err
    assert said.startswith("skillrt.toml:2:1: error: there is no harness `clin`")
    assert "did you mean `cline`?" in said
    assert main([*verb, "--target", "m@nope"]) == 2
    assert capsys.readouterr().err.startswith("skillrt: error: there is no harness `nope`")


@pytest.mark.parametrize(
    ("setting", "verb", "message"),
    [
        ("host", ["compile", "s", "-o", "out", "--target", "m@pi"], "the host `nope.x` cannot be read"),
        ("baseline", ["check"], "there is no baseline `nope.x`"),
    ],
)
def test_a_file_of_the_settings_that_is_not_there_is_told_with_its_line(
    setting: str,
    verb: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    skill(tmp_path / "s")
    (tmp_path / "skillrt.toml").write_text(f'level = "O1"\n{setting} = "nope.x"\n', encoding="utf-8")
    assert main(verb) == 2
    assert capsys.readouterr().err.startswith(f"skillrt.toml:2:1: error: {message}")
    assert main([*verb, f"--{setting}", "other.x"]) == 2
    assert capsys.readouterr().err.startswith("skillrt: error: ")


def test_targets_are_taken_once_and_of_the_settings_only_where_none_are_named(tmp_path: Path) -> None:
    options = argparse.Namespace(
        profiles=[], held_rate=None, held_certainty=None, cautious=None, host="", config="", target=None
    )
    library = Library(tmp_path, None, Settings(targets=("a@pi", "b@pi", "a@pi")))
    assert [str(item) for item in targets_of((), options, library)] == ["a@pi", "b@pi"]
    assert [str(item) for item in targets_of(("c@pi", "c@pi"), options, library)] == ["c@pi"]
    assert targets_of((), options, Library(tmp_path)) == ()
    require_targets(library)


@pytest.mark.parametrize(
    "verb", [["check"], ["targets"], ["doctor"], ["opt", "s"], ["compile", "s", "-o", "out", "--target", "m@pi"]]
)
def test_a_folder_of_descriptors_that_is_not_there_is_told(
    verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    skill(tmp_path / "s")
    (tmp_path / "skillrt.toml").write_text('level = "O1"\nharnesses = "nope"\n', encoding="utf-8")
    assert main(verb) == 2
    said = capsys.readouterr().err
    assert said.startswith("skillrt.toml:2:1: error: there is no folder `nope` with harness descriptors")


def test_a_file_is_no_folder_of_descriptors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_harness(tmp_path / "mine")
    assert descriptor_folders(Library(tmp_path, None, Settings(harnesses="mine"))) == (Path("mine"),)
    assert descriptor_folders(Library(tmp_path)) == ()
    with pytest.raises(UsageError, match="no folder `mine"):
        descriptor_folders(Library(tmp_path, None, Settings(harnesses="mine/mine.toml")))

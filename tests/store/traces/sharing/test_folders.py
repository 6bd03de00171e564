import json
from pathlib import Path

import msgspec
import pytest

from skillrt.errors import InputError
from skillrt.store.traces import Call, Episode, FileChange, SkillUse, Turn
from skillrt.store.traces.episode import Outcome
from skillrt.store.traces.files import sha256_of
from skillrt.store.traces.sharing import is_folder, read_folder, write_folder

NAMES = {"bash": "shell.run"}


def _write(folder: Path, **given) -> Path:
    folder.mkdir()
    turn = {
        "tool": "bash",
        "args": {"command": "cat a.csv"},
        "result": {"exit": 0, "stdout": "x,y\n", "stderr": "warning"},
        "tool_ms": 12,
    }
    table = {
        "id": "e1",
        "skill": "csv",
        "prompt": "Read it.",
        "turns": [turn],
        "final": "Done.",
        "writes": ["b.txt"],
    } | given
    (folder / "episode.json").write_text(json.dumps(table))
    for name, text in (
        ("before/a.csv", "x,y\n"),
        ("before/sub/c", "c"),
        ("after/b.txt", "new"),
        ("after/a.csv", "x\n"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_folder_as_an_episode(tmp_path: Path):
    folder = _write(tmp_path / "e")
    assert is_folder(folder)
    found = read_folder(folder, NAMES, 77)
    episode = found.episode
    assert (episode.id, episode.prompt, episode.final, episode.whole, episode.started) == (
        "e1",
        "Read it.",
        "Done.",
        True,
        77,
    )
    (call,) = episode.turns[0].calls
    assert (call.tool, call.operation, call.result, call.stderr, call.exit, call.millis) == (
        "bash", "shell.run", "x,y\n", "warning", 0, 12,
    )  # fmt: skip
    assert json.loads(call.arguments) == {"command": "cat a.csv"}
    assert episode.skills == (SkillUse(name="csv", loaded_at=0),)
    assert [item.path for item in episode.before] == ["a.csv", "sub/c"]
    assert {item.path: bool(item.before) for item in episode.changes} == {"a.csv": True, "b.txt": False}
    assert found.files[sha256_of(b"new")] == b"new"


def test_out_and_in_again_is_the_same(tmp_path: Path):
    found = read_folder(_write(tmp_path / "e"), NAMES, 77)
    assert write_folder(tmp_path / "out", found.episode, found.files.get) == []
    again = read_folder(tmp_path / "out", NAMES, 99)
    assert again.episode == found.episode
    assert again.files == found.files


def test_files_that_were_not_kept_are_named(tmp_path: Path):
    episode = Episode(
        id="e", run="", harness="", model="", prompt="p", started=1, changes=(FileChange(path="a", after="f" * 64),)
    )
    assert write_folder(tmp_path / "out", episode, lambda _: None) == ["after/a"]


def test_arguments_that_are_no_json_stay_text(tmp_path: Path):
    call = Call(id="1", tool="exec", arguments="await run()", is_error=True)
    episode = Episode(id="e", run="", harness="", model="", prompt="p", started=1, turns=(Turn(calls=(call,)),))
    write_folder(tmp_path / "out", episode, lambda _: None)
    (turn,) = json.loads((tmp_path / "out" / "episode.json").read_text())["turns"]
    assert (turn["args"], turn["result"]["exit"]) == ("await run()", 1)


def test_nothing_is_written_over_or_outside(tmp_path: Path):
    bad = FileChange(path="../x", before="a")
    episode = Episode(id="e", run="", harness="", model="", prompt="p", started=1, before=(bad,))
    with pytest.raises(InputError, match="inside"):
        write_folder(tmp_path / "out", episode, lambda _: b"data")
    assert not (tmp_path / "x").exists()
    with pytest.raises(InputError, match="exists"):
        write_folder(tmp_path, msgspec.structs.replace(episode, before=()), lambda _: None)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"prompt": "p", "turns": 3}', '{"prompt": "p", "turns": [3]}', "[" * 100_000]
)
def test_what_is_no_episode_is_said(tmp_path: Path, text: str):
    (tmp_path / "episode.json").write_text(text)
    with pytest.raises(InputError, match="no episode"):
        read_folder(tmp_path, NAMES, 0)


def test_links_are_not_followed(tmp_path: Path):
    (tmp_path / "secret").write_text("secret")
    folder = _write(tmp_path / "e")
    (folder / "before" / "link").symlink_to(tmp_path / "secret")
    assert "link" not in {item.path for item in read_folder(folder, NAMES, 0).episode.before}


def test_half_a_surrogate_pair_is_written_and_read_as_the_replacement_character(tmp_path: Path):
    call = Call(id="c", tool="bash", arguments=r'{"command": "printf a\ud83d > b"}', exit=0)
    episode = Episode(id="e", run="", harness="pi", model="m", prompt="p", started=1, turns=(Turn(calls=(call,)),))
    assert write_folder(tmp_path / "e", episode, lambda _: None) == []
    (found,) = read_folder(tmp_path / "e", NAMES, 1).episode.turns[0].calls
    assert json.loads(found.arguments) == {"command": "printf a\ufffd > b"}
    read = read_folder(_write(tmp_path / "f", prompt="a\ud83d", final="\ude00b"), NAMES, 1).episode
    assert (read.prompt, read.final) == ("a\ufffd", "\ufffdb")


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path):
    def broken(_: str) -> bytes:
        raise OSError("gone")

    changed = (FileChange(path="a", before="", after="1"),)
    episode = Episode(id="e", run="", harness="pi", model="m", prompt="p", started=1, changes=changed)
    with pytest.raises(OSError, match="gone"):
        write_folder(tmp_path / "out" / "e", episode, broken)
    assert list((tmp_path / "out").iterdir()) == []


def test_what_was_judged_before_is_read(tmp_path: Path):
    said = {"kind": "failed", "failure": "provider", "marked": True}
    assert read_folder(_write(tmp_path / "e", outcome=said), NAMES, 1).episode.outcome == Outcome(
        kind="failed", failure="provider", marked=True
    )
    for number, odd in enumerate(({"kind": "great"}, "right", None)):
        assert read_folder(_write(tmp_path / f"o{number}", outcome=odd), NAMES, 1).episode.outcome == Outcome()

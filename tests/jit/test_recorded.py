import json
from pathlib import Path

import pytest

from skillrt.errors import InputError, UsageError
from skillrt.jit.recorded import files_below, read_episode, read_episodes
from tests.jit.made_episodes import write_episode


def test_an_episode_is_read(tmp_path: Path):
    folder = write_episode(
        tmp_path, "e1", "Do it", ["ls", "pwd"], {"a/b.txt": ("x", "y"), "c.txt": (None, "z")}, "Did it"
    )
    episode = read_episode(folder)
    assert (episode.id, episode.skill, episode.prompt, episode.final) == ("e1", "sums", "Do it", "Did it")
    assert episode.turns == 3
    assert [call.arguments["command"] for call in episode.calls] == ["ls", "pwd"]
    assert {path: copy.read_text() for path, copy in episode.after.items()} == {"a/b.txt": "y", "c.txt": "z"}
    assert files_below(episode.before) == ["a/b.txt"]
    assert [found.id for found in read_episodes(folder)] == [found.id for found in read_episodes(tmp_path)] == ["e1"]


@pytest.mark.parametrize(("result", "printed", "failed"), [
    ("text", "text", False), ({"exit": 2, "stdout": "out"}, "out", True), ({"stdout": "o", "exit": 0}, "o", False),
    ({"is_error": True}, "", True), ([1], "[1]", False), (None, "", False),
])  # fmt: skip
def test_results_of_any_shape(tmp_path: Path, result: object, printed: str, failed: bool):
    folder = write_episode(tmp_path, "e", "x", ["ls"], {}, "")
    raw = json.loads((folder / "episode.json").read_text())
    raw["turns"][0]["result"] = result
    (folder / "episode.json").write_text(json.dumps(raw))
    (call,) = read_episode(folder).calls
    assert (call.printed, call.failed) == (printed, failed)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"id": 1}', '{"id": "x"}', '{"id": "x", "prompt": "y", "turns": [1]}']
)
def test_what_is_none_is_said(tmp_path: Path, text: str):
    (tmp_path / "episode.json").write_text(text)
    with pytest.raises(InputError) as caught:
        read_episode(tmp_path)
    assert caught.value.diagnostics[0].code == "input.episode"


def test_a_folder_without_episodes_is_said(tmp_path: Path):
    with pytest.raises(UsageError, match="there is no folder"):
        read_episodes(tmp_path / "gone")
    for root in (tmp_path,):
        with pytest.raises(InputError) as caught:
            read_episodes(root)
        assert caught.value.diagnostics[0].code == "jit.no-episodes"


def test_links_are_not_followed(tmp_path: Path):
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "secret")
    assert files_below(folder) == []

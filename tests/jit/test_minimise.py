from pathlib import Path

import pytest

from skillrt.jit.minimise import Minimal, minimise
from skillrt.jit.recorded import Recorded, RecordedCall, read_episode
from skillrt.jit.replay import Replayer
from tests.jit.made_episodes import write_episode


def minimal(tmp_path: Path, replayer: Replayer, *commands: str, after: dict[str, str]) -> Minimal | str:
    files: dict[str, tuple[str | None, str | None]] = {"a.txt": ("3\n1\n2\n", None)}
    files |= {path: (None, text) for path, text in after.items()}
    episode = read_episode(write_episode(tmp_path, "e", "Sort a.txt", list(commands), files, "Done"))
    return minimise(episode, replayer)


def test_what_only_looks_or_prints_goes(tmp_path: Path, replayer: Replayer):
    found = minimal(
        tmp_path,
        replayer,
        "ls; head a.txt",
        "wc -l a.txt\n"
        "python3 - <<'E'\nx = sorted(open('a.txt'))\nprint(len(x))\nopen('b.txt', 'w').writelines(x)\nE\n"
        "cat b.txt",
        after={"b.txt": "1\n2\n3\n"},
    )
    assert isinstance(found, Minimal)
    assert [action.text for action in found.actions] == [
        "python3 - <<'E'\nx = sorted(open('a.txt'))\nopen('b.txt', 'w').writelines(x)\nE"
    ]


def test_what_is_needed_stays_though_it_names_no_output(tmp_path: Path, replayer: Replayer):
    found = minimal(
        tmp_path, replayer, "mkdir d; sort a.txt > d/t", "mv d/t b.txt; rmdir d", after={"b.txt": "1\n2\n3\n"}
    )
    assert isinstance(found, Minimal)
    assert [action.text for action in found.actions] == ["mkdir d", "sort a.txt > d/t", "mv d/t b.txt"] or [
        action.text for action in found.actions
    ] == ["mkdir d", "sort a.txt > d/t", "mv d/t b.txt", "rmdir d"]


def test_an_earlier_try_that_was_done_again_goes(tmp_path: Path, replayer: Replayer):
    found = minimal(tmp_path, replayer, "sort -r a.txt > b.txt", "sort a.txt > b.txt", after={"b.txt": "1\n2\n3\n"})
    assert isinstance(found, Minimal)
    assert [action.text for action in found.actions] == ["sort a.txt > b.txt"]


def test_an_episode_that_only_answers_keeps_what_prints(tmp_path: Path, replayer: Replayer):
    found = minimal(tmp_path, replayer, "wc -l < a.txt", after={})
    assert isinstance(found, Minimal)
    assert found.replayed.printed.strip() == "3"


@pytest.mark.parametrize(
    ("command", "after", "why"),
    [
        ("sort -r a.txt > b.txt", {"b.txt": "1\n2\n3\n"}, "replay does not give the same effects"),
        ("python3 -c \"import no_such_module; open('b.txt', 'w')\"", {"b.txt": ""}, "lacks `no_such_module`"),
        ("true", {}, "replay does not give the same effects"),
    ],
)
def test_why_there_is_nothing(tmp_path: Path, replayer: Replayer, command: str, after: dict[str, str], why: str):
    found = minimal(tmp_path, replayer, command, after=after)
    assert isinstance(found, str)
    assert why in found


def test_tools_that_are_not_known_and_too_many_calls(tmp_path: Path, replayer: Replayer):
    def found(*calls: RecordedCall) -> Minimal | str:
        return minimise(Recorded("e", "", "x", calls, "", tmp_path, {}), replayer)

    assert found(RecordedCall("teleport", {})) == "nothing is known of the tool `teleport`"
    assert found(RecordedCall("read", {"path": "a"})) == "no call did anything"
    assert found(*[RecordedCall("bash", {"command": "ls"})] * 30) == "30 calls are too many to be one template"


def test_a_first_try_that_fails_goes(tmp_path: Path, replayer: Replayer):
    found = minimal(
        tmp_path,
        replayer,
        "sort --no-such-option a.txt > b.txt",
        "sort a.txt > b.txt || exit 1",
        after={"b.txt": "1\n2\n3\n"},
    )
    assert isinstance(found, Minimal)
    assert [action.text for action in found.actions] == ["sort a.txt > b.txt || exit 1"]


def test_what_fails_again_and_again_gives_no_program(tmp_path: Path, replayer: Replayer):
    found = minimal(tmp_path, replayer, *(["cat b.txt > /dev/full"] * 9), after={"b.txt": "1\n2\n3\n"})
    assert isinstance(found, str)
    assert found.startswith("replay does not give the same effects (status 1")

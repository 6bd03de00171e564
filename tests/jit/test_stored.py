import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from skillrt.jit.actions import Action, actions_of
from skillrt.jit.recorded import files_below
from skillrt.jit.stored import stored_episodes, unfit
from skillrt.store.traces import (
    Call,
    Episode,
    Episodes,
    FileChange,
    Outcome,
    RunRecord,
    SkillUse,
    TraceReader,
    TraceStore,
    Turn,
)
from skillrt.store.traces.files import sha256_of
from skillrt.targets import shipped_harnesses

WS = "/home/u/ws"
NEVER = RunRecord(id="r", started=1, harness="bare", model="m", workspace=WS, prompt="Copy a to b")


def _call(harness: str, operation: str, **given: object) -> Call:
    """A call of the tool that does `operation`, with the names that the harness has for its arguments."""
    tool = shipped_harnesses()[harness].tool_for(operation)
    assert tool is not None
    arguments = {tool.arguments[name]: value for name, value in given.items()}
    return Call(id="1", tool=tool.name, arguments=json.dumps(arguments), operation=operation, result="")


def _episode(*calls: Call, **changed: Any) -> Episode:
    table: dict[str, Any] = {
        "id": "e1", "run": "r", "harness": "bare", "model": "m", "prompt": "the skill\nCopy a to b", "started": 5,
        "turns": (Turn(calls=calls), Turn(text="done")), "final": f"It is in {WS}/b.",
        "before": (FileChange(path="a", before=sha256_of(b"x")),),
        "changes": (FileChange(path="b", after=sha256_of(b"x")),),
    }  # fmt: skip
    return Episode(**{**table, **changed})


def _stored(
    tmp_path: Path, *episodes: Episode, run: RunRecord = NEVER, files: tuple[bytes, ...] = (b"x",), **how: Any
):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put_run(run)
        for data in files:
            store.put_file(data)
        assert store.flush()
    with TraceReader.open(path) as reader:
        for episode in episodes:
            Episodes(reader.connection).put(episode)
        return stored_episodes(reader, tmp_path / "laid", **how)


@pytest.mark.parametrize("harness", ["claude-code", "opencode", "pi", "codex", "gemini-cli", "openclaw", "bare"])
def test_what_was_done_is_known_of_any_harness(tmp_path: Path, harness: str):
    calls = [_call(harness, "shell.run", command=f"cd {WS} && cp {WS}/a b")]
    wanted = [Action("shell", "cp a b")]
    if shipped_harnesses()[harness].tool_for("file.write"):
        calls.append(_call(harness, "file.write", path=f"{WS}/b", content="x"))
        wanted.append(Action("write", "x", "b"))
    found = _stored(tmp_path, _episode(*calls, harness=harness))
    (episode,) = found.episodes
    assert found.left_out == {}
    assert actions_of(episode.calls) == tuple(wanted)
    assert (episode.prompt, episode.final) == ("Copy a to b", "It is in b.")
    assert files_below(episode.before) == ["a"]
    assert {path: copy.read_bytes() for path, copy in episode.after.items()} == {"b": b"x"}


def test_folders_that_tools_are_told_to_work_in(tmp_path: Path):
    calls = (
        _call("codex", "shell.run", command="ls", workdir=WS),
        _call("opencode", "shell.run", command="ls", workdir=f"{WS}/my sub"),
    )
    (episode,) = _stored(tmp_path, _episode(*calls)).episodes
    assert [action.text for action in actions_of(episode.calls)] == ["ls", "cd 'my sub' && {\nls\n}"]


def test_the_skill_is_the_one_that_was_loaded(tmp_path: Path):
    skills = (SkillUse(name="listed"), SkillUse(name="read", loaded_at=1))
    (episode,) = _stored(tmp_path, _episode(_call("bare", "shell.run", command="ls"), skills=skills)).episodes
    assert episode.skill == "read"


@pytest.mark.parametrize(("changed", "why"), [
    ({"outcome": Outcome(kind="failed")}, "it failed"),
    ({"parent": "p"}, "sub-agent"),
    ({"whole": False}, "its end was not seen"),
    ({"final": " "}, "its end was not seen"),
    ({"run": "", "before": (), "changes": ()}, "not looked at"),
    ({"run": "gone"}, "nothing is known of its run"),
    ({"turns": (Turn(text="x"),)}, "no tool was called"),
    ({"turns": (Turn(said="and more", calls=(Call(id="1", tool="exec", arguments="{}"),)),)}, "the user said more"),
    ({"jit": "answer abc"}, "a template did a part of it"),
    ({"turns": (Turn(jit="act abc", calls=(Call(id="1", tool="exec", arguments="{}"),)),)}, "did a part of it"),
    ({"before": (FileChange(path="a", before="0" * 64),)}, "the content of `a` was not kept"),
])  # fmt: skip
def test_what_cannot_teach_is_left_out_with_the_reason(tmp_path: Path, changed: dict[str, Any], why: str):
    episode = _episode(_call("bare", "shell.run", command="ls"), **changed)
    found = _stored(tmp_path, episode)
    assert found.episodes == ()
    assert why in found.left_out["e1"]


def test_a_recording_that_was_played_teaches_nothing():
    episode = _episode(_call("bare", "shell.run", command="ls"))
    assert unfit(episode, NEVER) == ""
    assert "recording" in unfit(episode, msgspec.structs.replace(NEVER, replayed=True))


def test_a_template_that_handed_over_left_the_work_to_the_model():
    assert unfit(_episode(_call("bare", "shell.run", command="ls"), jit="hand-over abc: no file"), NEVER) == ""


def test_a_file_whose_secret_was_taken_out_is_not_the_file(tmp_path: Path):
    data = b"key = sk-ant-api03-" + b"Zk7" * 31 + b"AA\n"
    before = (FileChange(path="a", before=sha256_of(data)),)
    found = _stored(tmp_path, _episode(_call("bare", "shell.run", command="ls"), before=before), files=(b"x", data))
    assert found.left_out == {"e1": "`a` held a secret, which was not kept"}


def test_the_newest_are_read_in_the_order_of_time(tmp_path: Path):
    call = _call("bare", "shell.run", command="ls")
    episodes = [msgspec.structs.replace(_episode(call), id=f"e{at}", started=at) for at in (3, 1, 2)]
    found = _stored(tmp_path, *episodes, most=2)
    assert [episode.id for episode in found.episodes] == ["e2", "e3"]
    assert "newest 2" in found.left_out["e1"]


def test_the_harness_own_folders_are_no_part_of_the_workspace(tmp_path: Path):
    before = tuple(FileChange(path=path, before=sha256_of(b"x")) for path in ("a", ".claude/skills/s/SKILL.md"))
    (episode,) = _stored(
        tmp_path, _episode(_call("claude-code", "shell.run", command="ls"), harness="claude-code", before=before)
    ).episodes
    assert files_below(episode.before) == ["a"]

import asyncio
import os
import time
from pathlib import Path

import pytest

from skillrt.harness.bare.agent import Job, run_agent
from skillrt.harness.launching.output import Said
from skillrt.wire.exchange import Usage
from tests.harness.bare.model import Model, Step, calls, says, serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "skills/greet").mkdir(parents=True)
    (tmp_path / "skills/greet/SKILL.md").write_text("---\nname: greet\ndescription: Greet.\n---\nSay FINI.\n")
    (tmp_path / "ws").mkdir()
    return tmp_path


def _run(folder: Path, *steps: Step, unattended: bool = True) -> tuple[Said, Model, list[str]]:
    told: list[str] = []

    async def run() -> tuple[Said, Model]:
        async with serving(*steps) as model:
            job = Job(
                "greet Ada", "m", f"{model.url}/v1", "k", folder / "ws", [folder / "skills"],
                {"PATH": os.environ["PATH"]}, unattended,
            )  # fmt: skip
            return await run_agent(job, told.append), model

    said, model = asyncio.run(run())
    return said, model, told


def test_a_task_with_a_skill(folder: Path):
    skill = str(folder / "skills/greet/SKILL.md")
    said, model, told = _run(
        folder,
        calls(("read", {"path": skill})),
        calls(("write", {"path": "a.txt", "content": "hello"}), ("exec", {"command": "echo two > b.txt; echo done"})),
        says("Hello Ada FINI"),
    )
    assert said == Said("Hello Ada FINI ", "", Usage(input=300, output=30), ("read", "write", "exec"))
    assert told == ["read", "write", "exec"]
    assert (folder / "ws/a.txt").read_text() == "hello"
    assert (folder / "ws/b.txt").read_text() == "two\n"
    first = model.requests[0]
    assert first["stream"] is True
    assert skill in first["messages"][0]["content"]
    assert first["messages"][1] == {"role": "user", "content": "greet Ada"}
    assert [tool["function"]["name"] for tool in first["tools"]] == ["read", "write", "list", "exec", "fetch"]
    assert "Say FINI." in model.results(1)[0]
    assert model.results(2)[1:] == ["wrote 5 bytes to a.txt", "done\n[exit status 0]"]
    assert model.headers[0]["Authorization"] == "Bearer k"


def test_calls_of_one_answer_run_at_once(folder: Path):
    began = time.monotonic()
    wait = {"command": "sleep 0.8"}
    _, model, _ = _run(folder, calls(("exec", wait), ("exec", wait), ("exec", wait)), says("ok"))
    assert time.monotonic() - began < 2.2
    assert model.results() == ["[exit status 0]"] * 3


def test_nothing_is_changed_unasked(folder: Path):
    wanted = calls(("write", {"path": "a", "content": "x"}), ("exec", {"command": "touch b"}), ("list", {}))
    _, model, _ = _run(folder, wanted, says("sorry"), unattended=False)
    assert [("not permitted" in text) for text in model.results()] == [True, True, False]
    assert list((folder / "ws").iterdir()) == []


def test_what_goes_wrong_in_a_tool_is_told_to_the_model(folder: Path):
    wanted = calls(
        ("read", {"path": "absent"}),
        ("read", "{no json"),
        ("read", "[1]"),
        ("read", {"path": 3}),
        ("write", {"path": "x"}),
        ("read", {"path": "a", "offset": "one"}),
        ("fly", {}),
        ("read", {"path": "/etc/passwd"}),
    )
    said, model, _ = _run(folder, wanted, says("ok"))
    assert said.error == ""
    words = [
        "not there",
        "no JSON",
        "no JSON object",
        "must be a text",
        "missing",
        "a number",
        "no tool `fly`",
        "outside",
    ]
    assert [word in text for word, text in zip(words, model.results(), strict=True)] == [True] * 8


def test_errors_of_the_provider_end_it(folder: Path):
    refused: Step = {"status": 401, "body": {"error": {"message": "bad key", "type": "auth"}}}
    assert _run(folder, refused)[0].error == "bad key"
    odd: Step = {"status": 503, "body": {"detail": "down"}}
    assert "503" in _run(folder, odd)[0].error or "down" in _run(folder, odd)[0].error
    assert "without an answer" in _run(folder, {})[0].error


def test_a_provider_that_is_not_there(folder: Path):
    job = Job("x", "m", "http://127.0.0.1:9/v1", "k", folder / "ws", [], {})
    assert "could not be reached" in asyncio.run(run_agent(job, print)).error


def test_a_model_that_never_ends_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("skillrt.harness.bare.agent._MOST_TURNS", 3)
    said, model, _ = _run(folder, calls(("list", {})))
    assert "after 3 answers" in said.error
    assert len(model.requests) == 3

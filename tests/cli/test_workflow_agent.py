import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.cli.workflow_agent import add_agent_arguments, agent_of, words_to_go_on
from skillrt.errors import UsageError
from skillrt.wire.exchange import Request, Response, Text, ToolCall
from tests.upstream.answers import say
from tests.upstream.server import ScriptedUpstream
from tests.workflow.records import put_variant, record, step

AGENT = "gpt-5.1-codex@bare"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A workspace, with a data folder beside it."""
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    workspace = tmp_path / "project"
    workspace.mkdir()
    monkeypatch.chdir(workspace)
    return workspace


class Model:
    """Does each step by the word that its text begins with; remembers the prompts."""

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.held = threading.Event()
        self.held.set()

    def answer(self, request: Request) -> Response:
        prompt = next(
            part.text
            for item in request.messages
            if item.role == "user"
            for part in item.parts
            if isinstance(part, Text)
        )
        called = any(isinstance(part, ToolCall) for item in request.messages for part in item.parts)
        text = prompt.partition("<step>\n")[2].partition("\n</step>")[0]
        if not called:
            self.prompts.append(prompt)
        if text.startswith("Write") and not called:
            given = {"path": "report.md", "content": "a report\n"}
            return say("", ToolCall(id="1", name="write", arguments=json.dumps(given)))
        if text.startswith("Wait"):
            self.held.wait(60)
        return say(
            "It cannot be had.\nFAILED: no permission" if text.startswith("Fail") else f"{text}: the word is high"
        )


CONTENT = record(
    step("s1", "echo 42 | tee count.txt"),
    step("s2", text="Decide by count.txt"),
    step("s3", text="Write report.md", writes=("report.md",)),
    step("s4", "cat report.md"),
    pairs=["s1>s2", "s2>s3", "s3>s4"],
)


def command(place: Path, content, upstream: ScriptedUpstream, *more: str) -> list[str]:
    variant = place.parent / "variant"
    folder = variant if variant.exists() else put_variant(variant, content)
    where = ["--agent", AGENT, "--unattended", "--upstream", f"{upstream.url}/v1"]
    return ["workflow", "run", str(folder), *where, *more]


def test_commands_and_an_agent_do_their_steps_in_turn(place, capsys):
    model = Model()
    with ScriptedUpstream(model.answer) as upstream:
        assert main(command(place, CONTENT, upstream, "--format", "json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["state"] for row in found["rows"]] == ["done"] * 4
    assert [row["by_agent"] for row in found["rows"]] == [False, True, True, False]
    assert found["rows"][1]["answer"] == "Decide by count.txt: the word is high"
    assert (place / "report.md").read_text() == "a report\n"
    assert Path(found["rows"][3]["output"]).read_text() == "a report\n"
    first, second = model.prompts
    assert "Decide by count.txt" in first
    assert "42" in first, "what the command printed"
    assert "the word is high" in second, "what the agent before said"
    assert str(place.parent / "variant") in first


def test_the_report_says_what_agents_said(place, capsys):
    with ScriptedUpstream(Model().answer) as upstream:
        assert main(command(place, CONTENT, upstream)) == 0
    taken = capsys.readouterr()
    assert "  s2 said: Decide by count.txt: the word is high\n" in taken.out
    assert "4 done" in taken.out


def test_an_agent_that_could_not_do_its_step_stops_what_waits_for_it_and_the_run_can_be_gone_on_with(place, capsys):
    content = record(
        step("s1", "echo once >>log"), step("s2", text="Fail"), step("s3", "touch after"), pairs=["s1>s2", "s2>s3"]
    )
    model = Model()
    with ScriptedUpstream(model.answer) as upstream:
        given = command(place, content, upstream, "--quiet")
        assert main(given) == 1
        taken = capsys.readouterr().out
        assert "s2 said: It cannot be had. FAILED: no permission" in taken
        assert f"--agent {AGENT}" in taken.partition("go on: ")[2]
        assert main([*given, "--resume"]) == 1
    assert len(model.prompts) == 2
    assert (place / "log").read_text() == "once\n"
    assert not (place / "after").exists()


def test_a_step_that_asks_the_user_wants_the_answer_beforehand(place, capsys):
    content = record(step("s1", text="Ask which title", asks=True), step("s2", text="Use it"), pairs=["s1>s2"])
    model = Model()
    with ScriptedUpstream(model.answer) as upstream:
        assert main(command(place, content, upstream)) == 2
        taken = capsys.readouterr().err
        assert "workflow.asks-user" in taken
        assert "--input s1=ANSWER" in taken
        assert not model.prompts
        assert main(command(place, content, upstream, "--input", "s1=Spring {text} numbers")) == 0
    assert all("Spring {text} numbers" in prompt for prompt in model.prompts)
    assert len(model.prompts) == 2


def test_killed_in_the_middle_no_finished_step_is_done_again(place, capsys):
    content = record(
        step("s1", text="Note it"), step("s2", text="Wait for it"), step("s3", "touch done"), pairs=["s1>s2", "s2>s3"]
    )
    model = Model()
    model.held.clear()
    with ScriptedUpstream(model.answer) as upstream:
        given = command(place, content, upstream)
        process = subprocess.Popen([sys.executable, "-m", "skillrt", *given], cwd=place, start_new_session=True)
        end = time.monotonic() + 60
        while len(model.prompts) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        model.held.set()
        assert main([*given, "--resume", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["state"] for row in found["rows"]] == ["earlier", "done", "done"]
    assert [row["again"] for row in found["rows"]] == [False, True, False]
    assert [prompt.count("Note it: the word is high") for prompt in model.prompts] == [0, 1, 1]
    assert found["rows"][0]["answer"] == "Note it: the word is high"


def test_a_step_out_of_time_is_ended_with_its_harness(place, capsys):
    model = Model()
    model.held.clear()
    with ScriptedUpstream(model.answer) as upstream:
        given = command(place, record(step("s1", text="Wait for it")), upstream, "--timeout", "3", "--format", "json")
        assert main(given) == 1
        model.held.set()
    assert json.loads(capsys.readouterr().out)["rows"][0]["state"] == "timed-out"


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_agent_arguments(parser)
    return parser.parse_args(words)


def test_a_target_or_a_key_that_is_not_there_is_told_before_anything_runs(place):
    for words, code in (
        (["--agent", "m@nosuch"], "target.unknown-harness"),
        (["--agent", AGENT], "start.no-upstream"),
        (["--agent", "m@windsurf"], "start.unknown-launch"),
    ):
        with pytest.raises(UsageError) as caught:
            agent_of(parsed(*words), "x")
        assert caught.value.diagnostics[0].code == code


def test_the_options_of_the_run_are_handed_on_and_given_again(place):
    words = ["--agent", AGENT, "--upstream", "http://127.0.0.1:9/v1", "--dialect", "openai-responses", "--unattended"]
    options = parsed(*words, "--task", "a poem")
    found = agent_of(options, "x")
    assert found
    assert found.options == ("--harness", "bare", "--model", "gpt-5.1-codex", *words[2:])
    assert found.wish == "a poem"
    assert words_to_go_on(options) == [*words, "--task", "a poem"]
    assert agent_of(parsed(), "x") is None
    assert words_to_go_on(parsed()) == []

import asyncio
import dataclasses
import json
import os
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.harness.launch import Access, Ended, Task, launch, with_own, words_for
from skillrt.harness.launching.command import Mode, command_line
from skillrt.harness.launching.configuration import write_configuration
from skillrt.harness.launching.output import Said
from skillrt.targets import plain_api, shipped_harnesses
from skillrt.targets.launching import ConfigurationFile, Native, NativeProvider
from tests.harness.bare.model import Model, calls, says, serving
from tests.harness.launching.sample import harness, program

ACCESS = Access("http://127.0.0.1:9/run/r/", "key", "openai-chat")
SPEAK = "print(json.dumps({'type': 'text', 'words': ' '.join(sys.argv[1:]) + '|' + os.getcwd()}))"


@pytest.fixture
def task(tmp_path: Path) -> Task:
    (tmp_path / "ws").mkdir()
    (tmp_path / "conf").mkdir()
    return Task("do it", "m/x", tmp_path / "ws", tmp_path / "conf", Mode(unattended=True), 20)


def _run(task: Task, tmp_path: Path, body: str, **changed: object) -> Ended:
    folder = program(tmp_path / "bin", body)
    variables = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return asyncio.run(launch(harness(**changed), task, ACCESS, variables))


def test_words_fit_the_dialect(task: Task):
    words = words_for(harness(), task, ACCESS)
    assert (words.base_url, words.dialect) == ("http://127.0.0.1:9/run/r/v1", "chat")
    assert (words.model, words.plain_model) == ("own/m/x", "m/x")
    gemini = words_for(harness(), task, Access("http://127.0.0.1:9/run/r", "key", "gemini"))
    assert gemini.base_url == "http://127.0.0.1:9/run/r"


def test_a_native_run_has_the_users_model_and_may_go_past_the_gateway(task: Task):
    native = Task(task.prompt, task.model, task.folder, None, Mode(native=True))
    words = words_for(harness(), native, Access("", "", "openai-chat"))
    assert (words.model, words.base_url, words.configuration) == ("m/x", "", "")


def test_a_native_run_is_led_to_the_gateway_beside_what_the_user_has(task: Task, tmp_path: Path):
    own = tmp_path / "own" / "conf.json"
    native = Native(
        arguments=("--conf", "{configuration}/x.json"),
        base_arguments=("go", "{model}", "{prompt}"),
        files=(ConfigurationFile(path="x.json", template="x", text='{"of": "@provider@", "and": "@own_file@"}'),),
        own_file=("$NOT_SET/conf.json", "~/conf.json"),
        providers={"m": NativeProvider("openai-chat", "http://up")},
    )
    its = Task("do it", "m/x", task.folder, task.configuration, Mode(native=True))
    given = harness(native=native)
    words = with_own(words_for(given, its, Access("http://g", "k", "openai-chat")), given, {"HOME": str(own.parent)})
    assert (words.provider, words.own_file) == ("m", f"{task.configuration}/own.json")
    own.parent.mkdir()
    own.write_text("{}")
    words = with_own(words, given, {"HOME": str(own.parent)})
    assert (words.own_file, words.own_folder) == (str(own), str(own.parent))
    assert command_line(given, "s", words, its.mode) == [
        *("s", "go", "m/x", "--conf", f"{task.configuration}/x.json", "do it")
    ]
    (written,) = write_configuration(given, words, unattended=False, native=True)
    assert json.loads(written.read_text()) == {"of": "m", "and": str(own)}
    past = words_for(given, its, Access("", "", "openai-chat"))
    assert command_line(given, "s", past, its.mode) == ["s", "go", "m/x", "do it"]


def test_a_run_from_start_to_end(task: Task, tmp_path: Path):
    ended = _run(task, tmp_path, SPEAK)
    assert ended.said.text == f"run --model own/m/x --yes do it|{task.folder}"
    assert (ended.status, ended.failure) == (0, "")
    settings = json.loads((tmp_path / "conf/deep/settings.json").read_text())
    assert settings["url"] == "http://127.0.0.1:9/run/r/v1"
    assert settings["ask"]["shell"] is False


def test_the_prompt_on_standard_input(task: Task, tmp_path: Path):
    body = "print(json.dumps({'type': 'text', 'words': sys.stdin.read() + str(len(sys.argv))}))"
    assert _run(task, tmp_path, body, prompt_on_stdin=True, arguments=("run",)).said.text == "do it3"


def test_calls_are_told_as_they_come(task: Task, tmp_path: Path):
    told: list[str] = []
    folder = program(tmp_path / "bin", "print(json.dumps({'type': 'call', 'name': 'bash'}))")
    asyncio.run(launch(harness(), task, ACCESS, {"PATH": str(folder)}, told.append))
    assert told == ["bash"]


def test_failures_in_words(task: Task, tmp_path: Path):
    assert _run(task, tmp_path, "sys.exit('no config\\n')").failure == "it ended with exit status 1: no config"
    assert (
        _run(task, tmp_path, "sys.exit(55)").failure == "it ended with exit status 55: it does not trust the folder"
    )
    said = "print(json.dumps({'type': 'failed', 'why': '401'}))"
    assert _run(task, tmp_path, said).failure == "401"
    assert Ended(Said(), -9).failure == "it ended with a signal (9)"
    assert "in time" in Ended(Said(error="x"), -15, timed_out=True).failure


def test_a_missing_harness_is_no_traceback(task: Task, tmp_path: Path):
    with pytest.raises(MachineError, match="not installed"):
        asyncio.run(launch(harness(), task, ACCESS, {"PATH": str(tmp_path)}))


def test_the_built_in_agent_runs_in_this_process(task: Task, tmp_path: Path):
    (tmp_path / "conf/skills/greet").mkdir(parents=True)
    (tmp_path / "conf/skills/greet/SKILL.md").write_text("---\nname: greet\ndescription: d\n---\nHi.\n")

    async def run() -> tuple[Ended, Model, list[str]]:
        told: list[str] = []
        async with serving(calls(("exec", {"command": "pwd; echo $PWD"})), says("done")) as model:
            ended = await launch(
                shipped_harnesses()["bare"],
                task,
                Access(model.url, "k", "openai-chat"),
                dict(os.environ),
                told.append,
            )
            return ended, model, told

    ended, model, told = asyncio.run(run())
    assert (ended.said.text.strip(), ended.failure, ended.status) == ("done", "", None)
    assert told == ["exec"]
    assert model.results() == [f"{task.folder}\n{task.folder}\n[exit status 0]"]
    assert "conf/skills/greet/SKILL.md" in model.requests[0]["messages"][0]["content"]


def test_a_plain_api_is_asked_the_task_alone(task: Task):
    async def run() -> tuple[Ended, Model]:
        async with serving(says("done")) as model:
            return await launch(plain_api(), task, Access(model.url, "k", "openai-chat"), {}), model

    ended, model = asyncio.run(run())
    assert (ended.said.text.strip(), ended.failure) == ("done", "")
    assert model.requests[0]["messages"] == [{"role": "user", "content": task.prompt}]


def test_the_built_in_agent_is_stopped_in_time(task: Task):
    async def run() -> Ended:
        async with serving(calls(("exec", {"command": "sleep 60"}))) as model:
            short = dataclasses.replace(task, timeout=0.5)
            access = Access(model.url, "k", "openai-chat")
            return await launch(shipped_harnesses()["bare"], short, access, dict(os.environ))

    assert asyncio.run(run()).timed_out


@pytest.mark.parametrize(
    ("complaint", "why"),
    [
        ("Traceback:\n  line\nKeyError: 'x'\n", "KeyError: 'x'"),
        ("No key found.\n\nSee:\n  /opt/pi/docs/models.md\n", "No key found. See: /opt/pi/docs/models.md"),
        ("", ""),
    ],
)
def test_a_path_alone_is_no_reason(complaint: str, why: str):
    assert Ended(Said(), 1, complaint).failure == f"it ended with exit status 1{': ' if why else ''}{why}"

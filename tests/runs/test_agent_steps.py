import os
import sys
from pathlib import Path

import pytest

from skillrt.process.started import start
from skillrt.runs.agent_steps import NOT_DONE, Agents, AgentWork, prompt_of, says_failed
from skillrt.workflow.agent_steps import AgentTask, Earlier
from tests.workflow.records import step, wants


def task(tmp_path: Path, given=None, inputs=(), earlier=()) -> AgentTask:
    return AgentTask(
        given or step("s2", text="Read it."),
        Path("/v/skill"),
        tmp_path,
        tuple(inputs),
        1,
        tmp_path / "a",
        tuple(earlier),
    )


def said(tmp_path: Path, name: str, text: str) -> Earlier:
    path = tmp_path / f"{name}.txt"
    path.write_text(text)
    return Earlier(step(name), path)


def test_the_prompt_has_the_step_its_place_and_what_earlier_steps_said(tmp_path):
    before = [said(tmp_path, "s0", "42\n"), Earlier(step("s1"), tmp_path / "nothing")]
    prompt = prompt_of(task(tmp_path, earlier=before), "report")
    assert "<step>\nRead it.\n</step>" in prompt
    assert "/v/skill" in prompt
    assert '"report"' in prompt
    assert '<earlier-step title="do s0">\n42\n</earlier-step>' in prompt
    assert "do s1" not in prompt
    assert "{" not in prompt
    assert "the whole job" not in prompt
    assert "What the user wants of the whole job: a poem\n" in prompt_of(task(tmp_path), "report", "a poem")


def test_nothing_that_is_put_in_is_taken_for_a_place_of_the_template(tmp_path):
    prompt = prompt_of(
        task(tmp_path, step("s2", text="Give {folder} {0} \\1"), earlier=[said(tmp_path, "s0", "{title}")]), "x"
    )
    assert "Give {folder} {0} \\1" in prompt
    assert "\n{title}\n" in prompt


def test_only_inputs_that_concern_the_step_are_told(tmp_path):
    given = step("s2", wants("cat <f>", file="<f>"), text="Use {name}", conditional=True)
    values = [("file", "a.txt"), ("name", "Ada"), ("secret", "hidden"), ("s2", "yes"), ("s0", "earlier words")]
    prompt = prompt_of(task(tmp_path, given, values, [Earlier(step("s0"), tmp_path / "nothing")]), "x")
    assert "- file = a.txt\n- name = Ada\n" in prompt
    assert "given beforehand: yes" in prompt
    assert "The user answered: earlier words" in prompt
    assert "hidden" not in prompt


def test_a_prompt_is_never_longer_than_an_argument_may_be_and_the_nearest_steps_count(tmp_path):
    before = [said(tmp_path, f"s{at}", f"begin{at} " + "é" * 20_000 + f" end{at}") for at in range(20)]
    given = task(tmp_path, step("s99", text="ü" * 20_000 + "\0"), [("s99", "ä" * 90_000)], before)
    prompt = prompt_of(given, "x", "ö" * 90_000)
    assert len(prompt.encode()) <= 110_000
    assert "\0" not in prompt
    assert "end19" in prompt
    assert prompt.rstrip().endswith("and why."), "what is asked in the end is never cut off"
    assert "begin19" not in prompt
    assert "end0\n" not in prompt


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ("", False),
        ("done", False),
        ("FAILED: no", True),
        ("a\n`FAILED: no`\n\n", True),
        ("FAILED: x\nthen done", False),
    ],
)
def test_the_last_line_says_whether_it_failed(answer: str, failed: bool):
    assert says_failed(answer) is failed


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [(0, "fine", 0), (0, "FAILED: no", NOT_DONE), (4, "FAILED: no", 4), (0, None, 0)],
)
def test_the_status_is_that_of_the_run_unless_the_agent_says_otherwise(tmp_path, status, answer, expected):
    path = tmp_path / "answer"
    if answer is not None:
        path.write_text(answer)
    with (tmp_path / "out").open("wb") as stream:
        run = start(["sh", "-c", f"exit {status}"], tmp_path, {"PATH": os.defpath}, stream.fileno())
    work = AgentWork(run, path)
    assert work.wait() == expected
    assert work.pid == run.pid
    work.stop(force=True)


def test_a_package_of_the_workspace_is_not_taken_for_this_program(tmp_path):
    (tmp_path / "skillrt").mkdir()
    (tmp_path / "skillrt" / "__main__.py").write_text("open('taken', 'w')")
    output = os.open(tmp_path / "out", os.O_CREAT | os.O_WRONLY)
    agents = Agents(("--harness", "nosuch", "--model", "m"), "x", dict(os.environ))
    given = task(tmp_path)
    work = agents.begin(AgentTask(given.step, given.variant, tmp_path, (), output, given.answer))
    os.close(output)
    assert work.wait() == 2, sys.executable
    assert "there is no harness" in (tmp_path / "out").read_text()
    assert not (tmp_path / "taken").exists()


def test_a_step_without_words_is_refused():
    agents = Agents((), "x", {})
    assert not agents.refusal(step("a"))
    assert agents.refusal(step("a", title=""))

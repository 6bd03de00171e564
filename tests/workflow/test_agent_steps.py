from pathlib import Path

from skillrt.process.started import start
from skillrt.workflow.agent_steps import AgentTask, Work
from tests.workflow.records import step


def test_a_process_is_work_like_an_agents(tmp_path):
    with (tmp_path / "out").open("wb") as stream:
        work: Work = start(["sh", "-c", "exit 4"], tmp_path, {"PATH": "/usr/bin:/bin"}, stream.fileno())
    assert work.wait() == 4
    assert work.pid > 1
    work.stop(force=True)  # gone already: nothing happens


def test_a_task_says_what_and_where():
    task = AgentTask(step("a"), Path("/v"), Path("/w"), (("x", "1"),), 1, Path("/o/a.txt"))
    assert (task.step.kind, dict(task.inputs)) == ("agent", {"x": "1"})

"""Workflows of steps that a test can follow, and variants that hold one."""

import os
from pathlib import Path

import msgspec

from skillrt.ir.workflow import (
    WORKFLOW_FILE,
    CommandRecord,
    EdgeRecord,
    Input,
    RegionRecord,
    ResourceRecord,
    StepRecord,
    WorkflowRecord,
    WorkflowTitle,
)
from skillrt.workflow.launching import Launcher
from skillrt.workflow.outcome import RunReport
from skillrt.workflow.plan import Choices, plan_of
from skillrt.workflow.run import Job, RunPlace, run_workflow
from skillrt.workflow.script import shell_program
from skillrt.workflow.settings import Settings
from skillrt.workflow.watching import Nobody, Watcher


def step(name: str, *commands: str | CommandRecord, **fields) -> StepRecord:
    """A step with these commands; without any it is for an agent. `writes=("a.txt",)` names files."""
    for way in ("reads", "writes"):
        fields[way] = tuple(ResourceRecord("file", item) for item in fields.get(way, ()))
    texts = tuple(CommandRecord(item) if isinstance(item, str) else item for item in commands)
    kind = "command" if texts else "agent"
    return StepRecord(
        **{"id": name, "title": f"do {name}", "at": "SKILL.md:1", "kind": kind, "commands": texts} | fields
    )


def edges(*pairs: str, kind="data") -> tuple[EdgeRecord, ...]:
    """`edges("a>b")`: b waits for a."""
    return tuple(EdgeRecord(*pair.split(">"), kind, "because") for pair in pairs)


def region(*steps: str, kind="thread") -> RegionRecord:
    return RegionRecord(kind, steps, "they share nothing", "SKILL.md:1")


def record(*steps: StepRecord, pairs=(), regions=(), workflows=()) -> WorkflowRecord:
    titles = tuple(WorkflowTitle(name, f"job {name}") for name in workflows)
    return WorkflowRecord(workflows=titles, steps=steps, edges=edges(*pairs), regions=tuple(regions))


def wants(text: str, **inputs: str) -> CommandRecord:
    """A command with inputs by what is written for them."""
    return CommandRecord(text, tuple(Input(name, written) for name, written in inputs.items()))


def put_variant(folder: Path, content: WorkflowRecord) -> Path:
    """A folder that `skillrt workflow` takes for a variant."""
    path = folder / WORKFLOW_FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(msgspec.json.encode(content))
    return folder


def ran(
    folder: Path,
    content: WorkflowRecord,
    settings: Settings | None = None,
    *,
    choices: Choices | None = None,
    watcher: Watcher | None = None,
    begin="",
    agent=None,
) -> RunReport:
    """Run it in `folder`, where its journal lies too."""
    plan = plan_of(content, choices or Choices(), agent)
    variables = {"PATH": os.environ["PATH"]}
    launcher = Launcher(plan, (folder, folder), variables, shell_program(variables["PATH"]), agent)
    place = RunPlace(folder / "run" / "journal.jsonl", folder / "run" / "outputs", "key")
    used = settings or Settings(jobs=4, grace=1.0, pause=0.01)
    return run_workflow(Job(plan, launcher, used, place, begin), watcher or Nobody())


def states(report: RunReport) -> dict[str, str]:
    return {row.id: row.state for row in report.rows}

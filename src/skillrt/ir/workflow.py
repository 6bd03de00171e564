"""The workflow as a variant carries it: `.skillrt/workflow.json`, what `skillrt workflow run` executes.

Plain data without spans of the IR: a place is text (`SKILL.md:12-18`, lines of the variant's source).
"""

from typing import Final, Literal

import msgspec

WORKFLOW_FILE: Final = ".skillrt/workflow.json"
WORKFLOW_VERSION: Final = 1


class Input(msgspec.Struct, frozen=True):
    """A place that the user fills in before a command can run: `name` on the command line, `written` in the text.

    `example` is what the skill itself shows there, empty where it is only a placeholder (`<input.pdf>`).
    """

    name: str
    written: str
    example: str = ""


class BundledPath(msgspec.Struct, frozen=True):
    """Words of a command that mean a file of the variant: `written` in the text, `path` from the variant's root."""

    written: str
    path: str


class CommandRecord(msgspec.Struct, frozen=True):
    """One shell command as the variant's text has it."""

    text: str
    inputs: tuple[Input, ...] = ()
    files: tuple[BundledPath, ...] = ()


class ResourceRecord(msgspec.Struct, frozen=True):
    """What a step reads or writes."""

    kind: Literal["file", "directory", "url", "variable", "result"]
    name: str


class StepRecord(msgspec.Struct, frozen=True):
    """One step. `asks`, `outside` and `conditional` say why it may not simply be run; see the fact `Step`.

    `text` is what the variant says for it, where it does not simply run; cut off where it is very long.
    """

    id: str
    title: str
    at: str
    kind: Literal["agent", "command", "script"]
    workflow: str = ""
    commands: tuple[CommandRecord, ...] = ()
    reads: tuple[ResourceRecord, ...] = ()
    writes: tuple[ResourceRecord, ...] = ()
    asks: bool = False
    outside: bool = False
    conditional: bool = False
    text: str = ""


class EdgeRecord(msgspec.Struct, frozen=True):
    """`then` begins after `first` has ended."""

    first: str
    then: str
    kind: Literal["data", "control", "order"]
    reason: str
    at: str = ""


class RegionRecord(msgspec.Struct, frozen=True):
    """Work that can go on at once, and by which mechanism the variant has it done."""

    kind: Literal["data", "instruction", "thread"]
    steps: tuple[str, ...]
    reason: str
    at: str
    width: int = 0
    merge: str = ""
    mechanism: str = "sequential"


class WorkflowTitle(msgspec.Struct, frozen=True):
    """One job of the skill that has steps."""

    id: str
    title: str
    purpose: str = ""


class WorkflowRecord(msgspec.Struct, frozen=True):
    """Everything that is known of the skill's workflows; steps in the order of the text."""

    workflows: tuple[WorkflowTitle, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    edges: tuple[EdgeRecord, ...] = ()
    regions: tuple[RegionRecord, ...] = ()
    version: int = WORKFLOW_VERSION

"""What a run will do: the steps of one workflow, which of them run, which are left out, and what is missing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from skillrt.errors import Diagnostic, UsageError
from skillrt.ir.workflow import Input, StepRecord, WorkflowRecord
from skillrt.reading.titles import cut_at_word
from skillrt.workflow.agent_steps import AgentSteps
from skillrt.workflow.graph import Graph, graph_of

ALL: Final = "all"
AGENTS: Final = "agents"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the command line says: the workflow ('' where there is one), steps approved and left out, and inputs."""

    workflow: str = ""
    approve: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one workflow in the order of the text with their graph; `skipped` and `handed` are ids: those left
    out, and those that an agent does. `values` are the inputs by name."""

    workflow: str
    title: str
    steps: tuple[StepRecord, ...]
    graph: Graph
    values: Mapping[str, str]
    skipped: frozenset[str] = frozenset()
    handed: frozenset[str] = frozenset()


def plan_of(record: WorkflowRecord, choices: Choices, agent: AgentSteps | None = None) -> Plan:
    """The plan. Raises UsageError with one diagnostic for each step that cannot be done, and for what is missing or
    unknown on the command line; InputError for a record that is no graph."""
    workflow, title = chosen(record, choices.workflow)
    steps = steps_of(record, workflow)
    ids = [step.id for step in steps]
    skipped = frozenset(_named(choices.skip, ids, "--skip", [s.id for s in steps if needs_agent(s)], AGENTS))
    approved = frozenset(_named(choices.approve, ids, "--approve", [s.id for s in steps if caution(s)], ALL))
    wanting = [step for step in steps if step.id not in skipped and _is_open(step, approved)]
    answered = {name for name, _ in choices.inputs}
    if agent is None:
        problems = [_needs_agent(step) for step in wanting]
    else:
        problems = [found for step in wanting if (found := _refused(step, agent, approved, answered))]
    if problems:
        raise UsageError(problems)
    handed = frozenset(step.id for step in wanting)
    running = [step for step in steps if step.id not in skipped and step.id not in handed]
    values = _values(choices.inputs, running, steps, [step.id for step in wanting if step.asks])
    return Plan(workflow, title, steps, graph_of(steps, record.edges, record.regions), values, skipped, handed)


def chosen(record: WorkflowRecord, workflow: str) -> tuple[str, str]:
    """Id and title of the workflow that is meant. Raises UsageError where there are several, or none of this id."""
    titles = {item.id: item.title for item in record.workflows}
    for step in record.steps:
        if step.workflow:
            titles.setdefault(step.workflow, "")
    if workflow:
        if workflow not in titles:
            message = f"there is no workflow `{workflow}`; there is {', '.join(f'`{name}`' for name in titles)}"
            raise UsageError(Diagnostic.of("workflow.unknown-name", message))
        return workflow, titles[workflow]
    if len(titles) > 1:
        listed = ", ".join(
            f"`--workflow {name}` ({title})" if title else f"`{name}`" for name, title in titles.items()
        )
        message = f"the variant has {len(titles)} workflows; choose one: {listed}"
        raise UsageError(Diagnostic.of("workflow.several", message))
    return next(iter(titles.items()), ("", ""))


def steps_of(record: WorkflowRecord, workflow: str) -> tuple[StepRecord, ...]:
    """The steps of a workflow, with decisions that several begin with."""
    return tuple(step for step in record.steps if step.workflow in ("", workflow))


def needs_agent(step: StepRecord) -> bool:
    """Whether no command does the step."""
    return step.kind == "agent" or not step.commands


def caution(step: StepRecord) -> str:
    """Why a step that is a command may not simply be run; '' where it may."""
    why: list[str] = []
    if step.asks:
        why.append("it asks the user")
    if step.outside:
        why.append("it changes something outside the workspace")
    if step.conditional:
        why.append("the text says when it is done")
    return ", and ".join(why)


def inputs_of(steps: Iterable[StepRecord]) -> dict[str, tuple[Input, list[str]]]:
    """Inputs by name, with the ids of the steps that want them."""
    found: dict[str, tuple[Input, list[str]]] = {}
    for step in steps:
        for item in (item for command in step.commands for item in command.inputs):
            ids = found.setdefault(item.name, (item, []))[1]
            if step.id not in ids:
                ids.append(step.id)
    return found


def unfilled_in(steps: Iterable[StepRecord]) -> dict[str, list[str]]:
    """Inputs by name, with the ids of steps whose commands have the same place where nothing is filled in: it may be
    of another language, such as `{name}` in Python on the command line."""
    shown = tuple(steps)
    places = {item.written: item.name for item, _ in inputs_of(shown).values() if not item.example}
    found: dict[str, list[str]] = {}
    for step in shown:
        for command in step.commands:
            filled = {item.written for item in command.inputs}
            for written, name in places.items():
                here = written[0] in "{<[" and written not in filled and written in command.text
                if here and step.id not in found.setdefault(name, []):
                    found[name].append(step.id)
    return {name: ids for name, ids in found.items() if ids}


def unfilled_notes(plan: Plan) -> tuple[Diagnostic, ...]:
    """What is told before a run of the places of its inputs in which nothing is filled in."""
    running = [step for step in plan.steps if step.id not in plan.skipped and step.id not in plan.handed]
    inputs = inputs_of(running)
    return tuple(
        Diagnostic.of(
            "workflow.not-filled",
            f"`{inputs[name][0].written}` stays as it is in {', '.join(f'`{item}`' for item in ids)}: "
            f"the input `{name}` is not filled in there",
        )
        for name, ids in unfilled_in(running).items()
    )


def option_of(item: Input) -> str:
    """How the input is given on the command line."""
    value = item.example or item.written
    plain = value if all(char.isalnum() or char in "._/-:@%+," for char in value) and value else "VALUE"
    return f"--input {item.name}={plain}"


def _is_open(step: StepRecord, approved: frozenset[str]) -> bool:
    return needs_agent(step) or (bool(caution(step)) and step.id not in approved)


def _needs_agent(step: StepRecord) -> Diagnostic:
    if needs_agent(step):
        message = f"{_name(step)} needs an agent"
        hint = (
            f"`--agent MODEL@HARNESS` has it done; `--skip {step.id}` leaves it out, and what waits for it then runs "
            "without it"
        )
    else:
        message = f"{_name(step)} is a command, but {caution(step)}"
        hint = f"`--approve {step.id}` runs it all the same; `--skip {step.id}` leaves it out"
    return Diagnostic.of("workflow.needs-agent", message, hint=hint)


def _refused(
    step: StepRecord, agent: AgentSteps, approved: frozenset[str], answered: Collection[str]
) -> Diagnostic | None:
    """Why the step is not handed to the agent; None where it is."""
    if step.asks and step.id not in answered:
        message = f"{_name(step)} asks the user, and an agent of this run has nobody to ask"
        hint = f"`--input {step.id}=ANSWER` says what the user wants; `--skip {step.id}` leaves it out"
        return Diagnostic.of("workflow.asks-user", message, hint=hint)
    if step.outside and step.id not in approved:
        message = f"{_name(step)} changes something outside the workspace"
        hint = f"`--approve {step.id}` has it done all the same; `--skip {step.id}` leaves it out"
        return Diagnostic.of("workflow.needs-agent", message, hint=hint)
    if why := agent.refusal(step):
        hint = f"`--skip {step.id}` leaves it out; what waits for it then runs without it"
        return Diagnostic.of("workflow.needs-agent", f"{_name(step)} is not done by the agent: {why}", hint=hint)
    return None


def _name(step: StepRecord) -> str:
    return f"step `{step.id}` ({cut_at_word(step.title, 80)}, {step.at})"


def _named(given: Sequence[str], ids: Sequence[str], option: str, every: Sequence[str], word: str) -> Iterator[str]:
    for item in given:
        for name in item.split(","):
            if name in ids:
                yield name
            elif name == word:
                yield from every
            else:
                message = f"`{option} {name}`: the workflow has no such step{_near(name, ids)}"
                raise UsageError(Diagnostic.of("workflow.unknown-name", message))


def _values(
    given: Sequence[tuple[str, str]],
    running: Sequence[StepRecord],
    steps: Sequence[StepRecord],
    asking: Sequence[str],
) -> dict[str, str]:
    """The inputs by name; `asking` are steps that the user answers under their id."""
    known = [*inputs_of(steps), *asking]
    values: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            listed = f"; it has {', '.join(f'`{item}`' for item in known)}" if known else "; it has none"
            message = f"the workflow has no input `{name}`{_near(name, known) or listed}"
            raise UsageError(Diagnostic.of("workflow.unknown-name", message))
        values[name] = value
    missing = [(item, ids) for name, (item, ids) in inputs_of(running).items() if name not in values]
    if missing:
        raise UsageError([_missing(item, ids) for item, ids in missing])
    return values


def _missing(item: Input, ids: Sequence[str]) -> Diagnostic:
    steps = ", ".join(f"`{name}`" for name in ids[:4]) + (" and others" if len(ids) > 4 else "")
    message = (
        f"the input `{item.name}` is missing: `{item.written}` in {'step' if len(ids) == 1 else 'steps'} {steps}"
    )
    return Diagnostic.of("workflow.missing-input", message, hint=f"give it: `{option_of(item)}`")


def _near(name: str, names: Sequence[str]) -> str:
    near = get_close_matches(name, names, 1)
    return f"; did you mean `{near[0]}`?" if near else ""

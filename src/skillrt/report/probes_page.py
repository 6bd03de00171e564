"""docs/probes.md: an instance of every probe at each of its levels."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives import Level, Primitive, catalogue
from skillrt.primitives.probing import Instance, Probe, Solution

PAGE_HEAD: Final = r"""\# Probes

`skillrt profile` measures a target by probes: micro-tasks that are generated from a seed, so that none can be
learnt by heart, each with a checker that says in words what is wrong. Every probe is held to a contract by
`tests/primitives/test_probing.py`: its reference solution passes, an empty answer and each near miss fail, the
checker survives any answer, and the same seed gives the same instance on every machine.

For each level one instance is shown, that of the seed `docs`: the task as the agent gets it, the files beside it,
what the reference solution does and the errors that the checker was tried on. Long texts are cut.

This page is generated from `src/skillrt/primitives/*/probe.py`; change it there and run `make update`.
"""
SEED: Final = "docs"
_LINES: Final = 40
_WIDTH: Final = 1180
_FENCE: Final = "~~~~~~"
_JUDGED: Final = {
    "answer": "the answer alone",
    "workspace": "the files that are there afterwards",
    "calls": "the tool calls",
}


def probes_page() -> str:
    """An index, then a section for each primitive that has a probe, sorted by id."""
    probed = [(item, item.probe()) for item in catalogue() if item.probe is not None]
    index = "".join(
        f"- [`{item.id}`](#{item.id.replace('.', '')}): {item.facts.title.lower()}\n" for item, _ in probed
    )
    return "\n".join((PAGE_HEAD, index, *("\n".join(_section(item, probe)) for item, probe in probed)))


def _section(item: Primitive, probe: Probe) -> Iterator[str]:
    needs = f" The harness must offer {', '.join(f'`{name}`' for name in probe.needs)}." if probe.needs else ""
    yield f"## `{item.id}`"
    yield ""
    yield f"{item.facts.asks} Judged by {_JUDGED[probe.judged_by]}; unchanged since {probe.date}.{needs}"
    yield ""
    for level in probe.levels:
        yield from _level(item, level, probe.make(level, SEED))


def _level(item: Primitive, level: Level, made: Instance) -> Iterator[str]:
    yield f"### {level}: {item.facts.levels[level].asks} (`{item.id}`)"
    yield ""
    yield from _quoted(made.task)
    if made.files:
        yield f"Files: {_sizes(made.files)}."
        yield ""
    if made.pages:
        yield f"Pages: {_sizes(made.pages)}."
        yield ""
    yield "The reference solution:"
    yield ""
    yield from _quoted(_told(made.reference))
    yield f"Errors that must not pass: {'; '.join(miss.what for miss in made.near_misses)}."
    yield ""


def _sizes(files: dict[str, bytes]) -> str:
    names = sorted(files)
    told = ", ".join(f"`{name}` ({len(files[name]):,} bytes)" for name in names[:8])
    return told + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _told(solution: Solution) -> str:
    steps = [
        f"turn {number}: {step.operation} {' '.join(f'{name}={value!r}' for name, value in step.arguments.items())}"
        for number, turn in enumerate(solution.turns, 1)
        for step in turn
    ]
    answer = [solution.answer] if solution.answer else []
    return "\n".join((*steps, *answer))


def _quoted(text: str) -> Iterator[str]:
    """A block of text, cut where it is long; the fence is one that no task uses."""
    lines = text.split("\n")
    yield f"{_FENCE}text"
    for line in lines[:_LINES]:
        cut = line if len(line) <= _WIDTH else f"{line[:_WIDTH]} [cut]"
        yield cut.rstrip()
    if len(lines) > _LINES:
        yield f"[{len(lines) - _LINES} lines more]"
    yield _FENCE
    yield ""

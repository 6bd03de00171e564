"""Where a skill makes the agent run programs: bundled scripts, given commands, code that it wrote, tests and builds.

Installing what the skill needs is the user's or the environment's matter and counts little. Snippets of JavaScript or
of configuration go into a project and are not run by themselves; Python that is shown mostly is.
"""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.shapes import shell_shape
from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.shown import code_evidence, shown
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import NEED, at_most, need_in, phrase_evidence, total, verdict
from skillrt.reading.steps import Procedure, is_about_steps

_ID: Final = "tool.exec"
_WINDOWS: Final = frozenset({"powershell", "batch"})
_PYTHON: Final = frozenset({"python", "r", "julia"})
_STEP: Final = re.compile(r"(?:step|phase|stage)\b", re.I)
_HINT: Final = 0.5
# a program that agents call, with something behind it
COMMAND: Final = re.compile(
    r"(?:\$ )?(?:git|gh|glab|npm|npx|pnpm|yarn|bun|deno|pip3?|pipx|uv|uvx|python3?|node|cargo|go|make|cmake|docker|"
    r"podman|kubectl|helm|terraform|az|aws|gcloud|curl|wget|mvn|gradle|dotnet|pytest|ruff|mypy|eslint|tsc|mix|bundle|rake|"
    r"composer|php|ruby|bash|sh|grep|rg|find|jq|sed|awk|ffmpeg|pandoc|psql|sqlite3)[ ]+[\w./~$<-]"
)
_INSTALL_WEIGHT: Final = 0.2
# steps with commands that make a chain, and lines of commands of which some build on others
_CHAIN: Final = 3
_MANY_LINES: Final = 30


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L1 where one given script is all, L3 where the steps of a procedure run one another's
    results or SKILL.md is full of commands, else L2."""
    return view.once(_ID, _detect)


def _detect(view: SkillView) -> Detected | None:
    calls = tuple(_calls(view))
    commands = tuple(_commands(view))
    python = shown(view, _PYTHON)
    code = tuple(code_evidence(view, python, [2] * len(python), "runs the code that it writes"))
    words = (
        *phrase_evidence(view, _ID, "L2 strong", "asks to run something"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of running something"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of results of programs"), _HINT),
    )
    named = tuple(_named_commands(view))
    evidence = [*calls, *commands, *named, *code, *words]
    others = [item for item in commands if item.level != "L1"]
    alone = total(calls) >= NEED and total([*others, *named, *code, *words]) < NEED
    chained_steps = _chains(view)
    if alone and len({call.script for call in view.calls}) == 1:
        return verdict(evidence, "runs a bundled script", "L2" if chained_steps else "L1")
    level: Level = "L3" if chained_steps or _command_lines(view) >= _MANY_LINES else "L2"
    return verdict(evidence, _reason(calls, (*commands, *named), code), level, max(NEED, need_in(view)))


def _calls(view: SkillView) -> Iterator[Evidence]:
    seen: set[str] = set()
    for call in view.calls:
        block = view.block(call.blocks[0]) if call.blocks else None
        if block is not None and block.id not in seen:
            seen.add(block.id)
            yield Evidence(block.id, 0, len(block.text), "L1", 1.0, "runs a bundled script")


def _commands(view: SkillView) -> Iterator[Evidence]:
    called = {block for call in view.calls for block in call.blocks}
    own = _own(view)
    for fence in view.fences:
        if fence.block.id in called:
            continue
        main = fence.path == view.skill_file
        if fence.language in _WINDOWS and fence.role == "code":
            yield at_fence(fence, "L2", 1.0 if main else 0.5, "runs given commands")
        elif fence.role == "commands":
            real = bool(shell_shape(fence.text).programs)
            bundled = any(name in fence.text for name in own)
            weight = 1.0 if real else _INSTALL_WEIGHT
            level: Level = "L2" if real and not bundled else "L1"
            yield at_fence(fence, level, weight if main else weight / 2, "runs given commands")


def _command_lines(view: SkillView) -> int:
    """Lines of commands in SKILL.md, those that only run a bundled script left out."""
    called = {block for call in view.calls for block in call.blocks}
    return sum(
        fence.lines
        for fence in view.fences
        if fence.role == "commands"
        and fence.path == view.skill_file
        and fence.block.id not in called
        and shell_shape(fence.text).programs
    )


def _own(view: SkillView) -> tuple[str, ...]:
    """The file names of the bundled programs."""
    return tuple(script.path.rpartition("/")[2] for script in view.scripts)


def _named_commands(view: SkillView) -> Iterator[Evidence]:
    """Commands in the text of SKILL.md, as in "create it with `gh issue create`", one a block."""
    own = _own(view)
    for section in view.main:
        for leaf in section.leaves:
            named = [item.value for item in leaf.inlines if item.kind == "code" and COMMAND.match(item.value)]
            if any(not any(name in text for name in own) for text in named):
                yield Evidence(leaf.id, 0, len(leaf.text), "L2", 1.0, "names a command to run")


def _chains(view: SkillView) -> bool:
    """Whether a procedure of the skill runs something in several of its steps."""
    return any(chained(procedure, view) for procedure in view.procedures)


def chained(procedure: Procedure, view: SkillView) -> bool:
    """Whether steps that are to be gone through run something, several of them."""
    asked = is_about_steps(procedure.title) or _STEP.match(procedure.steps[0].title) is not None
    return asked and _steps_that_run(procedure, view) >= _CHAIN


def _steps_that_run(procedure: Procedure, view: SkillView) -> int:
    lines = [call.span.line for call in view.calls if call.span.file == procedure.path]
    lines += [
        fence.block.span.line
        for fence in view.fences
        if fence.path == procedure.path and fence.role == "commands" and shell_shape(fence.text).programs
    ]
    return sum(any(step.line <= line <= step.end_line for line in lines) for step in procedure.steps)


def _reason(calls: tuple[Evidence, ...], commands: tuple[Evidence, ...], code: tuple[Evidence, ...]) -> str:
    parts = [
        name
        for name, found in (("bundled scripts", calls), ("given commands", commands), ("code that it writes", code))
        if found
    ]
    return f"runs {', '.join(parts) or 'programs of the project'}"

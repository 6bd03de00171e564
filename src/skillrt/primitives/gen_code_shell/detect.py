"""Where a skill makes the agent write command lines of its own.

Running a bundled script, a program that it just wrote, or an installer as given asks for `tool.exec` alone. Commands
of other programs, shown in several places with options to choose from, must be composed.
"""

from collections.abc import Iterator
from typing import Final

from skillrt.code.language import program_language
from skillrt.code.shapes import ShellShape, shell_shape
from skillrt.primitives.base import Detected, Evidence, level_of, rank
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import at_most, code_share, phrase_evidence, verdict
from skillrt.reading.fences import Fence

_ID: Final = "gen.code.shell"
# a block of SKILL.md and one elsewhere, by its level
_MAIN_WEIGHTS: Final = (0.25, 0.4, 0.5)
_ELSEWHERE_WEIGHTS: Final = (0.1, 0.2, 0.25)
_RUNNERS: Final = frozenset(
    {"uv", "uvx", "npx", "npm", "pnpm", "yarn", "mpirun", "mpiexec", "srun", "time", "nohup", "pytest"}
)
# of the shell itself: no programs to name
_WORDS: Final = frozenset(
    {
        "break",
        "continue",
        "return",
        "exit",
        "shift",
        "local",
        "declare",
        "unset",
        "trap",
        "wait",
        "exec",
        "eval",
        "let",
    }
)
# they read a language, and do much else
_TOOLCHAINS: Final = frozenset({"bun", "deno"})
_NAMED: Final = 3
_HINT: Final = 0.5
# blocks of L3 that make the need L3
_HARD_BLOCKS: Final = 2
# lines of code for 1000 characters below which a text of so many sentences that speaks of commands has none written
_LONG: Final = 40
_LEAST_CODE: Final = 1.2


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 where several blocks are long pipelines or scripts, else L2 or L1."""
    if view.sentence_count > _LONG and code_share(view) < _LEAST_CODE:
        return None
    own = frozenset(script.path.rpartition("/")[2] for script in view.scripts)
    composed = [(fence, names) for fence in view.fences if (names := _composed(fence, own))]
    code = tuple(_code(view, [fence for fence, _ in composed]))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for shell commands or scripts"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of composing commands"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "names command-line programs"), _HINT),
    ]
    hard = sum(item.level == "L3" for item in code)
    highest = max((rank(item.level) for item in code), default=2)
    names = dict.fromkeys(name for _, found in composed for name in found if name not in _WORDS)
    return verdict(evidence, _reason(tuple(names)), level_of(3 if hard >= _HARD_BLOCKS else min(highest, 2)))


def _code(view: SkillView, fences: list[Fence]) -> Iterator[Evidence]:
    for fence in fences:
        level = shell_shape(fence.text).level
        weights = _MAIN_WEIGHTS if fence.path == view.skill_file else _ELSEWHERE_WEIGHTS
        yield at_fence(fence, level_of(level), weights[level - 1], "shows commands to compose")


def _composed(fence: Fence, own: frozenset[str]) -> tuple[str, ...]:
    """The programs of a block that the agent has to call by itself, not just start what is given."""
    if fence.role != "commands":
        return ()
    return tuple(name for name in _programs(shell_shape(fence.text)) if name not in own and not _interprets(name))


def _interprets(name: str) -> bool:
    return bool(program_language(name)) and name not in _TOOLCHAINS


def _programs(shape: ShellShape) -> Iterator[str]:
    for name in shape.programs:
        # a placeholder, an option or prose in the block is no program
        if (
            name not in _RUNNERS
            and name[:1].isalpha()
            and name.replace("-", "").replace("_", "").replace(".", "").isalnum()
        ):
            yield name


def _reason(names: tuple[str, ...]) -> str:
    named = ", ".join(names[:_NAMED])
    return f"composes {named} commands" if named else "composes shell commands"

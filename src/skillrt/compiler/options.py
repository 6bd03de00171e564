"""What a user may ask of a compilation, and the pipeline that it means."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from skillrt.errors import Diagnostic, UsageError
from skillrt.passes.base import ReadyProgram
from skillrt.passes.pipeline import LATER_LEVELS, LEVELS, Pipeline, parse_pipeline
from skillrt.targets import Harness

_RETARGET = re.compile(r"\bretarget\b(?!\{)")
_LOWER = re.compile(r"\blower-capabilities\b(?!\{)")


@dataclass(frozen=True)
class CompileOptions:
    """`level` is a key of LEVELS. `pipeline` replaces the level's own. `written_for` names the harness that the
    skills were written for, empty where it is to be guessed. `harnesses` are all known descriptors. `siblings`,
    `tree` and `homes` are the skills around it, as `PassContext` takes them. `strict` makes a gap that is left an
    error. `programs` are put in before all else."""

    level: str = "O1"
    pipeline: str = ""
    written_for: str = ""
    fix_names: bool = False
    strict: bool = False
    harnesses: Mapping[str, Harness] = field(default_factory=dict[str, Harness])
    siblings: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    tree: frozenset[str] = frozenset()
    homes: Mapping[str, str] = field(default_factory=dict[str, str])
    programs: tuple[ReadyProgram, ...] = ()

    def __post_init__(self) -> None:
        # read-only views of mappings cannot be sent to another process
        object.__setattr__(self, "harnesses", dict(self.harnesses))
        object.__setattr__(self, "siblings", dict(self.siblings))
        object.__setattr__(self, "homes", dict(self.homes))


def read_level(text: str) -> str:
    """`O0` of `O0`, `0`, `-O0`. Raises UsageError, with the nearest level for one that does not exist."""
    name = text.strip().lstrip("-")
    name = name if name[:1] in {"O", "o"} else f"O{name}"
    name = "O" + name[1:].lower()
    if name in LEVELS:
        return name
    if name in LATER_LEVELS:
        message = f"-{name} is not available yet; this version has {_spelled(LEVELS)}"
        raise UsageError(Diagnostic.of("compile.later-level", message))
    every = (*LEVELS, *LATER_LEVELS)
    near = difflib.get_close_matches(name, every, 1, 0.5)
    hint = f"did you mean `-{near[0]}`?" if near else f"levels: {_spelled(every)}"
    raise UsageError(Diagnostic.of("compile.unknown-level", f"there is no level `-{name[:40]}`", hint=hint))


def pipeline_of(options: CompileOptions) -> Pipeline:
    """The passes that the options mean. Raises UsageError for a pipeline that cannot be read."""
    text = options.pipeline or LEVELS[options.level]
    if options.written_for:
        text = _RETARGET.sub(f"retarget{{from={options.written_for}}}", text)
    if options.strict:
        text = _LOWER.sub("lower-capabilities{strict=true}", text)
    if options.programs:
        text = f"add-programs{{of={'+'.join(program.id for program in options.programs)}}},{text}"
    return parse_pipeline(text)


def _spelled(levels: Mapping[str, str] | tuple[str, ...]) -> str:
    return ", ".join(f"-{name}" for name in levels)

"""Many compilations: skill by skill, each for all targets, fit to be sent to other processes and back."""

from dataclasses import dataclass
from typing import Final

from skillrt.compiler.compile_skill import Compiled, compile_skill
from skillrt.compiler.options import CompileOptions
from skillrt.errors import Diagnostic, SkillrtError
from skillrt.errors.defects import defect
from skillrt.frontend import SkillSource, load
from skillrt.ir import Module
from skillrt.store import MANIFEST_FILE
from skillrt.targets import Target

_DEFECT: Final = 3


@dataclass(frozen=True)
class Batch:
    """What all skills of one run are compiled for, and how. `batch.compile` is what a pool of processes needs."""

    targets: tuple[Target, ...]
    options: CompileOptions

    def compile(self, source: SkillSource) -> tuple["Outcome", ...]:
        """One outcome a target, in their order. Raises nothing that a bad skill can cause."""
        is_variant = any(entry.path == MANIFEST_FILE for entry in source.entries)
        try:
            module = None if is_variant else load(source)
        except SkillrtError as error:
            return tuple(_failed(source, target, error) for target in self.targets)
        except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is reported, never swallowed)
            return tuple(Outcome(source.where, target, None, (defect(error),), _DEFECT) for target in self.targets)
        return tuple(self._one(source, target, module) for target in self.targets)

    def lost(self, death: str) -> tuple["Outcome", ...]:
        """The outcomes of a skill whose process died in the way that `death` says."""
        found = Diagnostic.of("internal.error", f"the process that compiled this skill ended with {death}")
        return tuple(Outcome("", target, None, (found,), _DEFECT) for target in self.targets)

    def _one(self, source: SkillSource, target: Target, module: Module | None) -> "Outcome":
        try:
            return Outcome(source.where, target, compile_skill(source, target, self.options, module))
        except SkillrtError as error:
            return _failed(source, target, error)
        except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is reported, never swallowed)
            message = f"compiling for {target} failed: {type(error).__name__}: {error}"
            return Outcome(source.where, target, None, (Diagnostic.of("internal.error", message),), _DEFECT)


@dataclass(frozen=True)
class Outcome:
    """What became of one skill for one target: `compiled`, or the errors with the exit status that they mean."""

    where: str
    target: Target
    compiled: Compiled | None = None
    errors: tuple[Diagnostic, ...] = ()
    exit_status: int = 0


def _failed(source: SkillSource, target: Target, error: SkillrtError) -> Outcome:
    return Outcome(source.where, target, None, error.diagnostics, error.exit_status)

"""What other installed packages bring: passes, primitives and harnesses, by entry points.

Their code may raise anything; it becomes a diagnostic that names the package, so that nobody looks for the fault in
SkillRT or in a skill.
"""

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from skillrt.errors import Diagnostic, MachineError, SkillrtError
from skillrt.errors.defects import raised

T = TypeVar("T")


def plugins(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, by name."""
    return tuple(sorted(entry_points(group=group), key=lambda item: (item.name, item.value)))


def guarded(entry: EntryPoint, work: Callable[[], T]) -> T:
    """What `work`, which runs code of the plugin, gives. Raises MachineError where that code fails."""
    try:
        return work()
    except SkillrtError:
        raise
    except Exception as error:
        raise unfit(entry, raised(error)) from error


def unfit(entry: EntryPoint, why: str) -> MachineError:
    """What to raise for a plugin that cannot be used."""
    package = f" of the package `{entry.dist.name}`" if entry.dist else ""
    message = f"the plugin `{entry.name}`{package} (`{entry.value}` in `{entry.group}`) cannot be used: {why}"
    return MachineError(Diagnostic.of("machine.plugin", message))

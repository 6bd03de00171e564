"""Resolve: the chosen needs of a skill to a lock, for this machine, as of a date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from skillrt.environment.chosen import name_of
from skillrt.environment.host_facts import system_facts
from skillrt.environment.installers import Installers
from skillrt.environment.lock import Lock, today
from skillrt.environment.needs import Need, Needs
from skillrt.environment.node_lock import resolve_node
from skillrt.environment.python_lock import find_python, python_version, resolve_python


@dataclass(frozen=True, slots=True)
class Resolver:
    """What resolving works with: a `scratch` folder, whether uv may fetch a Python, and who is told what is done."""

    installers: Installers
    scratch: Path
    say: Callable[[str], None]
    python_download: bool = False

    def python(self, wanted: str) -> Path:
        """The interpreter of this machine for a range of versions. Raises SkillrtError."""
        return find_python(wanted, self.installers, self.scratch, download=self.python_download)


def resolve(needs: Needs, chosen: Sequence[Need], date: str, with_: Resolver) -> tuple[Lock, Path | None]:
    """The lock for the `chosen` of `needs`, and the interpreter that it was made with (None where none is needed).

    `date` '' means today (UTC). Raises SkillrtError.
    """
    date = date or today()
    wanted = [need for need in chosen if need.kind == "python"]
    # an interpreter alone is any that the machine has, as for the launcher
    python = with_.python(needs.python) if wanted else None
    rows: tuple[str, ...] = ()
    version = ""
    if python is not None:
        version = python_version(python, with_.installers, with_.scratch)
        _announce(wanted, "Python", date, with_)
        rows = resolve_python(wanted, python, date, with_.installers, with_.scratch)
    node = [need for need in chosen if need.kind == "node"]
    _announce(node, "Node", date, with_)
    lock = Lock(
        needs=needs.key,
        host=system_facts().identity,
        date=date,
        selected=tuple(sorted(map(name_of, chosen))),
        built=with_.installers.allow_build,
        python=version,
        packages=rows,
        node=resolve_node(node, date, with_.installers, with_.scratch),
        variables=tuple(sorted(need.name for need in chosen if need.kind == "env")),
        services=tuple(sorted(need.name for need in chosen if need.kind == "service")),
    )
    return lock, python


def _announce(wanted: Sequence[Need], kind: str, date: str, with_: Resolver) -> None:
    if wanted:
        with_.say(f"resolving {len(wanted)} package{'' if len(wanted) == 1 else 's'} of {kind} as of {date}")

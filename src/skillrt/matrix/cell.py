"""What a matrix holds."""

from typing import Literal

import msgspec

from skillrt.ir import DependencyKind
from skillrt.store import TokenRecord

Status = Literal["closed", "supported", "narrowed", "left"]
Kind = Literal["static", "profiled", "replayed", "measured"]
KINDS: tuple[Kind, ...] = ("static", "profiled", "replayed", "measured")
"""From the weakest to the strongest."""


class GapFound(msgspec.Struct, frozen=True):
    """A requirement above what the target holds, and what the compiler made of it (docs/lowering.md). `doubt` says
    why the level that the target holds is not certain; empty where it is."""

    primitive: str
    required: str
    aim: str
    left: str
    status: Status
    rules: tuple[str, ...] = ()
    why: str = ""
    doubt: str = ""


class Loss(msgspec.Struct, frozen=True):
    """Something that the target's harness has no equivalent for: the code, in words, and where it stands."""

    code: str
    message: str
    at: str = ""


class Lack(msgspec.Struct, frozen=True):
    """A required need: a program that the host is not known to have (`host`), packages that are still to be bound
    (`bind`), or what only the user can give (`user`): a variable, a service, a server."""

    kind: DependencyKind
    name: str
    who: Literal["host", "bind", "user"]
    why: str = ""


class Seen(msgspec.Struct, frozen=True):
    """What was recorded: episodes in which the skill was used on this target by outcome, and the templates of it that
    replay has proven, on how many episodes."""

    right: int = 0
    failed: int = 0
    unknown: int = 0
    templates: int = 0
    proofs: int = 0


class Cell(msgspec.Struct, frozen=True):
    """One skill on one target. `error` says why there is no variant; all else is empty then. `profiled` says that
    trials stand behind the levels that are asked for."""

    gaps: tuple[GapFound, ...] = ()
    losses: tuple[Loss, ...] = ()
    lacks: tuple[Lack, ...] = ()
    tokens: TokenRecord | None = None
    edits: int = 0
    profiled: bool = False
    seen: Seen = Seen()
    error: str = ""

    @property
    def evidence(self) -> Kind:
        """The strongest evidence that the cell rests on: episodes with a known outcome, templates proven by replay,
        trials of the target, or the text alone."""
        if self.seen.right or self.seen.failed:
            return "measured"
        if self.seen.proofs:
            return "replayed"
        return "profiled" if self.profiled else "static"

    @property
    def left(self) -> int:
        """Gaps that the variant still has."""
        return sum(gap.status in ("left", "narrowed") for gap in self.gaps)

    @property
    def closed(self) -> int:
        """Gaps that the variant has no more, or that something carries."""
        return len(self.gaps) - self.left

    @property
    def absent(self) -> tuple[Lack, ...]:
        """Programs that the host is not known to have."""
        return tuple(item for item in self.lacks if item.who == "host")


class Row(msgspec.Struct, frozen=True):
    """A skill: its name, where it is, its cells in the order of the targets."""

    name: str
    where: str
    cells: tuple[Cell, ...]

"""A trial: which instance of which probe, and what came of it."""

from typing import Final, Literal

import msgspec

from skillrt.primitives.base import Level
from skillrt.profiler.protocol import Spent

NAMES: Final[tuple[Level, Level, Level]] = ("L1", "L2", "L3")
Outcome = Literal["passed", "failed", "skipped", "void"]
"""`skipped`: nothing can be judged here. `void`: provider, harness or machine failed, and nothing was learnt of the
target. Neither counts."""


class Trial(msgspec.Struct, frozen=True):
    """The instance number `number`, from 0, of a primitive at a level (1 to 3), by the seed of the whole profile."""

    primitive: str
    level: int
    number: int
    seed: str

    @property
    def name(self) -> Level:
        """The level as probes call it."""
        return NAMES[self.level - 1]

    @property
    def instance_seed(self) -> str:
        """What the probe makes the instance from."""
        return f"{self.seed}/{self.primitive}/{self.name}/{self.number}"


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a trial. `why` says what is wrong, in words. `episode` and `run` are its names in the traces,
    where they are kept.

    `hopeless`: no other trial would fare better (the provider refuses the key, the harness is not there).
    """

    outcome: Outcome
    why: str = ""
    run: str = ""
    episode: str = ""
    spent: Spent = Spent()
    hopeless: bool = False

    @property
    def counts(self) -> bool:
        """Whether it says something of the target."""
        return self.outcome in {"passed", "failed"}

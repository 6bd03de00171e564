"""Capabilities: which level of each primitive a target is taken to hold, and how sure that is."""

import hashlib
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from skillrt.targets.posterior import at_least

Status = Literal["held", "doubtful", "missing", "unmeasured"]
Tier = Literal["measured", "other-harness", "family", "none"]
Settled = Literal["", "held", "missing", "doubtful"]
"""What a sequential test made of a level, where its answer counts; empty: the trials decide by the bar."""
HIGHEST: Final = 3


class Bar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a level counts as held: P(success rate >= `rate`) >= `certainty`. Missing: that P <= 1 - `certainty`."""

    rate: Annotated[float, Meta(gt=0, lt=1)] = 0.6
    certainty: Annotated[float, Meta(gt=0.5, lt=1)] = 0.8


class Count(msgspec.Struct, frozen=True):
    """Passed trials out of all. Not whole where evidence counts at half weight."""

    passes: float = 0
    trials: float = 0

    def plus(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.passes + other.passes, self.trials + other.trials)


class Measured(msgspec.Struct, frozen=True):
    """The trials of one primitive at L1, L2, L3, what tests made of them, and what they were of: this target or one
    that is like it."""

    primitive: str
    counts: tuple[Count, Count, Count]
    tier: Tier = "measured"
    said: tuple[Settled, Settled, Settled] = ("", "", "")


class Capabilities(msgspec.Struct, frozen=True):
    """What is known of a target.

    `origin` is where the nearest evidence comes from: the target itself, the same model in another harness, the
    nearest model of its family, or nothing. `sources` say it in words. `measured` is sorted by primitive. `cautious`:
    what is doubtful or unmeasured counts as missing, not as held.
    """

    origin: Tier = "none"
    sources: tuple[str, ...] = ()
    cautious: bool = False
    measured: tuple[Measured, ...] = ()
    bar: Bar = Bar()

    def status(self, primitive: str, level: int) -> Status:
        """Whether `level` (0 to 3) of `primitive` is held; level 0 asks for nothing, and always is.

        Monotone: who does a level does those below it, and who misses one misses those above it, unless they were
        measured themselves. What a test found missing below a level that is held is in doubt. A different model's
        trials make nothing certain: with them the best is `doubtful`.
        """
        if level < 1:
            return "held"
        found = self.find(primitive)
        return "unmeasured" if found is None else _statuses(found, self.bar)[level - 1]

    def aim(self, primitive: str) -> int:
        """The highest level, 0 to 3, that the target is taken to hold; doubt counts as held unless `cautious`."""
        taken = {"held"} if self.cautious else {"held", "doubtful", "unmeasured"}
        found = self.find(primitive)
        statuses: tuple[Status, ...] = ("unmeasured",) * HIGHEST if found is None else _statuses(found, self.bar)
        return max((level for level, status in enumerate(statuses, 1) if status in taken), default=0)

    def trials(self, primitive: str, level: int) -> tuple[float, float]:
        """(passes, trials) at this level itself; half trials come from weak evidence. (0, 0): not measured."""
        found = self.find(primitive)
        count = found.counts[level - 1] if found and level > 0 else Count()
        return count.passes, count.trials

    def certainty(self, primitive: str, level: int) -> float | None:
        """P(success rate >= the bar's rate) by the trials at this level itself; None where there were none."""
        passes, trials = self.trials(primitive, level)
        return at_least(self.bar.rate, passes, trials) if trials else None

    def settled(self, primitive: str, level: int) -> Settled:
        """What a sequential test said of this level itself, where that counts; else empty."""
        found = self.find(primitive)
        return found.said[level - 1] if found and level > 0 else ""

    def tier(self, primitive: str) -> Tier:
        """What the trials of this primitive were of."""
        found = self.find(primitive)
        return found.tier if found else "none"

    def find(self, primitive: str) -> Measured | None:
        """The trials of a primitive, where there were any."""
        return next((item for item in self.measured if item.primitive == primitive), None)

    @property
    def digest(self) -> str:
        """`sha256:...` of all that decides about a level: the counts, what they were of, the bar, the caution."""
        decides = (self.origin, self.measured, self.bar, self.cautious)
        return "sha256:" + hashlib.sha256(msgspec.json.encode(decides, order="deterministic")).hexdigest()


def _statuses(found: Measured, bar: Bar) -> tuple[Status, ...]:
    """L1 to L3. From above: what is held or doubtful there is at least that here. From below: missing goes on."""
    pairs = zip(found.counts, found.said, strict=True)
    statuses: list[Status] = [_own(count, said, bar, found.tier) for count, said in pairs]
    for index in reversed(range(HIGHEST - 1)):
        above = statuses[index + 1]
        if above == "held" and found.said[index] == "missing":
            statuses[index] = "doubtful"
        elif above == "held" or (above == "doubtful" and statuses[index] != "held"):
            statuses[index] = above
    for index in range(1, HIGHEST):
        if statuses[index] == "unmeasured" and statuses[index - 1] == "missing":
            statuses[index] = "missing"
    return tuple(statuses)


def _own(count: Count, said: Settled, bar: Bar, tier: Tier) -> Status:
    found = said or _by_trials(count, bar)
    return "doubtful" if found == "held" and tier == "family" else found


def _by_trials(count: Count, bar: Bar) -> Status:
    if not count.trials:
        return "unmeasured"
    sure = at_least(bar.rate, count.passes, count.trials)
    if sure >= bar.certainty:
        return "held"
    # 1 - certainty as a comparison of sums: 1 - 0.8 is a little less than 0.2
    return "missing" if sure + bar.certainty <= 1 else "doubtful"

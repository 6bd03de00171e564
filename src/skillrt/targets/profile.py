"""Profiles: how well a model in a harness does each primitive. The published ones are shipped as data."""

from functools import cache
from importlib import resources

import msgspec

LEVELS = ("L1", "L2", "L3")


class BrokenProbe(msgspec.Struct, frozen=True):
    """A test of the published set that measures nothing, and why."""

    primitive: str
    level: str
    why: str


class Weak(msgspec.Struct, frozen=True):
    """A harness of the published set that is only like the one called `like` here: its trials count `weight` each."""

    harness: str
    like: str
    weight: float
    why: str


class Profile(msgspec.Struct, frozen=True):
    """Measured levels of a model in a harness.

    `levels` maps a primitive to L0 (cannot) to L3; `passes` to the passed trials at L1, L2, L3 (None: not tried) out
    of `Published.trials`. `path` and `commit` name the file in the source's repository.
    """

    model: str
    harness: str
    profiled_at: str
    path: str
    commit: str
    levels: dict[str, str]
    passes: dict[str, tuple[int | None, int | None, int | None]]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Published(msgspec.Struct, frozen=True):
    """The shipped profiles with their source and what to beware of."""

    source: str
    read: str
    trials: int
    caveats: tuple[str, ...]
    broken: tuple[BrokenProbe, ...]
    profiles: tuple[Profile, ...]
    weak: tuple[Weak, ...] = ()

    def models(self) -> tuple[str, ...]:
        """Every model that was profiled, sorted."""
        return tuple(sorted({item.model for item in self.profiles}))

    def find(self, model: str, harness: str) -> Profile | None:
        """The profile of this model in this harness."""
        return next((item for item in self.profiles if (item.model, item.harness) == (model, harness)), None)

    def is_broken(self, primitive: str, level: str) -> bool:
        """Whether the test of this cell measures nothing."""
        return any((item.primitive, item.level) == (primitive, level) for item in self.broken)

    def weak_as(self, harness: str) -> Weak | None:
        """How a harness of the published set is to be taken, where it is not one that targets name."""
        return next((item for item in self.weak if item.harness == harness), None)


@cache
def published_profiles() -> Published:
    """The published profiles; read on first use."""
    source = resources.files("skillrt.targets") / "profiles" / "published.json"
    return msgspec.json.decode(source.read_bytes(), type=Published)

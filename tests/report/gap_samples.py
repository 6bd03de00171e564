"""Targets and requirements made by hand, for tests of gaps."""

from skillrt.errors import Span
from skillrt.ir import Requirement
from skillrt.targets import Bar, Capabilities, Count, Measured, Target, generic_host, load_harnesses

COUNTS = {"+": (3.0, 3.0), "?": (2.0, 3.0), "-": (0.0, 3.0), ".": (0.0, 0.0)}


def target(model: str = "m", *, cautious: bool = False, origin: str = "measured", **levels: str) -> Target:
    """`gen_regex="+?-"`: held at L1, doubtful at L2, missing at L3; `.` is unmeasured."""
    measured = tuple(
        Measured(name.replace("_", "."), tuple(Count(*COUNTS[mark]) for mark in marks), origin)  # pyright: ignore[reportArgumentType]
        for name, marks in sorted(levels.items())
    )
    found = Capabilities(origin, ("a source",), cautious, measured, Bar())  # pyright: ignore[reportArgumentType]
    return Target(model, load_harnesses()["pi"], generic_host(), None, found)


def requirement(primitive: str, level: int, reason: str = "because", purpose: str = "") -> Requirement:
    span = Span("SKILL.md", 0, 5, level, level)
    return Requirement(
        blocks=(), span=span, primitive=primitive, level=f"L{level}", reason=reason, evidence=(span,), purpose=purpose
    )

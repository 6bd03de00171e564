"""Targets by profiles of their own, and manifests with gaps, for the tests of the map."""

import msgspec

from skillrt.store import Manifest
from skillrt.store.records import GapRecord
from skillrt.targets import Named, OwnProfile, ProfileOptions, Target, parse_target
from skillrt.targets.profile_file import Trials
from tests.report.sample_diff import manifest_of

GOOD, BAD = Trials(8, 8), Trials(0, 4)


def target(source: str, *levels: Trials) -> Target:
    table = {f"L{at}": count for at, count in enumerate(levels, 1)}
    profile = OwnProfile(
        model="m", harness="bare", date="2026-11-28", source=source,
        primitives={"reason.arithmetic": dict(table), "tool.exec": dict(table)},
    )  # fmt: skip
    return parse_target("m@bare", profiles=ProfileOptions(own=(Named(f"{source}.json", profile),)))


STRONG = target("strong", GOOD, GOOD, GOOD)
WEAK = target("weak", GOOD, BAD, BAD)


def manifest(*gaps: GapRecord) -> Manifest:
    return msgspec.structs.replace(manifest_of(b"", ()), gaps=gaps)

"""`skillrt profile update --from-traces`: recorded work sharpens a profile, at less weight and marked as such."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from skillrt.cli.output import require_writable
from skillrt.config import environment
from skillrt.errors import Diagnostic, UsageError


def update(options: argparse.Namespace) -> int:
    """Count the steps of recorded episodes of the target that began since the last update, into the profile `-o`."""
    from skillrt.gateway.episodes import refresh  # loaded where it is needed: start-up
    from skillrt.profiler.campaign import earlier_profile, write_profile
    from skillrt.profiler.observing import observed_in, with_observed
    from skillrt.store.traces import Episodes, TraceReader, Wanted, traces_path
    from skillrt.targets import OwnProfile, parse_target

    if not (options.from_traces and options.target and options.output):
        message = "`profile update` needs `--from-traces`, `--target MODEL@HARNESS` and `-o FILE`"
        raise UsageError(Diagnostic.of("usage.missing-argument", message))
    data = environment().data_home
    if data is None:
        raise UsageError(Diagnostic.of("bind.no-data-folder", "there is no folder with traces"))
    target, path = parse_target(options.target), Path(options.output)
    require_writable(path)
    today = datetime.now(UTC).date().isoformat()
    known = earlier_profile(path, target) or OwnProfile(
        model=target.model, harness=target.harness.name, date=today, source="skillrt profile update", primitives={}
    )
    since = known.observed.until if known.observed else 0
    with TraceReader.look(traces_path(data)) as reader:
        refresh(reader)
        wanted = Wanted(harness=target.harness.name, model=target.model, since=since)
        found = observed_in(Episodes(reader.connection).find(wanted), since)
    if not found.primitives:
        new = "no new" if since else "no"
        sys.stdout.write(f"{new} episodes of {target} with steps that are known; nothing is written to {path}\n")
        return 0
    profile = msgspec.structs.replace(with_observed(known, found), date=today)
    write_profile(path, profile)
    number = "1 episode" if found.episodes == 1 else f"{found.episodes} episodes"
    counted = [f"{name} {row['L1'].passes}/{row['L1'].trials}" for name, row in found.primitives.items()]
    sys.stdout.write(
        f"{number} of {target} with steps that are known: {', '.join(counted)}\n"
        f"  each counts {found.weight:g} trials of L1; written to {path}\n"
    )
    return 0

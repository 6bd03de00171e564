"""What measuring a profile gave, and what it will take: for people and as JSON. `skillrt profile`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from skillrt.profiler.campaign import Outcome
from skillrt.profiler.estimate import Estimate, Share
from skillrt.profiler.measure import Progress
from skillrt.profiler.standing import Standing
from skillrt.profiler.trials import NAMES
from skillrt.report.columns import columns
from skillrt.report.target_levels import MARKS

_HOW: Final = {"tested": "", "implied": "*", "open": ""}
_WHY: Final = 100
_NAMED: Final = 6  # primitives that the budget does not reach
_ENDS: Final = 3  # primitives that are named at either end of their order


def estimate_text(target: str, found: Estimate, left_out: Mapping[str, str]) -> str:
    """A few lines; ends with a newline."""
    are = "is" if found.known == 1 else "are"
    known = f"; {_many(found.known, 'trial')} {are} known and not repeated" if found.known else ""
    dollars = "unknown (the model has no price in the table)" if found.dollars is None else f"{found.dollars:.2f} $"
    lines = [
        f"{target}: {_many(found.primitives, 'primitive')}{known}",
        f"  about {_many(found.trials, 'trial')}, {found.most} where all lie between held and missing; "
        f"{found.tokens:,} tokens; {dollars}; {duration(found.seconds)}",
        f"  a guess: {found.basis}",
    ]
    if len(found.shares) > 1:
        lines.append(f"  in this order, with tokens: {', '.join(_in_order(found.shares))}")
    if found.short:
        rest = [item.primitive for item in found.shares[found.within :]]
        left = ", ".join(rest) if len(rest) <= _NAMED else f"the other {len(rest)}"
        lines.append(
            f"  the budget of {found.short} does for about {found.within} of {len(found.shares)} primitives; "
            f"little or nothing will be known of {left}"
        )
    return "\n".join([*lines, *_left_out(left_out)]) + "\n"


def estimate_json(target: str, found: Estimate, left_out: Mapping[str, str]) -> str:
    """The same as one JSON object."""
    return _json({"target": target, "estimate": msgspec.to_builtins(found), "left_out": dict(left_out)})


def progress_line(found: Progress, estimated: Estimate) -> str:
    """Where it stands, in one line; the time that is left is reckoned from the trials so far."""
    left = max(estimated.trials - found.fresh, 0)
    rest = duration(left * found.seconds / found.fresh) if found.fresh else "?"
    money = f", {found.money:.2f} $" if estimated.dollars is not None else ""
    return (
        f"{found.decided} of {_many(found.primitives, 'primitive')}, "
        f"{found.fresh} of about {_many(estimated.trials, 'trial')}, "
        f"{found.tokens:,} tokens{money}, about {rest} left"
    )


def outcome_text(found: Outcome) -> str:
    """The table of levels, what is in doubt and why, what failed, what it cost; ends with a newline."""
    return "\n".join(_lines(found)) + "\n"


def outcome_json(found: Outcome) -> str:
    """The same as one JSON object."""
    measured = found.measured
    return _json(
        {
            "target": found.target,
            "file": found.file,
            "traces": found.traces,
            "complete": found.complete,
            "stopped": measured.stopped,
            "fresh": measured.fresh,
            "slowed": measured.slowed,
            "took": measured.took,
            "gone": list(found.gone),
            "run": msgspec.to_builtins(found.run),
        }
    )


def duration(seconds: float) -> str:
    """`90 s`, `12 min`, `3.5 h`."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _in_order(shares: Sequence[Share]) -> Iterator[str]:
    """The first and the last of them."""
    shown = [f"{item.primitive} {item.tokens:,.0f}" for item in shares]
    yield from shown if len(shown) <= 2 * _ENDS else (*shown[:_ENDS], "...", *shown[-_ENDS:])


def _lines(found: Outcome) -> Iterator[str]:
    run, measured = found.run, found.measured
    yield f"{found.target}, seed {run.seed}: {run.design}"
    rows = [("PRIMITIVE", *NAMES, "")]
    rows += [_row(item) for item in measured.standings]
    yield from columns(rows)
    yield f"  {', '.join(f'{mark} {status}' for status, mark in MARKS.items())}; passed of tried; * by another level"
    for name in run.contradicts:
        yield f"  {name}: a level stays missing below one that is held, tested again: its rates do not fall"
    if measured.stopped:
        yield f"  stopped: {measured.stopped}; for what is not decided nothing is promised"
    yield from _left_out(run.open)
    yield from (f"  {words}" for words in found.gone)
    yield from _failures(found)
    yield _cost(found)
    if found.file:
        yield f"  written to {found.file}; compile with it: --profiles {found.file}"
    else:
        yield "  no profile was written: no trial counts"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _row(item: Standing) -> tuple[str, ...]:
    cells = [
        f"{MARKS[level.status]}{_HOW[level.how]} {_count(item, level.level)}".strip() for level in item.verdict.levels
    ]
    return (item.primitive, *cells, "contradicts the order" if item.verdict.contradicts else "")


def _count(item: Standing, level: int) -> str:
    row = item.state.rows[level - 1]
    return f"{row.passes}/{row.trials}" if row.trials else ""


def _left_out(why: Mapping[str, str]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for name, reason in sorted(why.items()):
        by_reason.setdefault(reason or "not asked for", []).append(name)
    for reason, names in by_reason.items():
        yield f"  not decided, {reason}: {', '.join(names)}"


def _failures(found: Outcome) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for item in found.run.failures:
        cell = (item.primitive, item.level)
        if cell in seen:
            continue
        seen.add(cell)
        why = " ".join(item.why.split())[:_WHY]
        yield f"  failed {item.primitive} {item.level}: {why}{f' [{item.episode}]' if item.episode else ''}"
    if seen and found.traces:
        folder = found.traces.rpartition("/traces/")[0]
        yield f"  transcripts: SKILLRT_DATA_DIR={folder} skillrt traces show ID"


def _cost(found: Outcome) -> str:
    costs = found.run.costs.values()
    dollars = [item.dollars for item in costs]
    known = [value for value in dollars if value is not None]
    money = f", {sum(known):.4f} $" if len(known) == len(dollars) else ", price unknown"
    counts = [count for levels in found.run.primitives.values() for count in levels.values()]
    trials = sum(count.trials for count in counts)
    tokens = sum(item.tokens for item in costs)
    fresh = found.measured
    slowed = f", slowed down {fresh.slowed} times by the provider" if fresh.slowed else ""
    now = f"{fresh.fresh} now, in {duration(fresh.took)}{slowed}"
    return f"  {_many(trials, 'trial')} in all ({now}), {tokens:,} tokens{money}"


def _json(plain: Mapping[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n"

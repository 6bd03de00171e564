"""Episodes as a table: `skillrt traces list`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown
from skillrt.store.traces import Episode

_PROMPT = 60


def episodes_data(episodes: Sequence[Episode]) -> dict[str, Any]:
    """The same as plain data: what a list shows, without turns."""
    return {"episodes": [_row_data(episode) for episode in episodes]}


def episodes_text(episodes: Sequence[Episode]) -> str:
    """A table, newest first; ends with a newline."""
    return lines_shown(_lines(episodes))


def time_of(started_ms: int) -> str:
    """A time of day in UTC, to the second."""
    return datetime.fromtimestamp(started_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def outcome_word(episode: Episode) -> str:
    """The outcome in a word or two; a star where a person said so."""
    outcome = episode.outcome
    word = f"{outcome.kind}: {outcome.failure}" if outcome.kind == "failed" and outcome.failure else outcome.kind
    return f"{word}*" if outcome.marked else word


def seconds(millis: int) -> str:
    """A time span for people; `-` where it is not known."""
    if millis < 0:
        return "-"
    return f"{millis / 1000:.1f} s" if millis < 120_000 else f"{millis / 60_000:.1f} min"


def _lines(episodes: Sequence[Episode]) -> Iterator[str]:
    rows = [
        ("ID", "STARTED (UTC)", "HARNESS", "MODEL", "OUTCOME", "TURNS", "TIME", "TOKENS", "COST", "SKILL", "REQUEST")
    ]
    rows += [_row(episode) for episode in episodes]
    yield from columns(rows)
    if not episodes:
        yield "no episodes"


def _row(episode: Episode) -> tuple[str, ...]:
    loaded = ", ".join(skill.name for skill in episode.skills if skill.loaded_at >= 0)
    prompt = " ".join(episode.prompt.split())
    return (
        episode.id,
        time_of(episode.started),
        episode.harness or "-",
        episode.model or "-",
        outcome_word(episode),
        str(len(episode.turns)),
        seconds(episode.took),
        str(episode.usage.input + episode.usage.output),
        "-" if episode.cost is None else f"${episode.cost:.4f}",
        loaded or "-",
        ("↳ " if episode.parent else "") + (prompt if len(prompt) <= _PROMPT else prompt[: _PROMPT - 1] + "…"),
    )


def _row_data(episode: Episode) -> dict[str, Any]:
    left_out = {"turns", "before", "changes", "side_calls"}
    plain = msgspec.to_builtins(episode)
    return {key: value for key, value in plain.items() if key not in left_out} | {"turns": len(episode.turns)}

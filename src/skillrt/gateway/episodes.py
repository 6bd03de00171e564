"""Keep the episodes of the store up to date: what has new exchanges is put together and judged again."""

from skillrt.gateway.assembly import RULES, assemble
from skillrt.gateway.outcomes import judged
from skillrt.store.traces import Episode, Episodes, TraceReader, Wanted

OUTCOME_RULES = "2"  # raised when the same episodes would be judged otherwise
_RUN = "run:"


def refresh(reader: TraceReader) -> int:
    """Put together what is new; how many scopes (runs, sessions) that were. Raises MachineError."""
    episodes = Episodes(reader.connection)
    rules = f"{RULES}.{OUTCOME_RULES}"
    stale = episodes.stale(rules)
    for scope, last in stale:
        run = reader.run(scope.removeprefix(_RUN)) if scope.startswith(_RUN) else None
        found = judged(assemble(reader.exchanges(scope=scope), run), run)
        episodes.save(scope, last, rules, found)
    return len(stale)


def episodes_of_run(reader: TraceReader, run: str) -> list[Episode]:
    """The episodes of a run as it stands now, in order: put together anew, since its record may have changed."""
    record = reader.run(run)
    episodes = Episodes(reader.connection)
    scope = f"{_RUN}{run}"
    found = judged(assemble(reader.exchanges(scope=scope), record), record)
    last = reader.rows("SELECT max(seq) AS last FROM exchanges WHERE scope = ?", (scope,))[0]["last"]
    if last is not None:
        episodes.save(scope, last, f"{RULES}.{OUTCOME_RULES}", found)
    return sorted(episodes.find(Wanted(run=run)), key=lambda episode: (episode.started, episode.id))

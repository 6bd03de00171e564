from pathlib import Path

from skillrt.gateway.episodes import episodes_of_run, refresh
from skillrt.store.traces import Episodes, RunRecord, TraceReader, TraceStore, Wanted
from tests.gateway.assembly.six import AGAIN, ASK, SIX


def test_what_is_new_is_put_together_once(tmp_path: Path):
    path = tmp_path / "traces.db"
    records = SIX["pi"]().sent
    with TraceStore.open(path) as store, TraceReader.open(path) as reader:
        for record in records[:3]:
            store.put(record)
        store.flush()
        assert (refresh(reader), refresh(reader)) == (1, 0)
        (first,) = Episodes(reader.connection).find(Wanted())
        assert (first.prompt, first.outcome.kind) == (ASK, "right")
        for record in records[3:]:
            store.put(record)
        store.flush()
        assert refresh(reader) == 1
        second, again = Episodes(reader.connection).find(Wanted())
        assert (again.id, second.prompt) == (first.id, AGAIN)
        assert (again.outcome.kind, again.outcome.failure) == ("failed", "task")  # the user said so


def test_a_run_that_ended_counts_without_new_exchanges(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store, TraceReader.open(path) as reader:
        for record in SIX["pi"]().sent:
            store.put(record)
        store.flush()
        refresh(reader)
        store.put_run(RunRecord(id="r1", started=1, harness="pi", model="m", status="time-out"))
        store.flush()
        episodes = episodes_of_run(reader, "r1")
        assert [episode.prompt for episode in episodes] == [ASK, AGAIN]
        assert episodes[1].outcome.failure == "time-out"
        assert episodes_of_run(reader, "other") == []

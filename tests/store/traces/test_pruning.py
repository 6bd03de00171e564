import random
from pathlib import Path

from skillrt.store.traces import (
    Episode,
    Episodes,
    FileChange,
    Retention,
    RunRecord,
    TraceReader,
    TraceStore,
    Wanted,
    prune,
)
from skillrt.store.traces.pruning import size_of
from tests.store.traces.samples import BEGUN, asked, conversation, recorded, user

SECOND = 1_000_000_000


def _episode(id: str, started: int) -> Episode:
    return Episode(id=id, run="r1", harness="pi", model="m", prompt="Fold.", started=started // 1_000_000)


def test_what_is_old_goes_and_what_is_named_stays(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        for record in conversation(10):
            store.put(record)
        store.flush()
        with TraceReader.open(path) as reader:
            episodes = Episodes(reader.connection)
            episodes.save("run:r1", 1, "1", [_episode("old", BEGUN), _episode("new", BEGUN + 9 * SECOND)])
            episodes.mark("old", "wrong")
            pruned = prune(reader.connection, before_ns=BEGUN + 9 * SECOND)
            assert (pruned.exchanges, pruned.episodes) == (9, 1)
            assert pruned.blobs == 9  # the answers, as responses: as messages they are named by the last request
            assert [record.id for record in reader.exchanges()] == ["x9"]
            assert [episode.id for episode in episodes.find(Wanted())] == ["new"]
            assert reader.rows("SELECT * FROM marks") == []


def test_a_writer_writes_again_what_was_pruned(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded(1, asked(user("the same words"))))
        store.flush()
        with TraceReader.open(path) as reader:
            prune(reader.connection, before_ns=BEGUN + 10**15)
            store.put(recorded(2, asked(user("the same words"))))
            store.flush()
            (record,) = reader.exchanges()
            assert record.request == asked(user("the same words"))


def test_the_oldest_go_until_the_rest_fits(tmp_path: Path):
    path = tmp_path / "traces.db"
    noise = [random.Random(number).randbytes(20_000).hex() for number in range(30)]
    with TraceStore.open(path) as store:
        for number, text in enumerate(noise):
            store.put(recorded(number, asked(user(text))))
    with TraceReader.open(path) as reader:
        before = size_of(reader.connection)
        pruned = prune(reader.connection, max_size=before // 2)
        assert pruned.size_before == before
        assert pruned.size_after <= before // 2
        ids = [record.id for record in reader.exchanges()]
        assert ids
        assert ids == [f"x{number}" for number in range(30 - len(ids), 30)]
    assert path.stat().st_size < before


def test_nothing_is_left_of_everything(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded(1))
        store.put_run(RunRecord(id="r1", started=5, harness="pi", model="m"))
    with TraceReader.open(path) as reader:
        prune(reader.connection, max_size=0)
        tables = ("exchanges", "blobs", "runs")
        assert [reader.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables] == [0, 0, 0]


def test_files_that_a_run_names_stay(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        named, unnamed = store.put_file(b"named"), store.put_file(b"unnamed")
        change = FileChange(path="a", after=named)
        store.put_run(RunRecord(id="r1", started=5, harness="pi", model="m", changes=(change,)))
    with TraceReader.open(path) as reader:
        assert prune(reader.connection).files == 0  # what is new may be named soon
        reader.connection.execute("UPDATE files SET at = 0")
        assert prune(reader.connection).files == 1
        assert reader.file(named) == b"named"
        assert reader.file(unnamed) is None


def test_what_is_kept_without_anybodys_doing(tmp_path: Path):
    path = tmp_path / "traces.db"
    day = 86_400
    with TraceStore.open(path) as store:
        for number in range(4):
            store.put(recorded(number, started=1))  # it counts when it was put in, not when it was
    with TraceReader.open(path) as reader:
        Episodes(reader.connection).put(_episode("e", 1))
        for number in range(4):
            reader.connection.execute("UPDATE exchanges SET at = ? WHERE id = ?", (number * day, f"x{number}"))
        Retention(days=2, size=0).keep(reader.connection, 4 * day)
        assert [record.id for record in reader.exchanges()] == ["x2", "x3"]
        assert len(Episodes(reader.connection).find(Wanted())) == 1
        Retention(days=0, size=1).keep(reader.connection, 0)
        assert list(reader.exchanges()) == []


def test_a_store_forgets_by_itself_what_is_old(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded(1))
    with TraceReader.open(path) as reader:
        reader.connection.execute("UPDATE exchanges SET at = 0")
    with TraceStore.open(path) as store:
        store.put(recorded(2))
        assert store.flush()
    with TraceReader.open(path) as reader:
        assert [record.id for record in reader.exchanges()] == ["x2"]

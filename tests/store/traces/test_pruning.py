import random
from pathlib import Path

from skillrt.store.traces import Episode, Episodes, FileChange, RunRecord, TraceReader, TraceStore, Wanted, prune
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
            prune(reader.connection, before_ns=BEGUN * 2)
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
        prune(reader.connection, max_size=1)
        assert [reader.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("exchanges", "blobs")] == [0, 0]


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

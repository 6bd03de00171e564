from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.store.traces import TraceReader, TraceStore
from tests.store.traces.samples import recorded


def test_exchanges_are_found_by_what_they_belong_to(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded(2))
        store.put(recorded(1))
        store.put(recorded(3, run="", session="s"))
    with TraceReader.open(path) as reader:
        assert [record.id for record in reader.exchanges()] == ["x1", "x2", "x3"]
        assert [record.id for record in reader.exchanges(scope="session:pi:s")] == ["x3"]
        assert [record.id for record in reader.exchanges(run="r1", id="x2")] == ["x2"]
        assert [record.id for record in reader.exchanges(after=2)] == ["x3"]


def test_a_missing_blob_is_said(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded())
    with TraceReader.open(path) as reader:
        reader.connection.execute("DELETE FROM blobs")
        with pytest.raises(MachineError, match="is missing"):
            list(reader.exchanges())


def test_looking_where_no_store_is_leaves_nothing_behind(tmp_path: Path):
    with TraceReader.look(tmp_path / "none" / "traces.db") as reader:
        assert list(reader.exchanges()) == []
        assert reader.run("r1") is None
    assert list(tmp_path.iterdir()) == []

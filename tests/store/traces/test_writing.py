import sqlite3
import time
from pathlib import Path

import pytest

from skillrt.store.traces.database import connect
from skillrt.store.traces.writing import Limits, Writer

INSERT = "INSERT INTO scopes VALUES (?, ?, '')"


@pytest.fixture
def said() -> list[str]:
    return []


def _count(path: Path) -> int:
    connection = connect(path)
    try:
        return connection.execute("SELECT count(*) FROM scopes").fetchone()[0]
    finally:
        connection.close()


def test_what_is_flushed_is_there_for_others(tmp_path: Path, said: list[str]):
    writer = Writer(tmp_path / "traces.db", Limits(), said.append, lambda _: None)
    for number in range(50):
        assert writer.add((INSERT, (str(number), number)), 10)
    assert writer.flush(5)
    assert _count(tmp_path / "traces.db") == 50
    writer.close()
    assert said == []


def test_it_writes_by_itself_after_a_moment(tmp_path: Path, said: list[str]):
    writer = Writer(tmp_path / "traces.db", Limits(), said.append, lambda _: None)
    writer.add((INSERT, ("a", 1)), 10)
    end = time.monotonic() + 5
    while _count(tmp_path / "traces.db") == 0 and time.monotonic() < end:
        time.sleep(0.02)
    assert _count(tmp_path / "traces.db") == 1
    writer.close()


def test_a_full_queue_drops_and_says_so_once(tmp_path: Path, said: list[str]):
    path = tmp_path / "traces.db"
    writer = Writer(path, Limits(items=3), said.append, lambda _: None)
    holder = connect(path)
    holder.execute("BEGIN IMMEDIATE")  # nothing can be written while another process holds the file
    kept = [writer.add((INSERT, (str(number), number)), 10) for number in range(3)]
    time.sleep(0.4)  # the first three are being written now, and wait
    kept += [writer.add((INSERT, (str(number), number)), 10) for number in range(3, 10)]
    assert kept == [True] * 6 + [False] * 4
    holder.execute("COMMIT")
    assert writer.flush(10)
    assert writer.dropped == 4
    assert _count(path) == 6
    assert len(said) == 1
    holder.close()
    writer.close()


def test_too_many_bytes_count_as_full(tmp_path: Path, said: list[str]):
    writer = Writer(tmp_path / "traces.db", Limits(size=100), said.append, lambda _: None)
    assert writer.add((INSERT, ("a", 1)), 150)
    assert not writer.add((INSERT, ("b", 1)), 1)
    writer.close()
    assert _count(tmp_path / "traces.db") == 1


def test_an_item_that_cannot_be_kept_does_not_take_others_with_it(tmp_path: Path, said: list[str]):
    writer = Writer(tmp_path / "traces.db", Limits(), said.append, lambda _: None)
    writer.add((INSERT, ("a", 1)), 1)
    writer.add((INSERT, ("\ud800", 2)), 1)
    writer.add((INSERT, ("b", 2**70)), 1)
    writer.add((INSERT, ("c", 3)), 1)
    writer.flush(5)
    assert _count(tmp_path / "traces.db") == 2
    assert writer.dropped == 2
    writer.close()


def test_a_full_disk_is_waited_out(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch):
    writer = Writer(tmp_path / "traces.db", Limits(), said.append, lambda _: None)
    real = writer._commit
    full = [True]

    def commit(connection: sqlite3.Connection, items: list) -> None:
        if full[0]:
            raise sqlite3.OperationalError("database or disk is full")
        real(connection, items)

    monkeypatch.setattr(writer, "_commit", commit)
    writer.add((INSERT, ("a", 1)), 1)
    assert not writer.flush(0.5)
    assert said == ["traces cannot be written now: database or disk is full. Requests go on."]
    full[0] = False
    assert writer.flush(5)
    assert _count(tmp_path / "traces.db") == 1
    writer.close()


def test_closing_on_a_full_disk_ends_and_counts_the_loss(tmp_path: Path, said: list[str]):
    writer = Writer(tmp_path / "traces.db", Limits(), said.append, lambda _: None)

    def commit(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    writer._commit = commit
    writer.add((INSERT, ("a", 1)), 1)
    writer.close(1)
    assert writer.dropped == 1


def test_upkeep_comes_after_the_first_items_and_not_each_time(tmp_path: Path, said: list[str]):
    seen: list[int] = []

    def upkeep(connection: sqlite3.Connection) -> None:
        seen.append(connection.execute("SELECT count(*) FROM scopes").fetchone()[0])
        raise sqlite3.OperationalError("busy")

    writer = Writer(tmp_path / "traces.db", Limits(), said.append, upkeep)
    for number in range(3):
        writer.add((INSERT, (str(number), number)), 1)
        assert writer.flush(5)
    writer.close()
    assert seen == [1]
    assert said == []

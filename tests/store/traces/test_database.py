import os
import sqlite3
import stat
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.store.traces.database import connect, schema_version


def test_a_new_store_is_private_and_has_the_newest_schema(tmp_path: Path):
    path = tmp_path / "data" / "traces" / "traces.db"
    connection = connect(path)
    connection.execute("INSERT INTO scopes VALUES ('a', 1, '1')")
    assert connection.execute("PRAGMA user_version").fetchone() == (schema_version(),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    if os.name == "posix":
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
        assert len(list(path.parent.iterdir())) == 3  # the file, its log and the log's index
    connection.close()


def test_opened_again_it_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "traces.db"
    first = connect(path)
    first.execute("INSERT INTO scopes VALUES ('a', 1, '1')")
    second = connect(path)
    assert second.execute("SELECT * FROM scopes").fetchall() == [("a", 1, "1")]
    first.close()
    second.close()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "traces.db"
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    with pytest.raises(MachineError, match="newer version"):
        connect(path)


def test_what_is_no_database_is_refused_and_kept(tmp_path: Path):
    path = tmp_path / "traces.db"
    path.write_bytes(b"words, and no database at all\n" * 50)
    with pytest.raises(MachineError, match="cannot be used"):
        connect(path)
    assert path.read_bytes().startswith(b"words")


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be used"):
        connect(tmp_path / "file" / "traces.db")


def test_read_only_writes_nothing(tmp_path: Path):
    path = tmp_path / "traces.db"
    connect(path).close()
    reader = connect(path, read_only=True)
    with pytest.raises(sqlite3.OperationalError):
        reader.execute("INSERT INTO scopes VALUES ('a', 1, '1')")
    reader.close()

from pathlib import Path

from skillrt.store.traces import TraceReader, TraceStore
from skillrt.store.traces.files import MAX_FILE, file_statement, sha256_of
from skillrt.store.traces.redaction import Redactor


def test_files_are_found_by_what_they_were(tmp_path: Path):
    path = tmp_path / "traces.db"
    text, picture = b"a,b\n1,2\n", bytes(range(256)) * 100
    with TraceStore.open(path) as store:
        names = [store.put_file(text), store.put_file(picture), store.put_file(text)]
    assert names == [sha256_of(text), sha256_of(picture), sha256_of(text)]
    with TraceReader.open(path) as reader:
        assert reader.file(names[0]) == text
        assert reader.file(names[1]) == picture
        assert reader.file("0" * 64) is None


def test_secrets_in_files_are_replaced_and_the_name_stays(tmp_path: Path):
    path = tmp_path / "traces.db"
    text = b"HOST=h\nDB_PASSWORD=hunter2\n"
    binary = b"\xff\x00DB_PASSWORD='hunter2 and more'\x00"
    with TraceStore.open(path) as store:
        names = [store.put_file(text), store.put_file(binary)]
        assert store.flush()
        assert not any(b"hunter2" in file.read_bytes() for file in tmp_path.iterdir())
    with TraceReader.open(path) as reader:
        kept = reader.file(names[0])
        assert kept
        assert kept.startswith(b"HOST=h\nDB_PASSWORD=[secret:password:")
        assert reader.file(names[1]) is None


def test_what_is_too_large_is_kept_by_name_and_size():
    _, values = file_statement(Redactor(b"k" * 32), b"a" * (MAX_FILE + 1))
    assert values[1:] == (MAX_FILE + 1, False, 0, None)

import msgspec
import pytest

from skillrt.environment.lock import Lock, ProgramRow, is_date, lock_bytes, read_lock
from skillrt.errors import InputError

ROW = "rich==15.0.0 --hash=sha256:" + "a" * 64
NODE = {
    "lockfileVersion": 3,
    "packages": {
        "": {"dependencies": {"left-pad": "*"}},
        "node_modules/left-pad": {"version": "1.3.0", "integrity": "sha512-" + "A" * 86 + "=="},
    },
}
LOCK = Lock(
    needs="a" * 64,
    host="b" * 64,
    date="2026-11-28",
    selected=("python:rich",),
    python="3.11",
    packages=(ROW,),
    node=NODE,
)


def changed(**fields):
    return msgspec.structs.replace(LOCK, **fields)


def test_a_lock_reads_back_and_has_a_row_a_line():
    data = lock_bytes(LOCK)
    assert read_lock(data, "x") == LOCK
    assert f'"{ROW}"'.encode() in [line.strip().rstrip(b",") for line in data.splitlines()]
    assert b"://" not in data


def test_the_key_counts_everything_but_programs():
    assert changed(programs=(ProgramRow("jq", True, "1.6"),)).key == LOCK.key
    fields = {"date": "2026-11-27", "host": "c" * 64, "packages": (), "node": None, "built": True, "python": "3.12"}
    keys = {changed(**{name: value}).key for name, value in fields.items()}
    assert len(keys | {LOCK.key}) == len(fields) + 1


def test_a_lock_that_was_edited_is_refused():
    data = lock_bytes(LOCK).replace(b"15.0.0", b"14.0.0")
    with pytest.raises(InputError) as raised:
        read_lock(data, "x")
    assert raised.value.diagnostics[0].code == "bind.lock-mismatch"


@pytest.mark.parametrize(
    "lock",
    [
        changed(needs="a"),
        changed(host="B" * 64),
        changed(date="2026-13-01"),
        changed(python="3.11; import os"),
        changed(packages=("rich==15.0.0",)),
        changed(packages=("rich @ file:///x --hash=sha256:" + "a" * 64,)),
        changed(packages=(ROW + " --index-url http://x",)),
        changed(node={"lockfileVersion": 3}),
    ],
)
def test_a_lock_with_what_no_installer_is_given_is_refused_though_its_key_fits(lock):
    with pytest.raises(InputError) as raised:
        read_lock(lock_bytes(lock), "x")
    assert raised.value.diagnostics[0].code == "bind.bad-lock"


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 100_000, b'{"key": "a", "lock": {}}'])
def test_what_is_no_lock(data):
    with pytest.raises(InputError, match="no lock"):
        read_lock(data, "x")


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-11-28", True), ("20261128", False), ("2026-02-30", False), ("", False)]
)
def test_dates(text, expected):
    assert is_date(text) is expected

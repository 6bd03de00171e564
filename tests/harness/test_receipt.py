from pathlib import Path

import pytest

from skillrt.errors import InputError
from skillrt.harness.receipt import Receipt, read_receipt, receipt_bytes
from skillrt.store import INSTALLED_FILE
from skillrt.store.files import stored
from skillrt.store.manifest import file_records

RECEIPT = Receipt(
    name="pdf", harness="codex", manifest="sha256:" + "0" * 64, files=file_records((stored("SKILL.md", b"x"),))
)


def put(folder: Path, data: bytes) -> Path:
    (folder / INSTALLED_FILE).parent.mkdir(parents=True)
    (folder / INSTALLED_FILE).write_bytes(data)
    return folder


def test_round_trip(tmp_path: Path):
    assert read_receipt(put(tmp_path / "a", receipt_bytes(RECEIPT))) == RECEIPT


def test_none_and_links(tmp_path: Path):
    assert read_receipt(tmp_path) is None
    put(tmp_path / "a", receipt_bytes(RECEIPT))
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read_receipt(tmp_path / "b") is None


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 100_000, b"\xff", receipt_bytes(RECEIPT).replace(b"SKILL.md", b"../x")]
)
def test_damaged(tmp_path: Path, data: bytes):
    with pytest.raises(InputError) as raised:
        read_receipt(put(tmp_path / "a", data))
    assert raised.value.diagnostics[0].code == "install.not-ours"

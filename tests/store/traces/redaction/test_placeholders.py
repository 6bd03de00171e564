import os
import stat
from pathlib import Path

import pytest

from skillrt.errors import MachineError
from skillrt.store.traces.redaction.placeholders import load_key, placeholder


def test_the_same_secret_has_the_same_placeholder_in_one_store_only():
    first = placeholder(b"k" * 32, "token", b"secret")
    assert first == placeholder(b"k" * 32, "token", b"secret")
    assert first != placeholder(b"j" * 32, "token", b"secret")
    assert first != placeholder(b"k" * 32, "token", b"other")
    assert first.startswith("[secret:token:")


def test_the_key_is_made_once_and_is_private(tmp_path: Path):
    key = load_key(tmp_path / "new")
    assert len(key) == 32
    assert load_key(tmp_path / "new") == key
    assert load_key(tmp_path / "other") != key
    (file,) = (tmp_path / "new").iterdir()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_key_is_said(tmp_path: Path):
    (tmp_path / "redaction.key").write_bytes(b"short")
    with pytest.raises(MachineError, match="damaged"):
        load_key(tmp_path)

import os
from pathlib import Path

import pytest

from skillrt.errors import MachineError, UsageError
from skillrt.gateway.token_file import kept_token


def test_the_token_lasts_and_is_for_its_user_only(tmp_path: Path):
    path = tmp_path / "token"
    token = kept_token(path)
    assert kept_token(path) == token
    assert len(bytes.fromhex(token)) == 16
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_token_is_refused(tmp_path: Path):
    path = tmp_path / "token"
    path.write_bytes(b"\xff hunter2\n")
    with pytest.raises(UsageError, match="holds no token"):
        kept_token(path)
    with pytest.raises(MachineError):
        kept_token(tmp_path / "no" / "folder")

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from skillrt.runs.watching.spool import WATCHED, SessionRecord, Spool, claim

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no session is watched there")
RECORD = SessionRecord(
    run="r1", harness="pi", model="m", task="Do it.", workspace="/w", began=1, took=2, final="Done.", copied=True
)
KILLED = """
import os, sys
from pathlib import Path
from skillrt.runs.watching.spool import Spool
from tests.runs.watching.test_spool import RECORD
spool = Spool(Path(sys.argv[1]))
spool.room("open")
spool.put(spool.room("ended"), RECORD)
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_gateway_left_is_found_by_the_next(tmp_path: Path):
    root = Path(__file__).parents[3]
    code = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=root, check=False).returncode
    assert code == -9
    spool = Spool(tmp_path)
    (left,) = spool.left()
    assert left == spool.root / "ended"
    assert [path.name for path in (tmp_path / WATCHED).iterdir()] == [spool.root.name], "what was open is gone"
    assert claim(left) == RECORD
    assert claim(left) is None, "it is settled once"
    spool.close()


def test_a_gateway_that_goes_on_keeps_its_own(tmp_path: Path):
    first, second = Spool(tmp_path), Spool(tmp_path)
    first.put(first.room("ended"), RECORD)
    assert second.left() == []
    second.close()
    assert not second.root.exists()
    first.room("open")
    first.close()
    first.close()
    assert sorted(path.name for path in first.root.iterdir()) == ["ended", "lock"]
    assert [path.name for path in Spool(tmp_path).left()] == ["ended"]


def test_it_is_for_its_user_alone(tmp_path: Path):
    spool = Spool(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in (spool.root, spool.root.parent, spool.room("one"))} == {0o700}


def test_a_damaged_record_is_none(tmp_path: Path):
    spool = Spool(tmp_path)
    folder = spool.room("one")
    spool.put(folder, RECORD)
    (folder / "session.json").write_bytes(msgspec.json.encode({"run": 1}))
    assert claim(folder) is None

import subprocess
import sys
from pathlib import Path

from skillrt.runs.other_runs import FOLDER, at_work_in

HOLD = """
import sys, time
from pathlib import Path
from skillrt.runs.other_runs import at_work_in
with at_work_in(Path(sys.argv[1]), Path(sys.argv[2])) as found:
    print(found.seen(), flush=True)
    time.sleep(100)
"""


def test_who_was_there_who_comes_and_who_went(tmp_path: Path):
    place, data = tmp_path / "work", tmp_path / "data"
    place.mkdir()
    with at_work_in(place, data) as first:
        assert not first.seen()
        with at_work_in(tmp_path, data) as elsewhere:
            with at_work_in(place / ".", data) as second:
                assert second.seen(), "the first goes on"
            assert not elsewhere.seen()
        assert first.seen(), "the second has been there"
    with at_work_in(place, data) as third:
        assert not third.seen(), "nobody is left"


def test_a_run_that_was_killed_is_nobody(tmp_path: Path):
    command = [sys.executable, "-c", HOLD, tmp_path, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "False\n"
        with at_work_in(tmp_path, tmp_path) as found:
            assert found.seen()
        other.kill()
    with at_work_in(tmp_path, tmp_path) as found:
        assert not found.seen()


def test_where_nothing_can_be_kept_nobody_is_seen(tmp_path: Path):
    (tmp_path / FOLDER).write_text("no folder")
    with at_work_in(tmp_path, tmp_path) as found:
        assert not found.seen()

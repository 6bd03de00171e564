import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from skillrt.store.traces import RunRecord, TraceReader, TraceStore, traces_path
from tests.rules.source_tree import ROOT
from tests.store.traces.samples import asked, conversation, recorded, user


def _ids(path: Path) -> list[str]:
    with TraceReader.open(path) as reader:
        return [record.id for record in reader.exchanges()]


def test_a_record_comes_back_as_it_was_put(tmp_path: Path):
    path = traces_path(tmp_path)
    with TraceStore.open(path) as store:
        store.put(recorded())
        store.put_run(RunRecord(id="r1", started=5, harness="pi", model="small-1"))
        assert store.flush()
        with TraceReader.open(path) as reader:
            assert list(reader.exchanges(run="r1")) == [recorded()]
            assert reader.run("r1") == RunRecord(id="r1", started=5, harness="pi", model="small-1")
            assert reader.run("r2") is None


def test_a_later_record_of_a_run_takes_the_place_of_the_earlier_one(tmp_path: Path):
    path = traces_path(tmp_path)
    with TraceStore.open(path) as store:
        store.put_run(RunRecord(id="r1", started=5, harness="pi", model="small-1"))
        store.put_run(RunRecord(id="r1", started=5, harness="pi", model="small-1", took=9, status="ok", exit_code=0))
    with TraceReader.open(path) as reader:
        run = reader.run("r1")
    assert run is not None
    assert (run.status, run.took) == ("ok", 9)


def test_a_history_that_is_sent_again_and_again_is_kept_once(tmp_path: Path):
    path = traces_path(tmp_path)
    records = conversation(40)
    with TraceStore.open(path) as store:
        for record in records:
            store.put(record)
    with TraceReader.open(path) as reader:
        assert list(reader.exchanges()) == records
        (count,) = reader.rows("SELECT count(*) FROM blobs")[0]
    # system, tools, head, request, and for each turn: answer (as response and as message), result
    assert count <= 4 + 3 * 40
    assert path.stat().st_size < 200_000


def test_text_that_is_no_unicode_does_not_fail(tmp_path: Path):
    path = traces_path(tmp_path)
    with TraceStore.open(path) as store:
        store.put(recorded(1, asked(user("half a pair: \ud83d"))))
        store.put(recorded(2))
        assert store.flush()
    assert "x2" in _ids(path)


def test_two_processes_write_and_two_read(tmp_path: Path):
    path = traces_path(tmp_path)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from skillrt.store.traces import TraceStore
        from tests.store.traces.samples import recorded
        with TraceStore.open(Path(sys.argv[1])) as store:
            for number in range(1000, 1200):
                store.put(recorded(number))
                if number % 20 == 0 and not store.flush():
                    sys.exit(1)
    """)
    with TraceStore.open(path) as store:
        other = subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT)
        with TraceReader.open(path) as first, TraceReader.open(path) as second:
            for number in range(200):
                store.put(recorded(number))
                if number % 20 == 0:
                    assert store.flush()
                    assert len(list(first.exchanges())) > number
                    assert len(list(second.exchanges())) > number
        assert other.wait(30) == 0
        assert store.dropped == 0
    assert len(_ids(path)) == 400


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path):
    path = traces_path(tmp_path)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from skillrt.store.traces import TraceStore
        from tests.store.traces.samples import recorded
        store = TraceStore.open(Path(sys.argv[1]))
        for number in range(100_000):
            store.put(recorded(number))
            if number % 10 == 9 and store.flush():
                print(number, flush=True)
    """)
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    acknowledged = [int(process.stdout.readline()) for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in process.stdout.read().split()]
    process.wait()
    process.stdout.close()
    assert {f"x{number}" for number in range(acknowledged[-1] + 1)} <= set(_ids(path))

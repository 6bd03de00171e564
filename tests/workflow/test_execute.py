import os
import signal
import threading
import time
from pathlib import Path

import pytest

from skillrt.workflow.execute import expected
from skillrt.workflow.journal import Journal, JournalFull, read_past
from skillrt.workflow.plan import Choices, plan_of
from skillrt.workflow.settings import Failure, Settings
from skillrt.workflow.watching import Nobody
from tests.workflow.records import ran, record, region, states, step

QUICK = Settings(jobs=4, grace=0.5, pause=0.01)


def settings(**changes) -> Settings:
    return Settings(**{"jobs": 4, "grace": 0.5, "pause": 0.01} | changes)


def test_steps_run_in_the_order_of_the_graph(tmp_path):
    content = record(
        step("a", "echo a >>log"),
        step("b", "sleep 0.05; echo b >>log"),
        step("c", "echo c >>log"),
        pairs=["a>b", "b>c"],
    )
    report = ran(tmp_path, content)
    assert report.status == "completed"
    assert (tmp_path / "log").read_text() == "a\nb\nc\n"
    assert report.path == ("a", "b", "c")
    assert report.most_at_once == 1


def test_what_does_not_wait_runs_at_once(tmp_path):
    report = ran(tmp_path, record(*(step(name, "sleep 0.5") for name in "abcd")))
    assert report.most_at_once == 4
    assert report.wall < report.work
    assert report.speed_up > 1.2
    assert 0.5 <= report.critical < report.work


def test_no_more_at_once_than_jobs(tmp_path):
    assert ran(tmp_path, record(*(step(name, "sleep 0.05") for name in "abcd")), settings(jobs=2)).most_at_once == 2


def test_writers_of_one_file_do_not_meet(tmp_path):
    text = "test ! -e busy && touch busy && sleep 0.05 && rm busy"
    content = record(*(step(name, text, writes=["out.txt"]) for name in "abc"), regions=[region("a", "b", "c")])
    report = ran(tmp_path, content)
    assert (report.status, report.most_at_once) == ("completed", 1)


def test_what_a_step_prints_goes_to_its_file(tmp_path):
    report = ran(tmp_path, record(step("a/b", "echo out; echo err >&2"), step("quiet", "true")))
    first, second = report.rows
    assert Path(first.output).read_text() == "out\nerr\n"
    assert second.output == ""
    assert os.listdir(tmp_path / "run" / "outputs") == ["00001-a_b.txt"]


def test_a_failing_step_stops_the_run_and_those_at_work_end_first(tmp_path):
    content = record(
        step("bad", "exit 3"),
        step("long", "sleep 0.2; touch long"),
        step("later", "touch later"),
        pairs=["long>later"],
    )
    report = ran(tmp_path, content)
    assert report.status == "failed"
    assert states(report) == {"bad": "failed", "long": "done", "later": "not-run"}
    assert report.rows[0].status == 3
    assert not (tmp_path / "later").exists()


def test_with_continue_all_that_does_not_wait_for_it_is_done(tmp_path):
    content = record(
        step("bad", "exit 3"),
        step("behind", "true"),
        step("free", "true"),
        step("last", "true"),
        pairs=["bad>behind", "free>last"],
    )
    report = ran(tmp_path, content, settings(jobs=1, failure=Failure(stop=False)))
    assert states(report) == {"bad": "failed", "behind": "not-run", "free": "done", "last": "done"}


def test_a_step_is_tried_again_and_what_it_printed_stays(tmp_path):
    content = record(
        step("flaky", "echo try; test -e seen || { touch seen; exit 1; }"), step("then", "true"), pairs=["flaky>then"]
    )
    report = ran(tmp_path, content, settings(failure=Failure(retries=1)))
    assert report.status == "completed"
    assert report.rows[0].attempts == 2
    assert Path(report.rows[0].output).read_text() == "try\ntry\n"


def test_tries_have_an_end(tmp_path):
    report = ran(tmp_path, record(step("bad", "false; exit 5")), settings(failure=Failure(retries=2)))
    assert (report.status, report.rows[0].attempts, report.rows[0].status) == ("failed", 3, 5)


def test_a_time_out_ends_the_step_and_all_that_it_started(tmp_path):
    content = record(step("slow", "sleep 60 & echo $! >pid; sleep 60"))
    report = ran(tmp_path, content, settings(timeout=0.3))
    assert states(report) == {"slow": "timed-out"}
    assert report.wall < 3
    assert _gone(int((tmp_path / "pid").read_text()))


def test_what_does_not_heed_the_time_out_is_killed(tmp_path):
    content = record(step("deaf", "trap '' TERM; while true; do sleep 0.1; done"))
    report = ran(tmp_path, content, settings(timeout=1.0, grace=0.3))
    assert (report.rows[0].state, report.rows[0].status) == ("timed-out", -signal.SIGKILL)


def test_what_steps_leave_behind_lives_as_long_as_the_run(tmp_path):
    content = record(
        step("server", "sleep 60 >/dev/null 2>&1 & echo $! >pid"),
        step("client", 'kill -0 "$(cat pid)"'),
        pairs=["server>client"],
    )
    report = ran(tmp_path, content)
    assert report.status == "completed"
    assert len(report.left_behind) == 1
    assert _gone(int((tmp_path / "pid").read_text()))


def test_a_program_that_is_not_there_fails_like_in_a_shell(tmp_path):
    report = ran(tmp_path, record(step("a", "no-such-program-anywhere x")))
    assert report.rows[0].status == 127
    assert "not found" in Path(report.rows[0].output).read_text()


def test_a_script_without_a_first_line_for_it_runs_like_in_a_shell(tmp_path):
    (tmp_path / "tool").write_text("echo tool\n")
    (tmp_path / "tool").chmod(0o755)
    assert ran(tmp_path, record(step("a", "./tool"))).status == "completed"


def test_nothing_is_to_be_read_from_standard_input(tmp_path):
    assert ran(tmp_path, record(step("a", "read x || echo end"))).status == "completed"


def test_left_out_steps_let_the_others_run(tmp_path):
    content = record(step("a", "echo a >>log"), step("b"), step("c", "echo c >>log"), pairs=["a>b", "b>c"])
    report = ran(tmp_path, content, choices=Choices(skip=("b",)))
    assert states(report) == {"a": "done", "b": "skipped", "c": "done"}
    assert (tmp_path / "log").read_text() == "a\nc\n"


def test_an_interrupt_ends_steps_and_can_be_gone_on_from(tmp_path):
    content = record(
        step("a", "echo a >>log"),
        step("b", "echo b >>log; sleep 60"),
        step("c", "echo c >>log"),
        pairs=["a>b", "b>c"],
    )

    class Impatient(Nobody):
        def started(self, number, state, output):
            if number == 1:
                threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()

    report = ran(tmp_path, content, watcher=Impatient())
    assert report.status == "interrupted"
    assert states(report) == {"a": "done", "b": "interrupted", "c": "not-run"}
    past = read_past(tmp_path / "run" / "journal.jsonl")
    assert past.broken_off
    assert (list(past.done), past.running) == (["a"], {})


def test_a_watcher_that_fails_leaves_no_step_running(tmp_path):
    content = record(
        step("a", "echo $$ >pid; touch at; sleep 60"), step("b", "until test -e at; do sleep 0.01; done")
    )

    class Failing(Nobody):
        def ended(self, number, state):
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        ran(tmp_path, content, watcher=Failing())
    assert _gone(int((tmp_path / "pid").read_text()))
    past = read_past(tmp_path / "run" / "journal.jsonl")
    assert past.broken_off
    assert (list(past.done), past.running) == (["b"], {})


def test_a_second_interrupt_does_not_wait(tmp_path):
    content = record(step("deaf", "trap '' TERM; touch deaf; while true; do sleep 0.1; done"))

    class Impatient(Nobody):
        def started(self, number, state, output):
            threading.Thread(target=self.interrupt_twice, daemon=True).start()

        def interrupt_twice(self):
            while not (tmp_path / "deaf").exists():
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGTERM)

    started = time.monotonic()
    assert ran(tmp_path, content, settings(grace=60), watcher=Impatient()).status == "interrupted"
    assert time.monotonic() - started < 30


def test_on_a_full_disk_nothing_more_begins_and_what_runs_ends(tmp_path, monkeypatch):
    content = record(step("a", "true"), step("b", "sleep 0.2; touch b"), step("c", "touch c"), pairs=["a>c"])
    real = Journal.write

    def full(self, events, *, durable=True):
        if any(event.event == "ended" for event in events) and not heard:
            heard.append(True)
        if heard and len(heard) < 99:
            raise JournalFull("No space left on device")
        real(self, events, durable=durable)

    heard: list[bool] = []
    monkeypatch.setattr(Journal, "write", full)
    report = ran(tmp_path, content)
    assert report.status == "journal-full"
    assert "No space" in report.why
    assert states(report) == {"a": "done", "b": "done", "c": "not-run"}
    assert report.unrecorded == ("a", "b")
    assert (tmp_path / "b").exists()
    assert not (tmp_path / "c").exists()


def test_an_agent_does_what_is_handed_to_it(tmp_path):
    class Work:
        pid = 0

        def __init__(self, task):
            self.task = task

        def wait(self):
            with open(self.task.workspace / "log", "a") as stream:
                stream.write(f"agent does {self.task.step.title}\n")
            return 0

        def stop(self, *, force):
            raise AssertionError

    class Agent:
        def refusal(self, step):
            return ""

        def begin(self, task):
            os.write(task.output, b"thinking\n")
            return Work(task)

    content = record(step("a", "echo a >>log"), step("b"), step("c", "echo c >>log"), pairs=["a>b", "b>c"])
    report = ran(tmp_path, content, agent=Agent())
    assert report.status == "completed"
    assert (tmp_path / "log").read_text() == "a\nagent does do b\nc\n"
    assert Path(report.rows[1].output).read_text() == "thinking\n"


def test_expected_times_are_those_of_before_and_their_mean():
    plan = plan_of(record(step("a", "true"), step("b", "true"), step("c", "true"), step("d")), Choices(skip=("d",)))
    assert expected(plan, {}) == [1.0, 1.0, 1.0, 0.0]
    assert expected(plan, {"a": 2.0, "b": 4.0}) == [2.0, 4.0, 3.0, 0.0]


def _gone(pid: int) -> bool:
    """Whether the process has ended; one that nobody has waited for yet counts as ended."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            with open(f"/proc/{pid}/stat") as stream:
                if stream.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False

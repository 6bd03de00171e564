from pathlib import Path

from skillrt.workflow.outcome import StepState
from skillrt.workflow.watching import Nobody
from tests.workflow.records import ran, record, step


def test_nobody_wants_no_calls_in_between():
    nobody = Nobody()
    nobody.started(0, StepState(), Path("out"))
    nobody.tick()
    assert nobody.interval is None


def test_a_watcher_is_told_of_each_step_in_order(tmp_path):
    class Notes(Nobody):
        interval = 0.01

        def __init__(self):
            self.notes = []

        def started(self, number, state, output):
            self.notes.append(("started", number, output.exists()))

        def ended(self, number, state):
            self.notes.append(("ended", number, state.state))

        def tick(self):
            self.notes.append(("tick",))

    notes = Notes()
    ran(tmp_path, record(step("a", "sleep 0.1"), step("b", "false; exit 1"), pairs=["a>b"]), watcher=notes)
    assert [note for note in notes.notes if note != ("tick",)] == [
        ("started", 0, True), ("ended", 0, "done"), ("started", 1, True), ("ended", 1, "failed"),
    ]  # fmt: skip
    assert notes.notes.count(("tick",)) > 3

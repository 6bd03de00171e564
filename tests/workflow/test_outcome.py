from pathlib import Path

from skillrt.workflow.outcome import Circumstances, StepState, report_of
from skillrt.workflow.plan import Choices, plan_of
from tests.workflow.records import record, step


def test_the_longest_way_by_measured_times_and_the_speed_up():
    plan = plan_of(record(*(step(name, "true") for name in "abcd"), pairs=["a>b", "a>c", "b>d", "c>d"]), Choices())
    times = [1.0, 2.0, 5.0, 1.0]
    states = [StepState("done", seconds=item, total=item, attempts=1) for item in times]
    report = report_of(plan, states, [""] * 4, {}, Circumstances("completed", 2, 7.5, 2, Path("j")))
    assert report.path == ("a", "c", "d")
    assert (report.critical, report.work, report.speed_up) == (7.0, 9.0, 1.2)
    assert report.count("done") == 4


def test_what_an_agent_said_stands_with_its_step():
    class Agent:
        def refusal(self, step):
            return ""

        def begin(self, task):
            raise NotImplementedError

    plan = plan_of(record(step("a", "true"), step("b")), Choices(), Agent())
    states = [StepState("done"), StepState("done")]
    report = report_of(plan, states, ["", ""], {"b": "fine"}, Circumstances("completed", 1, 3.0, 1, Path("j")))
    assert [(row.by_agent, row.answer) for row in report.rows] == [(False, ""), (True, "fine")]


def test_what_did_not_run_is_on_no_way():
    plan = plan_of(record(step("a", "true"), step("b", "true"), pairs=["a>b"]), Choices())
    states = [StepState("earlier"), StepState("done", seconds=1.0, total=3.0, attempts=2)]
    report = report_of(plan, states, ["", "x"], {}, Circumstances("completed", 1, 3.0, 1, Path("j")))
    assert report.path == ("b",)
    assert (report.rows[1].seconds, report.work) == (1.0, 3.0)

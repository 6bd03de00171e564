import json

from skillrt.report.workflow_run import Shown, dry_json, dry_text, run_json, run_text, show_json, show_text
from skillrt.workflow.outcome import RunReport, StepRow
from skillrt.workflow.script import Launch
from tests.workflow.records import edges, region, step, wants


def row(name, state="done", **changes) -> StepRow:
    fields = {
        "title": f"do {name}",
        "status": 0,
        "attempts": 1,
        "began": 0.5,
        "seconds": 1.25,
        "output": "",
        "again": False,
    }
    return StepRow(**{"id": name, "state": state} | fields | changes)


def report(*rows, **changes) -> RunReport:
    fields = {
        "status": "completed", "workflow": "w1", "jobs": 2, "wall": 2.0, "work": 3.0, "critical": 1.75,
        "path": ("a", "b"), "speed_up": 1.5, "most_at_once": 2, "journal": "j.jsonl",
    }  # fmt: skip
    return RunReport(rows=rows, **fields | changes)


def test_a_run_that_ended_well():
    text = run_text(report(row("a"), row("b", "skipped", attempts=0)), "skillrt go on")
    assert text.startswith("workflow w1: completed, 2.00 s with 2 jobs\n")
    assert "1 done, 1 left out" in text
    assert "one after the other 3.00 s; longest way 1.75 s: a > b" in text
    assert "speed-up 1.5, at most 2 at once" in text
    assert "go on" not in text


def test_what_an_agent_said_is_shown_in_one_line_and_not_what_commands_print():
    rows = (row("a", by_agent=True, answer="It is\nhigh." + " x" * 300), row("b", answer="no agent"))
    text = run_text(report(*rows))
    assert "  a said: It is high. x x" in text
    assert "no agent" not in text
    assert max(map(len, text.splitlines())) < 230
    assert json.loads(run_json(report(*rows)))["rows"][0]["by_agent"] is True


def test_a_run_that_did_not():
    rows = (
        row("a", "failed", status=3, attempts=3, output="out/a.txt"),
        row("b", "failed", status=-9),
        row("c", "done", again=True),
        row("d", "not-run", attempts=0),
    )
    text = run_text(
        report(*rows, status="journal-full", why="No space", unrecorded=("c",), left_behind=("77",)),
        "skillrt --resume",
    )
    for part in ("failed (3), 3 tries", "failed (signal 9)", "ran again", "No space", "runs them again: c", "77",
                 "what a printed: out/a.txt", "go on: skillrt --resume", "1 not run"):  # fmt: skip
        assert part in text


def test_of_many_steps_only_those_that_need_a_look_are_listed():
    rows = [row(f"s{number}") for number in range(500)] + [row("bad", "failed", status=1)]
    text = run_text(report(*rows, path=tuple(item.id for item in rows)))
    assert text.count("\n") < 12
    assert "bad" in text
    assert "(501 steps)" in text


def test_json_has_everything():
    found = json.loads(run_json(report(row("a"))))
    assert (found["status"], found["rows"][0]["id"], found["speed_up"]) == ("completed", "a", 1.5)


def test_a_workflow_with_what_a_run_wants():
    steps = (step("a", wants("cat <x>", x="<x>")), step("b"), step("c", "true", outside=True))
    flow = Shown("w1", "Job \x1b[2J", steps, edges("a>b", "b>c"), (region("a", "b"),), {"a": 2.0})
    text = show_text([flow])
    assert "\x1b" not in text
    assert "--input x=VALUE  (<x> in a)" in text
    assert "--skip b  (needs an agent)" in text
    assert "--approve c  (it changes something outside the workspace)" in text
    assert "at once: a, b" in text
    (found,) = json.loads(show_json([flow]))["workflows"]
    assert found["inputs"] == [{"name": "x", "written": "<x>", "example": "", "steps": ["a"], "not_filled_in": []}]
    assert [item["needs_agent"] for item in found["steps"]] == [False, True, False]


def test_a_dry_run_shows_what_would_be_started():
    steps = [step("a", "x"), step("b", "y"), step("c"), step("d")]
    script = Launch(("/bin/bash", "-c", "cd x\nls", "skillrt"), (("V", "it's"),))
    launches = [script, Launch(("ls", "a b")), None, None]
    assert dry_text(steps, launches, {"d": "m@pi"}) == (
        "a do a\n  V='it'\"'\"'s'\n  cd x\n  ls\nb do b\n  ls 'a b'\nc do c\n  (left out)\nd do d\n  (done by m@pi)\n"
    )
    found = json.loads(dry_json(steps, launches, {"d": "m@pi"}))["steps"]
    assert [item["command"] and item["command"][0] for item in found] == ["/bin/bash", "ls", None, None]
    assert [item["agent"] for item in found] == [None, None, None, "m@pi"]

import pytest

from skillrt.errors import UsageError
from skillrt.ir.workflow import Input
from skillrt.workflow.plan import Choices, inputs_of, option_of, plan_of, unfilled_notes
from tests.workflow.records import record, step, wants

MIXED = record(
    step("a", "true"),
    step("b"),
    step("c", "true", asks=True),
    step("d", "true", outside=True),
    step("e", "true", conditional=True),
    pairs=["a>b", "b>c"],
)


def refusals(content, **choices) -> dict[str, str]:
    with pytest.raises(UsageError) as caught:
        plan_of(content, Choices(**choices))
    return {item.code: item.message + item.hint for item in caught.value.diagnostics}


def test_every_step_that_no_command_does_is_named_at_once():
    with pytest.raises(UsageError) as caught:
        plan_of(MIXED, Choices())
    found = caught.value.diagnostics
    assert {item.code for item in found} == {"workflow.needs-agent"}
    assert [item.message.split("`")[1] for item in found] == ["b", "c", "d", "e"]
    assert "--skip b" in found[0].hint
    assert "--approve c" in found[1].hint
    assert "asks the user" in found[1].message


def test_approved_and_left_out():
    plan = plan_of(MIXED, Choices(approve=("c,d", "e"), skip=("b",)))
    assert plan.skipped == {"b"}
    assert plan.graph.before[2] == (1,)
    assert plan_of(MIXED, Choices(approve=("all",), skip=("agents",))).skipped == {"b"}


def test_a_step_for_an_agent_cannot_be_approved():
    assert "needs an agent" in refusals(MIXED, approve=("all", "b"))["workflow.needs-agent"]


def test_names_that_are_not_there_come_with_the_nearest():
    found = refusals(record(step("fetch", "true")), skip=("fetsh",))
    assert "did you mean `fetch`" in found["workflow.unknown-name"]
    found = refusals(record(step("a", wants("cat <x>", source="<x>"))), inputs=(("sourse", "1"),))
    assert "did you mean `source`" in found["workflow.unknown-name"]


def test_missing_inputs_come_with_the_option():
    content = record(step("a", wants("cat <x> <y>", x="<x>", y="<y>")), step("b", wants("cat <x>", x="<x>")))
    with pytest.raises(UsageError) as caught:
        plan_of(content, Choices(inputs=(("y", ""),)))
    (found,) = caught.value.diagnostics
    assert found.code == "workflow.missing-input"
    assert "`a`, `b`" in found.message
    assert "--input x=VALUE" in found.hint


def test_inputs_of_steps_that_are_left_out_are_not_wanted():
    content = record(step("a", wants("cat <x>", x="<x>")), step("b", "true"))
    assert plan_of(content, Choices(skip=("a",))).values == {}


def test_an_example_shows_how_the_option_is_written():
    assert option_of(Input("source", "report.pdf", "report.pdf")) == "--input source=report.pdf"
    assert option_of(Input("source", "<the file>")) == "--input source=VALUE"


def test_several_workflows_want_a_choice():
    content = record(
        step("0", "true"),
        step("a", "true", workflow="w1"),
        step("b", "true", workflow="w2"),
        workflows=("w1", "w2"),
        pairs=["0>a", "a>b"],
    )
    assert "--workflow w2" in refusals(content)["workflow.several"]
    assert "there is `w1`, `w2`" in refusals(content, workflow="w11")["workflow.unknown-name"]
    plan = plan_of(content, Choices(workflow="w2"))
    assert [item.id for item in plan.steps] == ["0", "b"]
    assert plan.graph.before == ((), ())


GIVEN = (("c", "yes"),)


class Willing:
    def refusal(self, step):
        return ""

    def begin(self, task):
        raise NotImplementedError


def test_an_agent_does_nothing_outside_the_workspace_unless_that_was_approved_and_asks_nobody():
    content = record(step("a", outside=True), step("b", asks=True), step("c", "x", conditional=True))
    with pytest.raises(UsageError) as caught:
        plan_of(content, Choices(), Willing())
    assert [(item.code, item.message[:8]) for item in caught.value.diagnostics] == [
        ("workflow.needs-agent", "step `a`"),
        ("workflow.asks-user", "step `b`"),
    ]
    assert "--approve a" in caught.value.diagnostics[0].hint
    assert "--input b=ANSWER" in caught.value.diagnostics[1].hint
    plan = plan_of(content, Choices(approve=("a",), inputs=(("b", "blue"),)), Willing())
    assert plan.handed == {"a", "b", "c"}
    assert plan.values == {"b": "blue"}
    with pytest.raises(UsageError, match="no input `b`"):
        plan_of(content, Choices(skip=("a", "b", "c"), inputs=(("b", "blue"),)), Willing())


def test_an_agent_takes_what_no_command_does_or_says_why_not():
    class Agent:
        def refusal(self, step):
            return "it has no tool for that" if step.id == "e" else ""

        def begin(self, task):
            raise NotImplementedError

    with pytest.raises(UsageError, match="it has no tool for that") as caught:
        plan_of(MIXED, Choices(approve=("d",), inputs=GIVEN), Agent())
    assert len(caught.value.diagnostics) == 1
    assert plan_of(MIXED, Choices(approve=("e",), skip=("d",), inputs=GIVEN), Agent()).handed == {"b", "c"}


def test_inputs_with_the_steps_that_want_them():
    content = record(step("a", wants("x <x>", x="<x>"), wants("y <x>", x="<x>")))
    assert [(item.name, ids) for item, ids in inputs_of(content.steps).values()] == [("x", ["a"])]


def test_places_of_inputs_in_which_nothing_is_filled_in_are_told():
    content = record(
        step("a", wants("echo {name} >{out}", name="{name}", out="{out}")),
        step("b", "python3 -c \"print('{name}')\""),
        step("c", wants("echo {name}", name="{name}")),
        step("d", wants("cat $1", one="$1")),
        step("e", "awk '{print $1}' a.txt"),
    )
    plan = plan_of(content, Choices(inputs=(("name", "n"), ("out", "o"), ("one", "1"))))
    (note,) = unfilled_notes(plan)
    assert (note.code, "`{name}` stays as it is in `b`" in note.message) == ("workflow.not-filled", True)
    plan = plan_of(content, Choices(skip=("b",), inputs=(("name", "n"), ("out", "o"), ("one", "1"))))
    assert unfilled_notes(plan) == ()

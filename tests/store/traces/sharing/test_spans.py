import json

from skillrt.store.traces import Call, Episode, Outcome, SkillUse, Turn
from skillrt.store.traces.sharing import spans_of
from skillrt.wire.exchange import Usage

CALL = Call(
    id="c1", tool="bash", arguments='{"command":"ls"}', result="x", is_error=True, millis=5, operation="shell.run"
)
PARENT = Episode(
    id="a", run="r", harness="pi", model="claude-sonnet-4-5", prompt="Fold it.", started=1_000, took=100, session="s",
    turns=(Turn(calls=(CALL,), began=0, took=40, stop="tool-calls", usage=Usage(input=7, output=3)),
        Turn(text="Folded.", began=60, took=40)),
    final="Folded.", skills=(SkillUse(name="paper", loaded_at=0), SkillUse(name="clay")), cost=0.5,
    outcome=Outcome(kind="failed", failure="tool"),
)  # fmt: skip
CHILD = Episode(id="b", run="r", harness="pi", model="m", prompt="Count.", started=1_010, parent="a")


def _spans(*episodes: Episode, **options) -> list[dict]:
    (resource,) = spans_of(episodes, **options)["resourceSpans"]
    return resource["scopeSpans"][0]["spans"]


def _attributes(span: dict) -> dict:
    return {item["key"]: next(iter(item["value"].values())) for item in span["attributes"]}


def test_a_span_for_the_agent_each_answer_and_each_call():
    agent, chat, tool, last = _spans(PARENT)
    assert [span["name"] for span in (agent, chat, tool, last)] == [
        "invoke_agent pi", "chat claude-sonnet-4-5", "execute_tool bash", "chat claude-sonnet-4-5",
    ]  # fmt: skip
    assert {span["traceId"] for span in (agent, chat, tool, last)} == {agent["traceId"]}
    assert {span["parentSpanId"] for span in (chat, tool, last)} == {agent["spanId"]}
    assert (len(agent["traceId"]), len(agent["spanId"])) == (32, 16)
    assert (agent["startTimeUnixNano"], agent["endTimeUnixNano"]) == ("1000000000", "1100000000")
    assert (tool["startTimeUnixNano"], tool["endTimeUnixNano"]) == ("1040000000", "1045000000")
    assert (agent["status"], tool["status"]) == ({"code": 2}, {"code": 2})


def test_attributes_follow_the_conventions():
    agent, chat, tool, _ = map(_attributes, _spans(PARENT))
    assert (agent["gen_ai.operation.name"], agent["gen_ai.conversation.id"], agent["gen_ai.provider.name"]) == (
        "invoke_agent",
        "s",
        "anthropic",
    )
    assert agent["skillrt.skills.loaded"] == {"values": [{"stringValue": "paper"}]}
    assert (chat["gen_ai.usage.input_tokens"], chat["gen_ai.usage.output_tokens"]) == ("7", "3")
    assert (tool["gen_ai.tool.name"], tool["gen_ai.tool.call.id"]) == ("bash", "c1")


def test_words_only_where_they_are_asked_for():
    plain, full = json.dumps(_spans(PARENT)), json.dumps(_spans(PARENT, content=True))
    assert "Fold it." not in plain
    assert "command" not in plain
    assert "Fold it." in full
    assert "command" in full


def test_a_sub_agent_stands_below_the_agent_that_started_it():
    spans = _spans(CHILD, PARENT)
    agents = [span for span in spans if span["name"].startswith("invoke_agent")]
    assert agents[1]["parentSpanId"] == agents[0]["spanId"]
    assert agents[1]["traceId"] == agents[0]["traceId"]


def test_the_same_episode_gives_the_same_bytes():
    assert json.dumps(spans_of([PARENT, CHILD])) == json.dumps(spans_of([CHILD, PARENT]))

import json

from skillrt.gateway.events import Action, Event, Relay, Send, UpstreamHead
from skillrt.gateway.routes import Upstream
from skillrt.gateway.thoughts import Thoughts
from skillrt.wire.exchange import Message, Request, Response, Text, Thinking, ToolCall
from tests.gateway.sessions import PREFIX, SSE, begun, ended, head, piece, policy


def call(name: str) -> ToolCall:
    return ToolCall(id=name, name="run", arguments="{}")


SIGNED = Thinking(text="hm", signature="sig")
GIVEN = Response(
    dialect="anthropic-messages",
    parts=(
        SIGNED,
        Text(text="So"),
        ToolCall(id="a", name="run", arguments="{}"),
        ToolCall(id="b", name="run", arguments="{}"),
    ),
)
TOLD = Response(
    dialect="openai-chat",
    parts=(ToolCall(id="x", name="run", arguments="{}"), ToolCall(id="y", name="run", arguments="{}")),
)


def asked(*calls: str) -> Request:
    parts = (Text(text="So"), *(ToolCall(id=call, name="run", arguments="{}") for call in calls))
    return Request(dialect="anthropic-messages", model="m", messages=(Message(role="assistant", parts=parts),))


def test_thinking_comes_back_before_its_turn():
    thoughts = Thoughts()
    thoughts.keep("there", GIVEN, TOLD)
    (message,) = thoughts.put_back("there", asked("x", "y")).messages
    assert message.parts[0] == SIGNED
    assert len(message.parts) == 4
    assert thoughts.put_back("elsewhere", asked("x")) == asked("x")
    assert thoughts.put_back("there", asked("z")) == asked("z")


def test_the_oldest_go():
    thoughts = Thoughts(most=1)
    thoughts.keep("there", GIVEN, TOLD)
    thoughts.keep("there", GIVEN, Response(dialect="openai-chat", parts=(call("n"),)))
    assert thoughts.put_back("there", asked("x")) == asked("x")
    assert thoughts.put_back("there", asked("n")) != asked("n")


def test_a_signature_of_a_call_goes_with_it_through_a_whole_conversation():
    """Chat Completions to Gemini and back, streamed: the signature of the first turn is there in the second."""
    upstream = Upstream(name="g", base_url="http://g", dialects=("gemini",))
    rules = policy(upstream)
    user = {"role": "user", "content": "Go"}
    tools = [{"type": "function", "function": {"name": "run", "parameters": {"type": "object", "properties": {}}}}]
    ask = {"model": "m", "stream": True, "tools": tools}
    request = head(f"{PREFIX}/v1/chat/completions")
    session, _ = begun(rules, json.dumps({**ask, "messages": [user]}).encode(), request)
    asks = {"functionCall": {"name": "run", "args": {}}, "thoughtSignature": "c2lnbmVk"}
    chunk = {"candidates": [{"content": {"role": "model", "parts": [asks]}, "finishReason": "STOP", "index": 0}]}
    events: list[Event] = [
        UpstreamHead(now=1.0, status=200, reason="", headers=(SSE,)),
        piece(b"data: %b\n\n" % json.dumps(chunk).encode()),
        ended(),
    ]
    actions: list[Action] = [action for event in events for action in session.handle(event)]
    said = b"".join(action.data for action in actions if isinstance(action, Relay))
    deltas = [json.loads(line[6:]) for line in said.splitlines() if line.startswith(b"data: {")]
    calls = [
        item for delta in deltas for choice in delta["choices"] for item in choice["delta"].get("tool_calls", [])
    ]
    told = {"id": calls[0]["id"], "type": "function", "function": {"name": "run", "arguments": "{}"}}
    history = [
        user,
        {"role": "assistant", "content": None, "tool_calls": [told]},
        {"role": "tool", "tool_call_id": told["id"], "content": "done"},
    ]
    _, (send,) = begun(rules, json.dumps({**ask, "messages": history}).encode(), request)
    assert isinstance(send, Send)
    assert b"c2lnbmVk" in send.body

import json

from skillrt.gateway.plain_turns import PlainTurns
from skillrt.jit.actions import Action
from skillrt.jit.live.command import command_of
from tests.gateway.sessions import head

COMMAND = command_of((Action("shell", "echo 1 > one"),), says=False)
PATH = "/v1/chat/completions"


def body(command: str) -> bytes:
    call = {"id": "c1", "type": "function", "function": {"name": "sh", "arguments": json.dumps({"line": command})}}
    messages = [
        {"role": "user", "content": "make one"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "[skillrt 0]"},
        {"role": "user", "content": "and two"},
    ]
    return json.dumps({"model": "m", "messages": messages}).encode()


def test_a_turn_of_an_earlier_run_is_told_as_text():
    assert COMMAND
    found = PlainTurns().take("openai-chat", PATH, body(COMMAND.text), head(), None)
    assert found.jit == "folded"
    assert found.body
    messages = json.loads(found.body)["messages"]
    assert [item["role"] for item in messages] == ["user"]
    assert "echo 1 > one" in messages[0]["content"]
    assert messages[0]["content"].endswith("and two")
    assert PlainTurns().take("openai-chat", PATH, body(COMMAND.text), head(), None) == found, "the same bytes again"


def test_everything_else_goes_on_as_it_is():
    for odd in (body("echo 1"), body("echo '[skillrt' '0123456789abcdef]'"), b"[skillrt", b"{}"):
        found = PlainTurns().take("openai-chat", PATH, odd, head(), None)
        assert (found.body, found.answer, found.jit) == (None, None, "")

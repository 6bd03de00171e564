import itertools

import msgspec
import pytest

from skillrt.jit.live.handover import folded
from skillrt.jit.live.ledger import Ledger
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Message, Request, Text, ToolCall, ToolResult
from tests.jit.live.talks import DIALECTS, TEXT, agent, made_call, made_command, request, result, user
from tests.upstream.answers import as_provider, call, say
from tests.upstream.rules import Memory, refusal

BOTH = list(itertools.product(DIALECTS, (False, True)))


def on_the_wire(request: Request) -> Request:
    """As the provider reads it."""
    encoded = codec(request.dialect).encode_request(request)
    return codec(request.dialect).decode_request(encoded.body, encoded.path)


def fold(request: Request, ledger: Ledger) -> Request:
    found = folded(request, ledger)
    assert found is not None
    assert refusal(on_the_wire(found), Memory()) is None
    return found


def texts(request: Request) -> str:
    return "\n".join(part.text for message in request.messages for part in message.parts if isinstance(part, Text))


def calls(request: Request) -> int:
    return sum(isinstance(part, ToolCall | ToolResult) for message in request.messages for part in message.parts)


@pytest.mark.parametrize(("dialect", "thinking"), BOTH)
def test_a_call_that_went_wrong_is_told_and_the_model_goes_on(dialect: Dialect, thinking: bool):
    ledger, command = Ledger(), made_command()
    history = [user(TEXT), agent(made_call(command)), result("call_1", "cp: no such file")]
    first = fold(request(dialect, history, thinking=thinking), ledger)
    assert calls(first) == 0
    assert [message.role for message in first.messages] == ["user"]
    assert TEXT in texts(first)
    assert "cp a.txt b.txt" in texts(first)
    assert "cp: no such file" in texts(first)
    assert "skillrt'" not in texts(first)

    said = as_provider(say(call("bash", command="ls")), request(dialect, history, thinking=thinking))
    (made,) = [part for part in said.parts if isinstance(part, ToolCall)]
    history += [agent(*said.parts), result(made.id, "c.txt")]
    # meanwhile the harness shortened the old result
    history[2] = result("call_1", "[old result]")
    second = fold(request(dialect, history, thinking=thinking), ledger)
    assert msgspec.json.encode(second.messages[: len(first.messages)]) == msgspec.json.encode(first.messages)
    assert second.messages[1:] == request(dialect, history).messages[3:]


@pytest.mark.parametrize(("dialect", "thinking"), BOTH)
def test_a_call_that_was_answered_here_is_told_with_its_answer(dialect: Dialect, thinking: bool):
    ledger, command = Ledger(), made_command()
    ledger.answered(command.mark, "Saved b.txt.")
    history = [
        user(TEXT),
        agent(made_call(command)),
        result("call_1", command.mark),
        agent(Text(text="Saved b.txt.")),
    ]
    first = fold(request(dialect, [*history, user("And now c.txt")], thinking=thinking), ledger)
    assert [message.role for message in first.messages] == ["user"]
    assert "Saved b.txt." in texts(first)
    assert command.mark not in texts(first)
    assert texts(first).endswith("And now c.txt")
    more = [*history, user("And now c.txt"), agent(Text(text="Done.")), user("Thanks")]
    second = fold(request(dialect, more, thinking=thinking), ledger)
    assert second.messages[0] == first.messages[0]
    assert [message.role for message in second.messages] == ["user", "assistant", "user"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_without_the_ledger_the_history_is_valid_too(dialect: Dialect):
    command = made_command()
    history = [
        user(TEXT),
        agent(made_call(command)),
        result("call_1", command.mark),
        agent(Text(text="Saved b.txt.")),
    ]
    found = fold(request(dialect, [*history, user("And now c.txt")]), Ledger())
    assert [message.role for message in found.messages] == ["user", "assistant", "user"]


def test_words_beside_a_result_stay():
    command = made_command()
    beside = Message(
        role="user",
        parts=(ToolResult(call="call_1", content=(Text(text="no"),)), Text(text="<reminder>be kind</reminder>")),
    )
    history = [user("<reminder>hello</reminder>", TEXT), agent(made_call(command)), beside]
    found = fold(request("anthropic-messages", history), Ledger())
    assert [message.role for message in found.messages] == ["user"]
    assert len(found.messages[0].parts) == 4
    assert texts(found).endswith("be kind</reminder>")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_without_result_is_told_too(dialect: Dialect):
    found = fold(request(dialect, [user(TEXT), agent(made_call(made_command()))]), Ledger())
    assert calls(found) == 0
    assert "(no result)" in texts(found)


def test_a_history_of_others_is_left_alone():
    history = [user(TEXT), agent(call("bash", id="c", command="ls")), result("c", "a.txt")]
    assert folded(request("openai-chat", history), Ledger()) is None

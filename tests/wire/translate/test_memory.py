import msgspec

from skillrt.wire.exchange import Message, Part, Request, Response, Role, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.translate.memory import Memory, may_think

THOUGHT = Thinking(text="hm", signature="s")


def says(role: Role, *parts: Part) -> Message:
    return Message(role=role, parts=parts)


def call(identity: str, signature: str = "") -> ToolCall:
    return ToolCall(id=identity, name="f", arguments="{}", signature=signature)


def result(identity: str) -> ToolResult:
    return ToolResult(call=identity, content=(Text(text="out"),))


def answer(*parts: Part) -> Response:
    return Response(dialect="anthropic-messages", parts=parts)


def asked(*messages: Message) -> Request:
    return Request(dialect="anthropic-messages", model="m", messages=messages)


def keep(memory: Memory, response: Response) -> None:
    memory.keep(response, [part.id if isinstance(part, ToolCall) else "" for part in response.parts])


HI = says("user", Text(text="hi"))


def test_thinking_comes_back_before_the_words_of_its_turn():
    memory = Memory()
    keep(memory, answer(THOUGHT, Text(text="ok"), call("a"), call("b")))
    request = asked(
        HI, says("assistant", Text(text="ok"), call("a"), call("b")), says("user", result("a"), result("b"))
    )
    restored = memory.restored(request)
    assert restored.messages[1] == says("assistant", THOUGHT, Text(text="ok"), call("a"), call("b"))
    assert (restored.messages[0], restored.messages[2]) == (request.messages[0], request.messages[2])


def test_thinking_between_calls_keeps_its_place():
    memory = Memory()
    hidden = Thinking(hidden="x")
    keep(memory, answer(THOUGHT, call("a"), hidden, call("b")))
    restored = memory.restored(asked(says("assistant", call("a"), call("b"))))
    assert restored.messages[0].parts == (THOUGHT, call("a"), hidden, call("b"))


def test_signatures_of_calls_are_put_in_place_of_what_stands_in_for_them():
    memory = Memory()
    keep(memory, Response(dialect="gemini", parts=(call("a", "real"), call("b"))))
    request = msgspec.structs.replace(asked(says("assistant", call("a", "stand-in"), call("b"))), dialect="gemini")
    assert memory.restored(request).messages[0].parts == (call("a", "real"), call("b"))


def test_calls_are_known_by_the_ids_that_the_harness_gives_back():
    memory = Memory()
    memory.keep(answer(THOUGHT, call("toolu_1")), ["", "call_for_the_harness"])
    assert memory.restored(asked(says("assistant", call("toolu_1")))).messages[0].parts == (call("toolu_1"),)
    named = call("call_for_the_harness")
    assert memory.restored(asked(says("assistant", named))).messages[0].parts == (THOUGHT, named)


def test_what_is_not_signed_and_what_is_not_known_stays_away():
    memory = Memory()
    keep(memory, answer(Thinking(text="plain"), call("a"), Thinking(text="hm", signature="s"), Text(text="end")))
    request = asked(says("assistant", call("a")), says("assistant", call("z")))
    assert memory.restored(request) == request


def test_the_oldest_calls_are_forgotten():
    memory = Memory(most_calls=2)
    for name in ("a", "b", "c"):
        keep(memory, answer(THOUGHT, call(name)))
    request = asked(*(says("assistant", call(name)) for name in ("a", "b", "c")))
    assert [len(message.parts) for message in memory.restored(request).messages] == [1, 2, 2]


def test_a_provider_that_signs_is_asked_to_think_where_its_thinking_is_there():
    with_thinking = says("assistant", THOUGHT, call("a"))
    without = says("assistant", call("a"))
    answered = says("user", result("a"))
    assert may_think(asked(HI))
    assert may_think(asked(HI, with_thinking, answered))
    assert not may_think(asked(HI, without, answered))
    assert not may_think(asked(HI, without, answered, says("assistant", THOUGHT, call("a")), answered))
    assert may_think(asked(HI, without, answered, says("assistant", Text(text="done")), HI))

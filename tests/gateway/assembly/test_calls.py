from skillrt.gateway.assembly.calls import arguments_of, calls_of, operation_of, result_text, unwrapped
from skillrt.gateway.assembly.items import Item
from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Traffic, Wrapper
from skillrt.wire.exchange import Media, Text, ToolCall, ToolResult

WRAPPED = Traffic(wrappers=(Wrapper(tool="call", name="id", arguments="args"),))


def test_wrappers_are_seen_through():
    call = ToolCall(id="1", name="call", arguments='{"id":"exec","args":{"command":"ls"}}')
    assert unwrapped(call, WRAPPED) == ("exec", '{"command": "ls"}')
    assert unwrapped(call, Traffic()) == ("call", call.arguments)
    for odd in ("not json", "[]", '{"id":3}', "{}"):
        assert unwrapped(ToolCall(id="1", name="call", arguments=odd), WRAPPED) == ("call", odd)


def test_operations_by_name_and_alias():
    claude = shipped_harnesses()["claude-code"]
    assert [operation_of(name, claude) for name in ("Bash", "Task", "mcp__x")] == ["shell.run", "agent.delegate", ""]
    assert operation_of("Bash", None) == ""


def test_a_result_with_a_picture_names_it():
    result = ToolResult(call="1", content=(Text(text="see"), Media(media_type="image/png", data="AA")))
    assert result_text(result) == "see\n[image/png]"


def test_how_a_call_ended_is_read_from_its_result():
    pi = shipped_harnesses()["pi"]
    calls = [ToolCall(id=name, name=name, arguments="{}") for name in ("bash", "read", "fly")]
    texts = ["gone\n\nCommand exited with code 3", "a file", "Tool fly not found"]
    answer = tuple(Item("call", call.id, call) for call in calls)
    pairs = zip(calls, texts, strict=True)
    results = {call.id: ToolResult(call=call.id, content=(Text(text=text),)) for call, text in pairs}
    found = calls_of(answer, results, pi, pi.traffic)
    assert [(call.exit, call.is_error) for call in found] == [(3, False), (None, False), (None, True)]
    (open_call,) = calls_of(answer[:1], {}, pi, pi.traffic)
    assert (open_call.exit, open_call.answered) == (None, False)


def test_arguments_that_are_no_object():
    assert [arguments_of(text) for text in ("", "[1]", "{", "[" * 100_000)] == [{}, {}, {}, {}]
    assert arguments_of(r'{"command": "printf a\ud83d"}') == {"command": "printf a\ufffd"}

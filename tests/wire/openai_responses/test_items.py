from skillrt.wire.exchange import Media, Opaque, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.json_text import mark
from skillrt.wire.openai_responses.items import Form, decode_item, encode_items, encode_message, opaque_item

REQUEST, RESPONSE = Form(), Form("resp_7")


def test_a_request_says_no_more_than_it_must() -> None:
    parts = (Text(text="a"), ToolCall(id="c1", name="run", arguments="{}"))
    assert encode_items(parts, "assistant", REQUEST) == [
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]},
        {"type": "function_call", "call_id": "c1", "name": "run", "arguments": "{}"},
    ]


def test_a_response_has_ids_and_a_status_that_leave_no_trace() -> None:
    parts = (Text(text="a"), ToolCall(id="c1", name="run", arguments="{}"))
    message, call = encode_items(parts, "assistant", RESPONSE)
    assert isinstance(message, dict)
    assert isinstance(call, dict)
    assert (message["id"], message["status"]) == ("msg_7_0", "completed")
    assert (call["id"], call["status"]) == ("fc_7_1", "completed")
    assert decode_item(message, 0, RESPONSE, after_text=False) == parts[:1]
    assert decode_item(call, 1, RESPONSE, after_text=False) == parts[1:]


def test_texts_of_two_messages_stay_two_messages() -> None:
    item = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "a"}]}
    first = decode_item(item, 0, REQUEST, after_text=False)
    second = decode_item(item, 1, REQUEST, after_text=True)
    assert encode_items(first + second, "assistant", REQUEST) == [item, item]
    assert len(encode_items(first + first, "assistant", REQUEST)) == 1


def test_a_turn_of_another_dialect_is_flattened_in_order() -> None:
    parts = (
        ToolResult(call="c1", content=(Text(text="a.txt"),)),
        Text(text="and now?"),
        Media(media_type="image/png", data="aGk="),
    )
    result, message = encode_items(parts, "user", REQUEST)
    assert result == {"type": "function_call_output", "call_id": "c1", "output": "a.txt"}
    assert isinstance(message, dict)
    assert [part["type"] for part in message["content"]] == ["input_text", "input_image"]


def test_calls_of_each_kind() -> None:
    for item, kind, text in (
        ({"type": "custom_tool_call", "call_id": "c", "name": "exec", "input": "ls"}, "custom", "ls"),
        (
            {"type": "function_call", "call_id": "c", "name": "run", "arguments": "{", "namespace": "n"},
            "function",
            "{",
        ),
        ({"type": "local_shell_call", "call_id": "c", "action": {"type": "exec"}}, "function", '{"type":"exec"}'),
    ):
        (call,) = decode_item(item, 0, REQUEST, after_text=False)
        assert isinstance(call, ToolCall)
        assert (call.kind, call.arguments, call.id) == (kind, text, "c")
        assert encode_items((call,), "assistant", REQUEST) == [item]


def test_items_nobody_understands_are_kept_in_their_place() -> None:
    item = {"type": "web_search_call", "id": "ws_1"}
    (part,) = decode_item(item, 0, REQUEST, after_text=False)
    assert part == opaque_item(item) == Opaque(type="web_search_call", json=part.json, extra=(mark("whole", True),))
    assert encode_items((Text(text="a"), part), "assistant", REQUEST)[1] == item


def test_a_message_of_a_text_stays_one() -> None:
    extra = (mark("string", True),)
    assert encode_message((Text(text="hi"),), "user", REQUEST, 0, extra)["content"] == "hi"


def test_thinking_is_an_item_of_its_own() -> None:
    (item,) = encode_items((Thinking(text="hm", hidden="x"),), "assistant", RESPONSE)
    assert isinstance(item, dict)
    assert item["id"] == "rs_7_0"
    assert item["encrypted_content"] == "x"

import pytest

from skillrt.wire.exchange import Media, Opaque, Part, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.gemini.parts import Calls, decode_part, encode_part


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ({"text": "a"}, Text(text="a")),
        ({"text": "hm", "thought": True, "thoughtSignature": "s"}, Thinking(text="hm", signature="s")),
        ({"inlineData": {"mimeType": "image/png", "data": "aGk="}}, Media(media_type="image/png", data="aGk=")),
        (
            {"functionCall": {"id": "c", "name": "ls", "args": {"a": 1}}, "thoughtSignature": "s"},
            ToolCall(id="c", name="ls", arguments='{"a":1}', signature="s"),
        ),
        (
            {"functionResponse": {"id": "c", "name": "ls", "response": {"output": "x"}}},
            ToolResult(call="c", name="ls", content=(Text(text="x"),)),
        ),
    ],
)
def test_parts(value: dict[str, object], part: Part) -> None:
    assert decode_part(value, Calls()) == part
    assert encode_part(part) == value


def test_what_is_not_understood_is_kept() -> None:
    for value in (
        {"executableCode": {"language": "PYTHON", "code": "1"}},
        {"text": "a", "functionCall": {"name": "ls"}},
        {"thoughtSignature": "s"},
        {"functionCall": {"name": "ls", "args": None}},
        7,
    ):
        part = decode_part(value, Calls())
        assert isinstance(part, Opaque)
        assert encode_part(part) == value


def _call(calls: Calls, name: str, **more: str) -> Part:
    return decode_part({"functionCall": {"name": name, "args": {}, **more}}, calls)


def _result(calls: Calls, name: str, **more: str) -> Part:
    return decode_part({"functionResponse": {"name": name, "response": {}, **more}}, calls)


def test_calls_without_ids_are_matched_by_name_and_order_and_stay_without() -> None:
    calls = Calls()
    calls.enter(1)
    asked = [_call(calls, "ls"), _call(calls, "cat"), _call(calls, "ls")]
    calls.enter(2)
    given = [_result(calls, "cat"), _result(calls, "ls"), _result(calls, "ls"), _result(calls, "ls")]
    assert [part.id for part in asked if isinstance(part, ToolCall)] == ["call-1-0", "call-1-1", "call-1-2"]
    assert [part.call for part in given if isinstance(part, ToolResult)] == [
        "call-1-1", "call-1-0", "call-1-2", "result-2-0",
    ]  # fmt: skip
    assert encode_part(asked[0]) == {"functionCall": {"name": "ls", "args": {}}}
    assert encode_part(given[0]) == {"functionResponse": {"name": "cat", "response": {}}}


def test_an_id_wins_over_the_name() -> None:
    calls = Calls()
    calls.enter(0)
    _call(calls, "ls", id="a")
    _call(calls, "ls", id="b")
    calls.enter(1)
    answers = [_result(calls, "ls", id="b"), _result(calls, "ls")]
    assert [part.call for part in answers if isinstance(part, ToolResult)] == ["b", "a"]


def test_arguments_that_are_no_object_go_as_one_text() -> None:
    assert encode_part(ToolCall(id="c", name="exec", arguments="ls -l", kind="custom")) == {
        "functionCall": {"id": "c", "name": "exec", "args": {"input": "ls -l"}}
    }
    assert encode_part(ToolCall(id="c", name="ls", arguments="")) == {
        "functionCall": {"id": "c", "name": "ls", "args": {}}
    }

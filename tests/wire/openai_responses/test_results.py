import pytest

from skillrt.wire.exchange import Media, Text, ToolResult
from skillrt.wire.openai_responses.results import decode_result, encode_result


@pytest.mark.parametrize(
    ("item", "content"),
    [
        ({"type": "function_call_output", "call_id": "c", "output": "a"}, (Text(text="a"),)),
        ({"type": "function_call_output", "call_id": "c", "output": ""}, ()),
        ({"type": "function_call_output", "call_id": "c", "output": []}, ()),
        (
            {"type": "custom_tool_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "a"}]},
            (Text(text="a"),),
        ),
        (
            {
                "type": "local_shell_call_output",
                "call_id": "c",
                "output": [{"type": "input_image", "image_url": "http://h"}],
            },
            (Media(media_type="", url="http://h"),),
        ),
    ],
)
def test_results(item: dict[str, object], content: tuple[Text | Media, ...]) -> None:
    parts = decode_result(str(item["type"]), dict(item))
    assert parts is not None
    (part,) = parts
    assert isinstance(part, ToolResult)
    assert part.content == content
    assert encode_result(part) == item


def test_a_result_of_nothing_is_not_understood() -> None:
    assert decode_result("function_call_output", {"type": "function_call_output", "output": "a"}) is None
    assert (
        decode_result("function_call_output", {"type": "function_call_output", "call_id": "c", "output": 1}) is None
    )

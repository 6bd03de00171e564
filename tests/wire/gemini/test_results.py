import pytest

from skillrt.wire.exchange import Media, Text, ToolResult
from skillrt.wire.gemini.results import decode_result, encode_result


@pytest.mark.parametrize(
    ("response", "text", "is_error"),
    [
        ({"output": "x"}, "x", False),
        ({"error": "no"}, "no", True),
        ({"output": "x", "code": 1}, '{"output":"x","code":1}', False),
        ({"error": {"code": 1}}, '{"error":{"code":1}}', False),
        ({}, None, False),
    ],
)
def test_results(response: dict[str, object], text: str | None, is_error: bool) -> None:
    inner = {"id": "c", "name": "ls", "response": response}
    result = decode_result(dict(inner))
    assert result is not None
    assert result.content == ((Text(text=text),) if text is not None else ())
    assert result.is_error == is_error
    assert encode_result(result) == inner


def test_images_stand_beside_the_response() -> None:
    result = ToolResult(
        call="c", name="see", content=(Text(text="a"), Text(text="b"), Media(media_type="image/png", data="aGk="))
    )
    inner = encode_result(result)
    assert inner["response"] == {"output": "a\nb"}
    again = decode_result(inner)
    assert again is not None
    assert again.content[1] == Media(media_type="image/png", data="aGk=")


def test_a_result_needs_a_name_and_an_object() -> None:
    assert decode_result({"response": {}}) is None
    assert decode_result({"name": "ls", "response": "x"}) is None

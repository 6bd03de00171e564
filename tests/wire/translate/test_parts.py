import pytest

from skillrt.wire.exchange import Extra, Media, Opaque, Text, ToolCall, ToolResult, ToolSpec
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.parts import carried_call, carried_content, carried_result, free_text, text_in
from skillrt.wire.translate.target import Loss, Losses, limits_of

IMAGE = Media(media_type="image/png", data="aGk=", extra=(Extra(key="detail", json='"low"'),))
BARE = Media(media_type="image/png", data="aGk=")


@pytest.mark.parametrize(
    ("part", "carried", "losses"),
    [
        (Text(text="a", extra=(Extra(key="x", json="1"),)), Text(text="a"), ()),
        (Text(text="no", refusal=True), Text(text="no"), ()),
        (Text(text=" \n"), None, ()),
        (IMAGE, BARE, ()),
        (
            Media(media_type="", url="https://example.org/a"),
            Media(media_type="image/*", url="https://example.org/a"),
            (),
        ),
        (Media(media_type="text/plain", data="aGk="), Text(text="hi"), ()),
        (
            Media(media_type="audio/wav", data="aGk="),
            Text(text="[audio/wav left out]"),
            (Loss("media of the type audio/wav cannot be sent", fatal=True),),
        ),
        (
            Media(media_type="application/pdf", url="gs://bucket/a.pdf"),
            Text(text="[file left out]"),
            (Loss("a file is left out: the provider keeps it", fatal=True),),
        ),
        (Opaque(type="additional_tools", json="{}"), None, ()),
        (Opaque(type="server_tool_use", json="{}"), None, (Loss("a part of the type server_tool_use is left out"),)),
        (
            Opaque(type="input_file", json="{}"),
            None,
            (Loss("a part of the type input_file is left out: the provider keeps what is in it", fatal=True),),
        ),
    ],
)
def test_words_and_media(part: Text | Media | Opaque, carried: Text | Media | None, losses: tuple[Loss, ...]):
    found = Losses()
    assert carried_content(part, limits_of("anthropic-messages").media, found) == carried
    assert found.all() == losses


def test_calls_of_custom_tools_are_calls_of_functions_where_there_are_no_others():
    names = ToolNames((ToolSpec(name="patch", namespace="n", kind="custom"),), 64)
    call = ToolCall(id="c", name="patch", namespace="n", arguments='a "b"', kind="custom", item="i", signature="s")
    assert carried_call(call, names, limits_of("openai-chat")) == ToolCall(
        id="c", name="n__patch", arguments='{"input":"a \\"b\\""}'
    )
    kept = carried_call(call, names, limits_of("openai-responses"))
    assert (kept.kind, kept.arguments, kept.item) == ("custom", 'a "b"', "")


def test_images_in_results_stand_beside_them_where_results_are_texts():
    result = ToolResult(call="c", content=(Text(text="shot"), IMAGE))
    carried, beside = carried_result(result, limits_of("openai-chat"), Losses())
    assert beside == [BARE]
    assert [part.text for part in carried.content if isinstance(part, Text)] == [
        "shot",
        "[1 file(s) of this result follow in the next message]",
    ]
    carried, beside = carried_result(result, limits_of("anthropic-messages"), Losses())
    assert (carried.content, beside) == ((Text(text="shot"), BARE), [])


def test_that_a_tool_failed_is_said_in_words_where_there_is_no_mark():
    result = ToolResult(call="c", content=(Text(text="no such file"),), is_error=True)
    carried, _ = carried_result(result, limits_of("openai-chat"), Losses())
    assert (carried.content, carried.is_error) == ((Text(text="Error:"), Text(text="no such file")), False)
    carried, _ = carried_result(result, limits_of("anthropic-messages"), Losses())
    assert (carried.content, carried.is_error) == (result.content, True)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('{"input": "a\\nb"}', "a\nb"),
        ('{"input": "a\nb"}', "a\nb"),
        ('{"input": "\\ud83d"}', "?"),
        ("plain text", "plain text"),
        ('{"input": 5}', '{"input": 5}'),
        ('{"other": "a"}', '{"other": "a"}'),
    ],
)
def test_free_text_out_of_arguments(arguments: str, text: str):
    assert free_text(arguments) == text


def test_what_is_no_string():
    assert text_in('"a') is None
    assert text_in("5") is None

from itertools import permutations
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Media, Message, Opaque, Part, Role, Text, Thinking, ToolCall, ToolResult
from skillrt.wire.translate.history import carried_messages
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.request import translate_request
from skillrt.wire.translate.target import Losses, Target, limits_of
from tests.upstream.rules import Memory, refusal
from tests.wire.conversations import requests


def says(role: Role, *parts: Part) -> Message:
    return Message(role=role, parts=parts)


def words(text: str) -> Text:
    return Text(text=text)


def carried(dialect: Dialect, *messages: Message) -> list[Message]:
    limits = limits_of(dialect)
    limits = msgspec.structs.replace(limits, cache_mark="")
    return list(carried_messages(messages, dialect, limits, ToolNames((), limits.name_length), Losses()))


HI = says("user", words("hi"))
CALL = ToolCall(id="a", name="f", arguments="{}")
RESULT = ToolResult(call="a", content=(words("out"),), name="f")


def test_system_messages_at_the_beginning_are_one():
    leading = (says("system", words("a"), words("b")), says("developer", words("c")))
    assert carried("openai-chat", *leading, HI) == [says("system", words("a\n\nb\n\nc")), HI]
    assert carried("anthropic-messages", *leading, HI) == [says("system", words("a"), words("b"), words("c")), HI]


def test_a_system_message_between_others_is_a_reminder_of_the_user():
    messages = (HI, says("system", words("skills: greet")), says("assistant", words("ok")))
    reminder = "<system-reminder>\nskills: greet\n</system-reminder>"
    assert carried("anthropic-messages", *messages)[0] == says("user", words("hi"), words(reminder))
    assert carried("openai-chat", *messages)[0] == says("user", words(f"hi\n\n{reminder}"))
    assert [message.role for message in carried("openai-responses", *messages)] == ["user", "system", "assistant"]


def test_results_in_the_form_that_each_wants():
    messages = (HI, says("assistant", CALL), says("user", RESULT, words("now")))
    assert carried("openai-chat", *messages)[2:] == [
        says("tool", ToolResult(call="a", content=(words("out"),))),
        says("user", words("now")),
    ]
    assert carried("anthropic-messages", *messages)[2:] == [says("user", RESULT), says("user", words("now"))]


def test_images_of_results_follow_them():
    image = Media(media_type="image/png", data="aGk=")
    both = (
        says("assistant", CALL, ToolCall(id="b", name="g", arguments="{}")),
        says("tool", ToolResult(call="a", content=(image,)), ToolResult(call="b", content=(words("B"),))),
    )
    found = carried("openai-chat", HI, *both, says("user", words("so?")))
    assert [message.role for message in found] == ["user", "assistant", "tool", "tool", "user"]
    assert found[4].parts == (words("From the result of f (a):"), image, words("so?"))


def test_a_result_without_content_has_empty_words_where_words_are_wanted():
    found = carried("openai-chat", HI, says("assistant", CALL), says("tool", ToolResult(call="a", content=())))
    assert found[2].parts == (ToolResult(call="a", content=(words(""),)),)


def test_only_thinking_that_nobody_signed_goes_and_only_to_those_who_send_it():
    answer = says(
        "assistant", Thinking(text="hm"), Thinking(text="x", signature="s"), Thinking(hidden="h"), words("so")
    )
    assert carried("openai-chat", HI, answer)[1].parts == (Thinking(text="hm"), words("so"))
    assert carried("anthropic-messages", HI, answer)[1].parts == (words("so"),)


def test_ids_of_calls_and_results_stay_together():
    long = "call_" + "x" * 60
    call = ToolCall(id=long, name="f", arguments="{}")
    found = carried("openai-chat", HI, says("assistant", call), says("tool", ToolResult(call=long, content=())))
    made, result = found[1].parts[0], found[2].parts[0]
    assert isinstance(made, ToolCall)
    assert isinstance(result, ToolResult)
    assert made.id == result.call
    assert len(made.id) <= 40


def test_the_first_call_of_a_turn_has_what_stands_in_for_a_signature():
    second = ToolCall(id="b", name="f", arguments="{}")
    found = carried("gemini", HI, says("assistant", words("ok"), CALL, second), says("tool", RESULT))
    signed = [part.signature for part in found[1].parts if isinstance(part, ToolCall)]
    assert signed == ["skip_thought_signature_validator", ""]


def test_the_user_speaks_first_where_that_is_wanted():
    answer = says("assistant", words("hello"))
    assert [message.role for message in carried("anthropic-messages", says("system", words("s")), answer)] == [
        *("system", "user", "assistant")
    ]
    assert [message.role for message in carried("gemini")] == ["user"]
    assert carried("openai-chat", answer) == [answer]


def test_texts_between_calls_and_thinking_are_one_before_the_calls():
    answer = says("assistant", Thinking(text="hm"), words("a"), CALL, words("b"))
    found = carried("openai-chat", HI, answer, says("tool", RESULT))
    assert found[1].parts == (Thinking(text="hm"), words("a\n\nb"), CALL)


def test_messages_of_which_nothing_is_left_go():
    assert carried("openai-chat", HI, says("assistant", Opaque(type="x", json="{}")), says("user", words("b"))) == [
        says("user", words("hi\n\nb"))
    ]


def test_a_prompt_is_kept_up_to_its_end_for_the_next_turn():
    limits = limits_of("anthropic-messages")
    messages = (says("system", words("s")), HI, says("assistant", CALL), says("tool", RESULT))
    found = carried_messages(messages, "anthropic-messages", limits, ToolNames((), 64), Losses())
    marked = [[bool(part.extra) for part in message.parts] for message in found]
    assert marked == [[True], [False], [False], [True]]
    assert found[0].parts[0].extra[0].json == '{"type":"ephemeral"}'
    assert (
        not carried_messages((HI,), "openai-chat", limits_of("openai-chat"), ToolNames((), 64), Losses())[0]
        .parts[0]
        .extra
    )


def test_a_link_to_an_image_says_no_type_where_the_type_must_be_exact():
    link = Media(media_type="", url="https://example.org/a")
    assert carried("gemini", says("user", link))[0].parts == (link,)
    assert carried("openai-chat", says("user", link))[0].parts == (
        Media(media_type="image/*", url="https://example.org/a"),
    )


PAIRS = list(permutations(get_args(Dialect), 2))


@pytest.mark.parametrize(("dialect", "to"), PAIRS, ids=[f"{one}-to-{other}" for one, other in PAIRS])
@settings(max_examples=25)
@given(data=st.data())
def test_no_provider_refuses_the_history(dialect: Dialect, to: Dialect, data: st.DataObject):
    request = data.draw(requests(dialect))
    encoded = codec(to).encode_request(translate_request(request, Target(dialect=to)).request)
    assert refusal(codec(to).decode_request(encoded.body, encoded.path), Memory()) is None

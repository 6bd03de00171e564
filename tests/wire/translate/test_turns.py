from skillrt.wire.exchange import Media, Message, Part, Role, Text, ToolCall, ToolResult
from skillrt.wire.translate.turns import Turn, turns_of


def says(role: Role, *parts: Part) -> Message:
    return Message(role=role, parts=parts)


def words(text: str) -> Text:
    return Text(text=text)


def call(identity: str, name: str = "f") -> ToolCall:
    return ToolCall(id=identity, name=name, arguments="{}")


def result(identity: str, text: str = "out", name: str = "") -> ToolResult:
    return ToolResult(call=identity, content=(words(text),), name=name)


def named(identity: str, text: str = "out") -> ToolResult:
    return ToolResult(call=identity, content=(words(text),), name="f")


def test_results_of_a_message_come_before_its_words():
    turns = turns_of((says("assistant", call("a")), says("user", words("and"), result("a"), words("now"))))
    assert turns == [
        Turn("assistant", (call("a"),)),
        Turn("results", (named("a"),)),
        Turn("user", (words("and"), words("now"))),
    ]


def test_results_stand_in_the_order_of_their_calls_together():
    turns = turns_of(
        (
            says("assistant", call("a"), call("b")),
            says("tool", result("b", "B")),
            says("user", words("wait")),
            says("tool", result("a", "A")),
        )
    )
    assert turns[1] == Turn("results", (named("a", "A"), named("b", "B")))
    assert turns[2:] == [Turn("user", (words("wait"),))]


def test_neighbours_of_one_speaker_are_one_turn():
    turns = turns_of(
        (says("system", words("a")), says("developer", words("b")), says("user"), says("user", words("c")))
    )
    assert turns == [Turn("system", (words("a"), words("b"))), Turn("user", (words("c"),))]


def test_a_result_that_comes_after_the_next_words_of_the_model():
    turns = turns_of(
        (
            says("assistant", call("a"), call("b")),
            says("tool", result("a")),
            says("assistant", words("one more")),
            says("tool", result("b")),
        )
    )
    assert [turn.speaker for turn in turns] == ["assistant", "results", "assistant"]
    assert turns[1] == Turn("results", (named("a"), named("b")))


def test_a_call_without_result_gets_one_that_says_so():
    (_, results) = turns_of((says("assistant", call("a")),))
    (found,) = results.parts
    assert isinstance(found, ToolResult)
    assert (found.call, found.is_error) == ("a", True)


def test_a_result_without_call_is_said_by_the_user():
    (turn,) = turns_of((says("user", result("x", "out", "ls")),))
    assert turn == Turn("user", (words("Result of ls, whose call is not here:"), words("out")))


def test_ids_that_are_used_again():
    turns = turns_of(
        (
            says("assistant", call("0")),
            says("tool", result("0", "first")),
            says("assistant", call("0")),
            says("tool", result("0", "second")),
        )
    )
    assert [turn.parts for turn in turns] == [
        *((call("0"),), (named("0", "first"),)),
        *((call("0_2"),), (named("0_2", "second"),)),
    ]


def test_an_id_that_is_used_again_does_not_take_the_later_result():
    turns = turns_of(
        (
            says("assistant", call("0")),
            says("user", words("no")),
            says("assistant", call("0")),
            says("tool", result("0")),
        )
    )
    first, second = (turn.parts[0] for turn in turns if turn.speaker == "results")
    assert isinstance(first, ToolResult)
    assert first.is_error
    assert second == named("0_2")


def test_calls_without_ids_are_answered_in_order_and_by_name():
    turns = turns_of(
        (
            says("assistant", call(""), call("", "g"), call("")),
            says("tool", result("", "G", "g")),
            says("tool", result("", "first"), result("", "second")),
        )
    )
    calls = [part for part in turns[0].parts if isinstance(part, ToolCall)]
    assert len({part.id for part in calls}) == 3
    found = [(part.call, part.content) for part in turns[1].parts if isinstance(part, ToolResult)]
    assert found == [
        (calls[0].id, (words("first"),)),
        (calls[1].id, (words("G"),)),
        (calls[2].id, (words("second"),)),
    ]


def test_the_result_of_a_custom_call_is_one_of_its_kind():
    custom = ToolCall(id="a", name="p", arguments="***", kind="custom")
    turns = turns_of((says("assistant", custom), says("tool", result("a"))))
    (found,) = turns[1].parts
    assert isinstance(found, ToolResult)
    assert found.kind == "custom"


def test_media_keep_their_place():
    image = Media(media_type="image/png", data="aGk=")
    assert turns_of((says("user", words("a"), image, words("b")),)) == [Turn("user", (words("a"), image, words("b")))]

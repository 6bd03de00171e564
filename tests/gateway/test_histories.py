import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from skillrt.gateway.histories import Begun, Histories
from skillrt.wire.exchange import Message, Text


def message(text: str) -> Message:
    return Message(role="user", parts=(Text(text=text),))


def written(texts: list[str], gap: str = ", ") -> tuple[bytes, list[bytes]]:
    items = [json.dumps({"role": "user", "content": text}) for text in texts]
    return f"[{gap.join(items)}]".encode(), [item.encode() for item in items]


def sent(histories: Histories, texts: list[str], gap: str = ", ") -> Begun:
    """What is known of a list, which is kept then."""
    body, items = written(texts, gap)
    begun = histories.begun(body)
    known = len(begun.messages)
    histories.keep(begun, body, items[known:], (*begun.messages, *map(message, texts[known:])))
    return begun


def told(begun: Begun) -> list[str]:
    return [part.text for item in begun.messages for part in item.parts if isinstance(part, Text)]


def test_a_history_that_goes_on_begins_with_all_that_was_sent():
    histories = Histories()
    texts = [f"turn {number}" for number in range(12)]
    assert told(sent(histories, texts[:3])) == []
    assert told(sent(histories, texts[:5])) == texts[:3]
    begun = sent(histories, texts)
    assert told(begun) == texts[:5]
    assert begun.messages[0] is histories.begun(written(texts)[0]).messages[0]


def test_the_last_messages_may_be_written_otherwise_the_next_time():
    histories = Histories()
    texts = [f"turn {number}" for number in range(20)]
    sent(histories, texts)
    assert told(sent(histories, [*texts[:17], "another", "end"])) == texts[:17]
    assert told(sent(histories, [*texts[:17], "another", "end", "more"])) == [*texts[:17], "another", "end"]
    assert told(histories.begun(written(texts[:10])[0])) == []  # so far back it is not known


def test_conversations_beside_each_other_are_all_kept():
    histories = Histories()
    talks = [["the same beginning", *[f"{name} {number}" for number in range(9)]] for name in "abc"]
    for talk in talks:
        sent(histories, talk[:4])
    for talk in talks:
        assert told(sent(histories, talk)) == talk[:4]


def test_a_message_that_only_begins_alike_is_another():
    histories = Histories()
    sent(histories, ["one", "two"])
    assert told(
        histories.begun(b'[{"role": "user", "content": "one"}, {"role": "user", "content": "two", "x": 1}]')
    ) == ["one"]


def test_only_so_much_is_kept():
    histories = Histories(most=300)
    for number in range(5):
        sent(histories, [f"{number} {'x' * 100}"])
    assert told(histories.begun(written([f"0 {'x' * 100}"])[0])) == []
    assert told(histories.begun(written([f"4 {'x' * 100}"])[0])) != []
    few = Histories()
    for number in range(40):
        sent(few, [str(number), "a", "b"])
    assert told(few.begun(written(["0", "a", "b"])[0])) == []
    assert told(few.begun(written(["39", "a", "b"])[0])) == ["39", "a", "b"]


@given(st.lists(st.tuples(st.lists(st.sampled_from("abc"), max_size=12), st.sampled_from([",", ", ", " ,\n"]))))
def test_what_is_known_is_what_the_list_begins_with(lists: list[tuple[list[str], str]]):
    histories = Histories(most=2_000)
    for texts, gap in lists:
        begun = sent(histories, texts, gap)
        assert told(begun) == texts[: len(begun.messages)]
        body = written(texts, gap)[0]
        again = histories.begun(body)
        assert told(again) == texts[: len(again.messages)]
        left: Any = body[again.end :].lstrip()
        assert not again.messages or left.startswith((b",", b"]"))

import json

from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.assembly import Assembly
from skillrt.wire.deltas import Delta, Failed, PartEnded, PartGrew, PartStarted, Started, Stopped
from skillrt.wire.exchange import Text, ToolCall, WireError
from skillrt.wire.translate.order import InOrder


def call(index: int) -> PartStarted:
    return PartStarted(index=index, part=ToolCall(id=f"c{index}", name="f", arguments=""))


def ordered(*deltas: Delta) -> list[Delta]:
    order = InOrder()
    return [found for delta in deltas for found in order.add(delta)]


def test_a_whole_call_ends_when_the_next_begins_and_not_again():
    assert ordered(
        *(call(0), PartGrew(index=0, text="{}"), call(1), PartGrew(index=1, text="[1]")),
        *(PartEnded(index=0), PartEnded(index=1), Stopped(stop="end")),
    ) == [
        *(call(0), PartGrew(index=0, text="{}"), PartEnded(index=0)),
        *(call(1), PartGrew(index=1, text="[1]"), PartEnded(index=1), Stopped(stop="end")),
    ]


def test_a_part_waits_for_a_call_that_is_not_whole():
    order = InOrder()
    assert [order.add(delta) for delta in (call(0), PartGrew(index=0, text='{"a"'), call(1))] == [
        *([call(0)], [PartGrew(index=0, text='{"a"')], [])
    ]
    assert order.add(PartGrew(index=1, text="{}")) == []
    assert order.add(PartGrew(index=0, text=":1}")) == [PartGrew(index=0, text=":1}")]
    assert order.add(PartEnded(index=0)) == [PartEnded(index=0), call(1), PartGrew(index=1, text="{}")]
    assert order.add(PartEnded(index=1)) == [PartEnded(index=1)]


def test_what_waits_comes_when_the_response_stops():
    found = ordered(
        call(0), PartGrew(index=0, text="{"), call(1), PartGrew(index=1, text="{}"), Stopped(stop="length")
    )
    assert found[2:] == [PartEnded(index=0), call(1), PartGrew(index=1, text="{}"), Stopped(stop="length")]


def test_other_pieces_are_said_at_once():
    failed = Failed(error=WireError(message="no"))
    assert ordered(Started(id="r"), call(0), failed) == [Started(id="r"), call(0), failed]
    assert ordered(PartGrew(index=4, text="x"), PartEnded(index=4)) == []


@given(st.data(), st.integers(1, 4))
def test_any_mixture_is_put_in_order_and_loses_nothing(data: st.DataObject, count: int):
    texts = [json.dumps({"a": "x" * data.draw(st.integers(0, 5))}) for _ in range(count)]
    mixed: list[Delta] = [PartStarted(index=0, part=Text(text="")), PartGrew(index=0, text="hi"), PartEnded(index=0)]
    rest = {index: [text[:4], text[4:8], text[8:]] for index, text in enumerate(texts, 1)}
    begun: set[int] = set()
    while rest:
        index = data.draw(st.sampled_from(sorted(rest)))
        if index not in begun:
            if any(other < index and other not in begun for other in range(1, count + 1)):
                continue
            begun.add(index)
            mixed.append(call(index))
        mixed.append(PartGrew(index=index, text=rest[index].pop(0)))
        if not rest[index]:
            del rest[index]
    mixed += [*(PartEnded(index=index) for index in range(1, count + 1)), Stopped(stop="tool-calls")]
    found = ordered(*mixed)
    open_parts: list[int] = []
    for delta in found:
        if isinstance(delta, PartStarted):
            assert open_parts == []
            open_parts.append(delta.index)
        elif isinstance(delta, PartEnded):
            assert open_parts.pop() == delta.index
        elif isinstance(delta, PartGrew):
            assert open_parts == [delta.index]
    expected, got = Assembly("gemini"), Assembly("gemini")
    expected.add(mixed)
    got.add(found)
    assert got.response() == expected.response()

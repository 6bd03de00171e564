from skillrt.wire.exchange import Thinking
from skillrt.wire.openai_responses.reasoning import decode_reasoning, encode_reasoning


def _read(item: dict[str, object]) -> Thinking:
    parts = decode_reasoning(dict(item), {})
    assert parts is not None
    (part,) = parts
    assert isinstance(part, Thinking)
    assert encode_reasoning(part, {}) == item
    return part


def test_summaries_are_one_text() -> None:
    summary = [{"type": "summary_text", "text": "a"}, {"type": "summary_text", "text": "b\n\nc"}]
    part = _read({"type": "reasoning", "id": "rs_1", "summary": summary, "encrypted_content": "x"})
    assert (part.text, part.id, part.hidden) == ("a\n\nb\n\nc", "rs_1", "x")


def test_raw_thinking_stands_in_the_content() -> None:
    part = _read({"type": "reasoning", "summary": [], "content": [{"type": "reasoning_text", "text": "hm"}]})
    assert part.text == "hm"


def test_no_summary_and_an_empty_one_differ() -> None:
    assert _read({"type": "reasoning", "summary": []}).text == ""
    assert _read({"type": "reasoning", "summary": [{"type": "summary_text", "text": ""}]}).text == ""


def test_text_that_has_changed_is_one_summary() -> None:
    part = _read({"type": "reasoning", "summary": [{"type": "summary_text", "text": "a"}] * 2})
    changed = Thinking(text="other", extra=part.extra)
    assert encode_reasoning(changed, {})["summary"] == [{"type": "summary_text", "text": "other"}]


def test_odd_summaries_are_not_understood() -> None:
    for summary in (None, "a", [{"type": "summary_text", "text": "a", "x": 1}], [1]):
        assert decode_reasoning({"type": "reasoning", "summary": summary}, {}) is None

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.harness.launching.output import _USAGE_FIELDS, OutputReader
from skillrt.targets import shipped_harnesses
from skillrt.targets.launching import Output, Reading
from skillrt.wire.exchange import Usage
from tests.harness.launching.sample import READINGS

LINES = [
    "Warning: no colours here",
    json.dumps({"type": "text", "words": "first"}),
    json.dumps({"type": "call", "name": "bash"}),
    json.dumps({"type": "step", "in": 10, "cached": 5, "out": 2}),
    json.dumps({"type": "text", "words": "söcond"}, ensure_ascii=False),
    json.dumps({"type": "step", "in": 1, "out": 1}),
    '{"type": "text", "wor',
]
DATA = "\n".join(LINES).encode()


def test_lines_are_read_by_the_rules():
    reader = OutputReader(Output("json-lines", READINGS))
    assert reader.feed(DATA) == ["bash"]
    said = reader.end()
    assert (said.text, said.error, said.calls) == ("söcond", "", ("bash",))
    assert said.usage == Usage(input=16, output=3)


@given(st.lists(st.integers(0, len(DATA))))
def test_the_output_may_come_in_any_pieces(cuts: list[int]):
    reader = OutputReader(Output("json-lines", READINGS))
    at = 0
    for cut in [*sorted(cuts), len(DATA)]:
        reader.feed(DATA[at:cut])
        at = cut
    assert reader.end().text == "söcond"
    assert reader.said.usage == Usage(input=16, output=3)


@given(st.binary())
def test_any_bytes_are_survived(data: bytes):
    for form in ("json", "json-lines", "text"):
        reader = OutputReader(Output(form, READINGS))
        reader.feed(data)
        assert not reader.end().calls


def _said(name: str, *events: object):
    output = shipped_harnesses()[name].launch.output
    reader = OutputReader(output)
    text = "\n".join(json.dumps(item) for item in events)
    reader.feed(
        ("[note] starting\n" + (text if output.form == "json-lines" else json.dumps(events[0], indent=2))).encode()
    )
    return reader.end()


def test_an_error_that_is_followed_by_an_answer_is_none():
    failed = {
        "type": "message_end",
        "message": {"role": "assistant", "content": [], "stopReason": "error", "errorMessage": "500"},
    }
    right = {
        "type": "message_end",
        "message": {"role": "assistant", "content": [{"type": "text", "text": "yes"}], "stopReason": "stop"},
    }
    assert _said("pi", failed).error == "500"
    assert _said("pi", failed, right).error == ""
    assert _said("pi", failed, right).text == "yes"


def test_the_last_result_of_claude_code_counts():
    first = {
        "type": "result",
        "is_error": False,
        "result": "started",
        "usage": {"input_tokens": 5, "output_tokens": 1},
    }
    last = {
        "type": "result",
        "is_error": False,
        "result": "finished",
        "usage": {"input_tokens": 7, "output_tokens": 2, "cache_read_input_tokens": 3},
    }
    said = _said("claude-code", first, last)
    assert said.text == "finished"
    assert said.usage == Usage(input=10, output=2, cache_read=3)
    assert _said("claude-code", {**last, "is_error": True}).error == "finished"


def test_codex_sums_turns_and_its_reconnecting_is_no_failure():
    turn = {"type": "turn.completed", "usage": {"input_tokens": 100, "cached_input_tokens": 40, "output_tokens": 10}}
    words = {"type": "item.completed", "item": {"type": "agent_message", "text": "done"}}
    said = _said("codex", {"type": "error", "message": "Reconnecting... 1/5"}, words, turn, turn)
    assert (said.text, said.error) == ("done", "")
    assert said.usage == Usage(input=200, output=20, cache_read=80)
    assert _said("codex", {"type": "turn.failed", "error": {"message": "status 401"}}).error == "status 401"


def test_gemini_says_its_answer_in_pieces_and_what_came_before_a_call_is_not_the_answer():
    piece = {"type": "message", "role": "assistant", "delta": True}
    said = _said(
        "gemini-cli",
        {**piece, "content": "let me see"},
        {"type": "tool_use", "tool_name": "read_file"},
        {**piece, "content": "all "},
        {**piece, "content": "done"},
    )
    assert (said.text, said.calls) == ("all done", ("read_file",))


def test_openclaw_prints_one_object():
    said = _said(
        "openclaw",
        {"ok": True, "payloads": [{"text": "a"}, {"text": "b"}], "usage": {"input": 4, "cacheRead": 1, "output": 2}},
    )
    assert (said.text, said.usage) == ("ab", Usage(input=5, output=2, cache_read=1))
    assert _said("openclaw", {"ok": False, "error": {"message": "HTTP 401"}}).error == "HTTP 401"


def test_a_failure_without_a_reason_is_still_one():
    assert "not why" in _said("opencode", {"type": "error", "error": {}}).error


def test_plain_text_is_the_answer():
    reader = OutputReader(Output())
    reader.feed(b" hello\n")
    assert reader.end().text == "hello"


@pytest.mark.parametrize("number", ["NaN", "1e999", "true", '"7"', "null"])
def test_odd_numbers_count_nothing(number: str):
    reader = OutputReader(Output("json-lines", (Reading(usage={"input": ("n",)}),)))
    reader.feed(f'{{"n": {number}}}\n'.encode())
    assert reader.end().usage == Usage()


def test_the_fields_of_usage_are_all_known():
    assert set(_USAGE_FIELDS) | {"extra"} == set(msgspec.structs.asdict(Usage()))


def test_how_commands_ended_by_the_ids_of_their_calls():
    def used(call: str, metadata: object) -> dict[str, object]:
        return {"type": "tool_use", "part": {"tool": "bash", "callID": call, "state": {"metadata": metadata}}}

    said = _said(
        "opencode", used("c1", {"exit": 3}), used("c2", {}), used("c3", {"exit": None}), used("c4", {"exit": 0})
    )
    assert said.exits == (("c1", 3), ("c4", 0))
    assert said.calls == ("bash",) * 4
    assert _said("pi", {"type": "tool_execution_start", "toolName": "bash"}).exits == ()

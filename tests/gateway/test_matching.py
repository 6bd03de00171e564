import re

import pytest

from skillrt.gateway.matching import (
    Block,
    Masks,
    Rule,
    blocks_of,
    first_difference,
    frame_of,
    in_order_of_calls,
    without_secrets,
)
from skillrt.wire.exchange import Message, Request, Text, ToolCall, ToolResult, ToolSpec
from tests.growth import require_proportion

PAIRS = [
    ("Today is 2026-11-28.", "Today is 2027-01-02."),
    ("[Sun 2026-11-22 11:35 UTC] hello", "[Sat 2026-11-28 09:01 UTC] hello"),
    ("Saturday, November 28, 2026", "Sunday, December 6, 2026"),
    ("at 2026-11-28T10:00:01.123Z", "at 2026-11-29T11:00:00Z"),
    ("session 3f2b8c1e-0000-4000-8000-00000000abcd", "session 11111111-2222-4333-8444-555555555555"),
    ("file /tmp/pytest-1/a b", "file /tmp/run-77/a b"),
    ("GET http://127.0.0.1:4141/run/" + "a1" * 16, "GET http://127.0.0.1:50123/run/" + "b2" * 16),
    ("Wall time: 0.0123 seconds", "Wall time: 12.5 seconds"),
    ("digest 0123456789abcdef0123", "digest fedcba98765432100000"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_differs_between_runs_anyway(one: str, other: str):
    masks = Masks()
    assert masks.masked(one) == masks.masked(other)


@pytest.mark.parametrize(
    "text", ["Read src/app.py", "3 of 4 tests", "version 1.2.3", "deadbeef", "the facade of a cafe", "x = 12"]
)
def test_what_is_said_stays(text: str):
    assert Masks().masked(text) == text


def test_folders_and_rules_of_a_harness():
    masks = Masks((Rule("build", r"cc_version=[0-9.a-z]+"),), ("/home/ada/project", "/home/ada"))
    assert masks.masked("cc_version=2.1.330.2b8; in /home/ada/project/src") == "<build>; in <folder>/src"


@pytest.mark.parametrize("part", ["0123456789abcdef", "a", "/tmp/", "12:34:", "2026-11-28 "])
def test_no_text_takes_long(part: str):
    masks = Masks()
    require_proportion(lambda size: masks.masked(part * (size // len(part))), 60_000)


def _request(call: str, arguments: str = '{"b":1,"a":2}') -> Request:
    return Request(
        dialect="openai-chat",
        model="m",
        messages=(
            Message(role="user", parts=(Text(text="Go"),)),
            Message(role="assistant", parts=(ToolCall(id=call, name="run", arguments=arguments),)),
            Message(role="tool", parts=(ToolResult(call=call, content=(Text(text="done"),)),)),
        ),
        tools=(ToolSpec(name="run", schema="{}"),),
    )


def test_blocks_say_where_they_stand_and_ids_are_numbers():
    assert blocks_of(_request("call_1")) == (
        Block("message 1, user, text", "Go"),
        Block("message 2, assistant, call of run #1", '{"a":2,"b":1}'),
        Block("message 3, tool, result of #1", "done"),
    )
    assert blocks_of(_request("call_1")) == blocks_of(_request("callff"))
    assert blocks_of(_request("c", '{"a": 2, "b": 1}')) == blocks_of(_request("c"))
    assert blocks_of(_request("c", "{no json"))[1].text == "{no json"


def test_the_frame_is_model_settings_and_tools():
    assert [block.place for block in frame_of(_request("c"))] == ["model", "settings", "tool run"]


def test_the_first_difference():
    one, other = blocks_of(_request("c")), blocks_of(_request("c", "{}"))
    assert first_difference(one, other) == 1
    assert first_difference(one, one[:2]) == 2
    assert first_difference(one, one) == 3


def test_placeholders_of_secrets_have_one_spelling():
    assert without_secrets("a [secret:openai-key:1a2b3c] b") == without_secrets("a [secret:openai-key:ffffff] b")


def test_results_that_came_back_in_another_order_are_the_same():
    one, two = ("message 2, user, result of #1", "a"), ("message 2, user, result of #2", "b")
    first = [("message 1, user, text", "go"), one, two]
    other = [first[0], two, one]
    three, four = ("message 4, tool, result of #3", "c"), ("message 3, tool, result of #4", "d")
    later = [four, three, ("message 5, user, text", "x")]
    mine, theirs = ([Block(*item) for item in (*blocks, *later)] for blocks in (first, other))
    assert in_order_of_calls(mine) == in_order_of_calls(theirs)
    assert [item.text for item in in_order_of_calls(theirs)] == ["go", "a", "b", "c", "d", "x"]
    assert in_order_of_calls(theirs)[3].place == "message 3, tool, result of #3"
    assert in_order_of_calls(mine[:1]) == (mine[0],)


def test_a_folder_in_the_name_of_another():
    masks = Masks(folders=("/home/u/my work",))
    assert masks.masked("/home/u/my work/a and .claude/projects/-home-u-my-work/b") == (
        "<folder>/a and .claude/projects/<folder>/b"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Sun Nov 29 02:50:13 UTC 2026",
        "-rw 8 Nov 29 02:50",
        "Wed Mar  4 17:08",
        "Wed Mar 04 2026",
        "Mar  4 2026 17:08",
    ],
)
def test_dates_as_programs_print_them(text: str):
    assert not re.search(r"\d{2}:|20\d\d|\b(?:Mar|Nov)\b", Masks().masked(text))

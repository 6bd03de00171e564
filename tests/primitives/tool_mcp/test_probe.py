import json

import pytest

from skillrt.primitives.probing import Attempt, Served
from skillrt.profiler.programs.mcp_server import answer
from tests.primitives.judged import make, said

NAME = "tool.mcp"


def seen(made, without: str = "") -> tuple[Served, ...]:
    """What the server sees of the reference, without the calls of a tool."""
    return tuple(Served(tool, arguments) for tool, arguments in made.truth.calls if tool != without)


@pytest.mark.parametrize("level", ["L1", "L2", "L3"])
@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_server_answers_what_the_reference_asks_and_tells_the_result(level: str, seed: str):
    made = make(NAME, level, seed)
    offered = json.loads(made.server)
    said_by_it = [answer(offered, tool, json.loads(arguments)) for tool, arguments in made.truth.calls]
    assert not any(failed for _, failed in said_by_it)
    if level != "L3":
        assert made.truth.result in said_by_it[-1][0]
    else:
        amounts = [int(line) for text, _ in said_by_it[3:] for line in text.splitlines()[:-1]]
        assert str(sum(amounts)) == made.truth.result


def test_the_result_is_nothing_without_the_call():
    made = make(NAME, "L1")
    assert said(NAME, made, Attempt(made.reference.answer, served=seen(made))) == "passed: "
    assert "has seen no call of `pieces_of`" in said(NAME, made, Attempt(made.reference.answer))
    refused = tuple(Served(call.tool, call.arguments, failed=True) for call in seen(made))
    assert "has seen no call" in said(NAME, made, Attempt(made.reference.answer, served=refused))


def test_more_may_be_asked_but_only_once_booked():
    made = make(NAME, "L2")
    calls = seen(made)
    again = (calls[0], *calls)
    assert said(NAME, made, Attempt(made.reference.answer, served=again)) == "passed: "
    assert said(NAME, made, Attempt(made.reference.answer, served=calls[::-1])) == "passed: "
    twice = (*calls, calls[-1])
    assert "`book` was called more than once" in said(NAME, made, Attempt(made.reference.answer, served=twice))


def test_how_the_action_was_found_is_the_agents_own_affair():
    made = make(NAME, "L3")
    without = seen(made, "list_actions")
    assert said(NAME, made, Attempt(made.reference.answer, served=without)) == "passed: "
    assert "`connect`" in said(NAME, made, Attempt(made.reference.answer, served=seen(made, "connect")))
    assert "no line starts with" in said(NAME, made, Attempt("the sum", served=without))


def test_what_the_schemas_say_is_what_the_calls_keep_to():
    for level in ("L1", "L2", "L3"):
        made = make(NAME, level)
        tools = {tool["name"]: tool["inputSchema"] for tool in json.loads(made.server)["tools"]}
        for tool, arguments in made.truth.calls:
            assert sorted(json.loads(arguments)) == tools[tool]["required"]

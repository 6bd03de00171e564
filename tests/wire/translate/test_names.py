import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.wire.exchange import ToolSpec
from skillrt.wire.translate.names import ToolNames, fitting_id, fitting_name

FITTING = re.compile(r"[a-zA-Z0-9_-]+")


def test_names_that_fit_stay():
    names = ToolNames((ToolSpec(name="Bash"), ToolSpec(name="exec", namespace="functions")), 64)
    assert names.name("Bash") == "Bash"
    assert names.name("exec", "functions") == "functions__exec"
    assert names.tool("functions__exec") == ToolSpec(name="exec", namespace="functions")
    assert names.tool("other") is None


def test_tools_that_would_get_one_name_get_two():
    tools = (ToolSpec(name="a__b"), ToolSpec(name="b", namespace="a"))
    names = ToolNames(tools, 64)
    first, second = names.name("a__b"), names.name("b", "a")
    assert first == "a__b"
    assert second != first
    assert (names.tool(first), names.tool(second)) == tools


def test_a_tool_is_chosen_by_its_own_name():
    names = ToolNames((ToolSpec(name="exec", namespace="functions"), ToolSpec(name="web", kind="built-in")), 64)
    assert names.chosen("exec") == "functions__exec"
    assert names.chosen("web") is None


def test_a_tool_that_is_not_offered_any_more_has_the_same_name_in_every_turn():
    assert ToolNames((), 64).name("gone", "x") == "x__gone"


@pytest.mark.parametrize("identity", ["call_1", "toolu_01-a", "x" * 40])
def test_ids_that_fit_stay(identity: str):
    assert fitting_id(identity, 40) == identity


@given(st.text(max_size=90), st.sampled_from([40, 64]))
def test_every_id_and_name_fits(text: str, length: int):
    for made in (fitting_id(text, length), fitting_name(text, length)):
        assert FITTING.fullmatch(made)
        assert len(made) <= length
    assert fitting_id(text, length) == fitting_id(fitting_id(text, length), length)


@given(st.lists(st.text("ab. _", min_size=1, max_size=70), max_size=6, unique=True))
def test_names_lead_back(found: list[str]):
    tools = tuple(ToolSpec(name=name) for name in found)
    names = ToolNames(tools, 64)
    assert [names.tool(names.name(tool.name)) for tool in tools] == list(tools)

import pytest

from skillrt.errors import UsageError
from skillrt.primitives.catalogue import catalogue
from skillrt.profiler import Bounds
from skillrt.profiler.selection import every_probe, select
from skillrt.targets import parse_target, plain_api
from tests.profiler.sample_probes import PROBES, SEARCH, SUM

TARGET = parse_target("m@bare")
ALL = {**PROBES, SEARCH.primitive: SEARCH, "see.image": None}


def test_what_has_a_probe_and_the_tools_is_chosen_and_the_rest_is_told():
    found = select(TARGET, ALL, (), (1, 2, 3), Bounds())
    assert list(found.probes) == list(PROBES)
    assert found.left_out == {
        "tool.browser": "the built-in agent has no tool for browser.use, as far as is known",
        "see.image": "it has no probe yet",
    }
    assert not any(design.ordered for design in found.designs.values())


def test_a_plain_api_is_asked_only_what_can_be_answered_in_words():
    target = parse_target("m@api", {"api": plain_api()})
    found = select(target, every_probe(), (), (1, 2, 3), Bounds())
    assert {"reason.logic", "gen.regex", "follow.format"} <= set(found.probes)
    assert not {"tool.exec", "see.image", "context.long", "ask.user", "tool.web"} & set(found.probes)
    assert found.left_out["tool.exec"] == "its tasks want tools, and the plain API has none"
    assert found.left_out["tool.browser"].startswith("the plain API has no tool for browser.use")


@pytest.mark.parametrize(
    ("harness", "why"),
    [
        ("bare", "the built-in agent has no MCP servers"),
        ("pi", "pi has no MCP servers"),
        ("cursor", "Cursor is not known to take an MCP server"),
        ("codex", None),
    ],
)
def test_tools_of_a_server_are_measured_where_a_harness_takes_one(harness: str, why: str | None):
    found = select(parse_target(f"m@{harness}"), every_probe(), ("tool.mcp",), (1, 2, 3), Bounds())
    assert found.left_out.get("tool.mcp") == why


def test_names_and_levels_narrow_it_in_the_order_that_was_given():
    found = select(TARGET, ALL, ("tool.web", SUM.primitive, "tool.web"), (3, 1), Bounds(), falling=True)
    assert list(found.designs) == ["tool.web", SUM.primitive]
    assert {design.levels for design in found.designs.values()} == {(1, 3)}
    assert not any(design.ordered for design in found.designs.values())


def test_falling_rates_are_searched_with_what_is_believed():
    target = parse_target("qwen/qwen3.5-9b@opencode")
    (design,) = select(target, ALL, (SUM.primitive,), (1, 2, 3), Bounds(), falling=True).designs.values()
    assert design.ordered
    assert design.prior.source.startswith("other-harness")


def test_a_name_that_does_not_exist_is_told_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        select(TARGET, ALL, ("reason.arithmetik",), (1,), Bounds())
    assert "reason.arithmetic" in (caught.value.diagnostics[0].hint or "")


def test_every_primitive_of_the_catalogue_is_there():
    assert list(every_probe()) == [item.id for item in catalogue()]

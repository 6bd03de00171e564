import pytest

from skillrt.wire.exchange import Dialect, Settings, ToolSpec
from skillrt.wire.translate.names import ToolNames
from skillrt.wire.translate.settings import carried_settings, effort_of
from skillrt.wire.translate.target import Loss, Losses, Target, limits_of

TOOLS = (ToolSpec(name="f"), ToolSpec(name="exec", namespace="n"))


def carried(settings: Settings, dialect: Dialect, tools: tuple[ToolSpec, ...] = TOOLS):
    limits, losses = limits_of(dialect), Losses()
    target = Target(dialect=dialect, max_tokens=100)
    names = ToolNames(tools, limits.name_length)
    return carried_settings(settings, target, limits, names, tools, losses), losses.all()


def test_a_limit_where_one_is_wanted():
    assert carried(Settings(), "anthropic-messages")[0].max_tokens == 100
    assert carried(Settings(max_tokens=7), "anthropic-messages")[0].max_tokens == 7
    assert carried(Settings(), "openai-chat")[0].max_tokens is None


def test_sampling_within_the_bounds_of_the_provider():
    settings = Settings(temperature=1.5, top_p=0.5)
    found, losses = carried(settings, "anthropic-messages")
    assert (found.temperature, found.top_p) == (1.0, None)
    assert losses == (Loss("the temperature is lowered to 1"),)
    assert carried(settings, "openai-chat")[0] == settings


def test_stop_sequences_as_many_as_are_taken():
    found, losses = carried(Settings(stop=("a", "b", "c", "d", "e")), "openai-chat")
    assert found.stop == ("a", "b", "c", "d")
    assert losses == (Loss("1 stop sequence(s) are left out"),)
    assert carried(Settings(stop=("a",)), "openai-responses")[0].stop == ()


@pytest.mark.parametrize(
    ("choice", "found", "fatal"),
    [
        (None, None, False),
        ("auto", "auto", False),
        ("any", "any", False),
        ("tool:f", "tool:f", False),
        ("tool:exec", "tool:n__exec", False),
        ("tool:web_search", None, True),
    ],
)
def test_choice_of_tools(choice: str | None, found: str | None, fatal: bool):
    settings, losses = carried(Settings(tool_choice=choice), "openai-chat")
    assert settings.tool_choice == found
    assert any(loss.fatal for loss in losses) is fatal


def test_without_tools_there_is_nothing_to_choose():
    found, losses = carried(Settings(tool_choice="auto", parallel_tool_calls=False), "openai-chat", tools=())
    assert (found, losses) == (Settings(), ())
    _, losses = carried(Settings(tool_choice="any"), "openai-chat", tools=())
    assert losses[0].fatal


def test_only_that_calls_must_not_be_parallel_is_said():
    assert carried(Settings(parallel_tool_calls=True), "openai-chat")[0].parallel_tool_calls is None
    assert carried(Settings(parallel_tool_calls=False), "openai-chat")[0].parallel_tool_calls is False


@pytest.mark.parametrize(
    ("thinking", "effort"),
    [
        *(("budget:1024", "low"), ("budget:9000", "medium"), ("budget:31999", "high")),
        *(("on", "medium"), ("xhigh", "xhigh"), ("off", None), (None, None)),
    ],
)
def test_efforts(thinking: str | None, effort: str | None):
    assert effort_of(thinking) == effort
    assert carried(Settings(thinking=thinking), "openai-chat") == (Settings(), ())


def test_no_more_tokens_than_the_model_gives():
    limits = limits_of("openai-chat")
    target = Target(dialect="openai-chat", most_tokens=8000)
    found = [
        carried_settings(Settings(max_tokens=limit), target, limits, ToolNames((), 64), (), Losses()).max_tokens
        for limit in (32000, 100, None)
    ]
    assert found == [8000, 100, None]

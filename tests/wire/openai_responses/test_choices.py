import pytest

from skillrt.wire.exchange import Request, Settings, ToolSpec
from skillrt.wire.openai_responses.choices import take_settings, written_settings

CUSTOM = ToolSpec(name="exec", kind="custom")


def _request(settings: Settings) -> Request:
    return Request(dialect="openai-responses", model="m", messages=(), tools=(CUSTOM,), settings=settings)


@pytest.mark.parametrize(
    ("body", "settings"),
    [
        ({"tool_choice": "required"}, Settings(tool_choice="any")),
        ({"tool_choice": {"type": "custom", "name": "exec"}}, Settings(tool_choice="tool:exec")),
        ({"tool_choice": {"type": "function", "name": "run"}}, Settings(tool_choice="tool:run")),
        ({"reasoning": {"effort": "none"}}, Settings(thinking="off")),
        ({"reasoning": {"effort": "xhigh"}}, Settings(thinking="xhigh")),
        (
            {"max_output_tokens": 9, "temperature": 0.5, "top_p": 1.0},
            Settings(max_tokens=9, temperature=0.5, top_p=1.0),
        ),
        ({"parallel_tool_calls": False}, Settings(parallel_tool_calls=False)),
    ],
)
def test_settings_are_taken_and_written(body: dict[str, object], settings: Settings) -> None:
    left = dict(body)
    assert take_settings(left, [CUSTOM]) == settings
    assert left == {}
    assert written_settings(_request(settings)) == body


def test_what_has_no_place_is_left() -> None:
    for body in (
        {"tool_choice": {"type": "allowed_tools", "name": "x"}},
        {"temperature": "hot"},
        {"reasoning": None},
    ):
        left = dict(body)
        assert take_settings(left, []) == Settings()
        assert left == body


def test_budgets_of_other_dialects_are_efforts() -> None:
    for thinking, effort in (
        ("budget:1024", "low"),
        ("budget:8192", "medium"),
        ("budget:64000", "high"),
        ("on", "medium"),
    ):
        assert written_settings(_request(Settings(thinking=thinking))) == {"reasoning": {"effort": effort}}

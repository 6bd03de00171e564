import pytest

from skillrt.wire.exchange import Request, Settings
from skillrt.wire.gemini.choices import take_settings, written_settings


def _calling(**calling: object) -> dict[str, object]:
    return {"toolConfig": {"functionCallingConfig": calling}}


@pytest.mark.parametrize(
    ("body", "settings"),
    [
        (_calling(mode="AUTO"), Settings(tool_choice="auto")),
        (_calling(mode="ANY"), Settings(tool_choice="any")),
        (_calling(mode="NONE"), Settings(tool_choice="none")),
        (_calling(mode="ANY", allowedFunctionNames=["ls"]), Settings(tool_choice="tool:ls")),
        (
            {"generationConfig": {"maxOutputTokens": 9, "temperature": 0.5, "topP": 1.0, "stopSequences": ["END"]}},
            Settings(max_tokens=9, temperature=0.5, top_p=1.0, stop=("END",)),
        ),
        ({"generationConfig": {"thinkingConfig": {"thinkingBudget": -1}}}, Settings(thinking="on")),
        ({"generationConfig": {"thinkingConfig": {"thinkingBudget": 0}}}, Settings(thinking="off")),
        ({"generationConfig": {"thinkingConfig": {"thinkingBudget": 512}}}, Settings(thinking="budget:512")),
        ({"generationConfig": {"thinkingConfig": {"thinkingLevel": "low"}}}, Settings(thinking="low")),
    ],
)
def test_settings_are_taken_and_written(body: dict[str, object], settings: Settings) -> None:
    left, marks = dict(body), dict[str, object]()
    assert take_settings(left, marks) == settings
    assert (left, marks) == ({}, {})
    assert written_settings(Request(dialect="gemini", model="m", messages=(), settings=settings)) == body


def test_what_has_no_place_is_left() -> None:
    for body in (
        _calling(mode="VALIDATED"),
        _calling(mode="ANY", allowedFunctionNames=["a", "b"]),
        {"generationConfig": {"topK": 3}},
        {"generationConfig": 7},
    ):
        left = dict(body)
        assert take_settings(left, {}) == Settings()
        assert left == body


def test_a_level_in_capitals_is_marked() -> None:
    marks = dict[str, object]()
    settings = take_settings({"generationConfig": {"thinkingConfig": {"thinkingLevel": "HIGH"}}}, marks)
    assert (settings.thinking, marks) == ("high", {"level": "HIGH"})

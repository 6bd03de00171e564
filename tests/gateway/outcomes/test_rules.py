import pytest

from skillrt.gateway.outcomes.rules import compiled, first_match, words


def test_each_pattern_can_be_read():
    data = words()
    patterns = [pattern for cause in data.causes for pattern in cause.patterns]
    for pattern in (*patterns, *data.exits, *data.tool_errors, *data.crashes, *data.checks, *data.gave_up):
        assert compiled(pattern).groups <= 1
    assert data.date
    assert data.sources


def test_the_first_that_fits():
    found = first_match(("x(.)", "a(.)"), "ab")
    assert found
    assert found[1] == "b"
    assert first_match(("x",), "ab") is None


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\n",
        "'",
        "/x",
        "No such file ",
        "exit ",
        "Error: ",
        "\tx\n",
        "Traceback (most recent call last):\n ",
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(unit: str):
    text = (unit * 8_000)[:8_000]
    data = words()
    for pattern in (*(p for cause in data.causes for p in cause.patterns), *data.exits, *data.crashes, *data.checks):
        compiled(pattern).search(text)

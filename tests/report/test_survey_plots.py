import re

import pytest

from skillrt.report.survey_plots import bars, beside, plot, short
from tests.report.html_page import Page

MEASURE = {
    "words": "tokens",
    "median": 3,
    "p90": 6,
    "p99": 7,
    "most": 7,
    "columns": [[0, 1, 2], [1, 2, 0], [2, 4, 4], [4, 8, 1]],
}


def test_a_column_a_power_of_two_and_a_line_at_the_median():
    text = plot(MEASURE)
    assert Page(text).open == []
    assert re.findall(r"<title>(.*?)</title>", text)[2] == "2 to 3: 4 skills"
    heights = [float(item) for item in re.findall(r'height="([\d.]+)"', text)]
    assert heights == [46.0, 0.0, 92.0, 23.0]
    at = float(re.search(r'class="median" x1="([\d.]+)"', text).group(1))  # type: ignore[union-attr]
    assert 4 + 2 * 78 < at < 4 + 3 * 78
    assert 'aria-label="tokens: median 3, nine of ten at most 6' in text


def test_the_median_of_zeros_is_in_the_first_column():
    assert 'class="median"' in plot({**MEASURE, "median": 0})
    assert plot({**MEASURE, "columns": []}) == ""


def test_bars_are_parts_of_the_whole():
    text = bars((("low", 0, 0.25), ("high", 0.25, 0.75), ("warn", 0.5, 0.5)))
    assert re.findall(r'class="(\w+)" x="(\d+)" y="0" width="(\d+)"', text) == [
        ("low", "0", "250"),
        ("high", "250", "500"),
    ]
    assert 'width="3"' in bars((("low", 0, 0.0001),))
    assert 'x="0" y="0" width="1000"' in bars((("low", -1, 7),))
    assert beside(("ours", 0, 0.5), ("theirs", 0, 0.25)).count("<rect") == 2


@pytest.mark.parametrize(("number", "words"), [(0, "0"), (512, "512"), (4096, "4k"), (1 << 20, "1M")])
def test_short_numbers(number: int, words: str):
    assert short(number) == words

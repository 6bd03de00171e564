import pytest

from skillrt.report.survey_data import survey_data
from skillrt.report.survey_text import percent, survey_text
from skillrt.surveys.summary import Summary
from tests.report.survey_samples import sample


def test_the_tables():
    text = survey_text(survey_data(sample()))
    assert text.startswith("4 skills, 1 of them could not be read\n\nwhat they are\n")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "tool reference 2 67 % 52 %" in lines
    assert "have code 3 100 % 75 %" in lines
    assert "Python packages 3 6 3 3 3" in lines
    assert "gen.code.python 3 100 % 1 1 1" in lines
    assert "link.missing-file 2 67 % 4" in lines
    assert "tokens at activation 992 1,472 1,472 1,500 3,000" in lines
    assert any(line.startswith("published: ") and "arXiv" in line for line in lines)


def test_nothing_is_a_short_table():
    text = survey_text(survey_data(Summary()))
    assert text.startswith("0 skills\n")
    assert "audit findings" not in text


@pytest.mark.parametrize(
    ("share", "words"), [(0.524, "52 %"), (0.0123, "1.2 %"), (0.0, "0 %"), (1.0, "100 %"), (None, "-")]
)
def test_shares_in_words(share: float | None, words: str):
    assert percent(share) == words

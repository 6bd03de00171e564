import re

from skillrt.report.survey_data import survey_data
from skillrt.surveys.published import published_survey
from skillrt.surveys.summary import Summary


def test_it_is_dated_and_has_a_source():
    found = published_survey()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.date)
    assert "arXiv" in found.source
    assert all(0 < share < 1 for share in found.shares.values())


def test_each_figure_stands_beside_one_of_a_survey():
    data = survey_data(Summary())
    shown = {f"kind.{row['id']}": row["published"] for row in data["kinds"]}
    shown |= {f"content.{row['id']}": row["published"] for row in data["contents"]}
    assert {key: share for key, share in shown.items() if share is not None} == published_survey().shares

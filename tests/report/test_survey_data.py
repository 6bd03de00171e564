import json

from skillrt.report.survey_data import figures, survey_data
from skillrt.surveys.summary import Summary
from tests.report.survey_samples import sample


def test_shares_are_of_what_could_be_read():
    data = survey_data(sample())
    assert (data["skills"], data["unread"]) == (4, 1)
    kinds = {row["id"]: row for row in data["kinds"]}
    assert kinds["tool-reference"] == {
        "id": "tool-reference", "words": "tool reference", "skills": 2, "share": 0.6667, "total": 2, "published": 0.52
    }  # fmt: skip
    contents = {row["id"]: row["share"] for row in data["contents"]}
    assert contents["procedure"] == contents["code"] == 1.0
    assert contents["broken-links"] == 0.6667


def test_each_part_has_its_rows():
    data = survey_data(sample())
    needs = {row["id"]: row for row in data["needs"]}
    assert needs["python"]["required"] == {"skills": 3, "share": 1.0, "total": 6}
    assert needs["all"]["undeclared"]["total"] == 3
    assert data["primitives"][0] == {"id": "gen.code.python", "skills": 3, "share": 1.0, "L1": 1, "L2": 1, "L3": 1}
    assert [row["words"] for row in data["uses"]] == ["Codex", "several harnesses"]
    assert data["broken"][0]["words"] == "file spoken of is not there"
    measures = {row["id"]: row for row in data["measures"]}
    assert measures["tokens-activation"]["median"] == 992
    assert sum(count for _, _, count in measures["tokens-activation"]["columns"]) == 3


def test_it_is_json_also_of_nothing():
    for summary in (Summary(), sample()):
        assert json.loads(json.dumps(survey_data(summary))) == survey_data(summary)


def test_rows_that_say_nothing_are_left_out():
    data = survey_data(Summary())
    assert figures(data["contents"]) == [row for row in data["contents"] if row["published"]]
    assert figures(data["regions"]) == []

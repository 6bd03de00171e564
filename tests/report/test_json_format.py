import json

import jsonschema
import pytest
from hypothesis import given

from skillrt.errors import Report
from skillrt.report.json_format import EXCERPT_LIMIT, render_json, report_schema
from tests.report import samples

PUBLISHED = jsonschema.Draft202012Validator(report_schema())


def test_the_published_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(report_schema())


@pytest.mark.parametrize("report", [samples.ALL, samples.NEWS, samples.NOTHING], ids=["all", "news", "nothing"])
def test_it_keeps_to_the_published_schema(report: Report):
    PUBLISHED.validate(json.loads(render_json(report)))


def test_the_schema_refuses_what_is_not_listed():
    value = json.loads(render_json(samples.ALL))
    value["findings"][0]["colour"] = "red"
    assert not PUBLISHED.is_valid(value)


def test_a_finding_in_full():
    (found,) = json.loads(render_json(Report.of([samples.BROKEN], skills=1)))["findings"]
    fingerprint = found.pop("fingerprint")
    assert len(fingerprint) == 32
    assert found == {
        "code": "usage.path-missing",
        "severity": "error",
        "message": "`REFERENCE.md` is not there; `reference.md` is",
        "skill": "skills/notes",
        "path": "skills/notes/SKILL.md",
        "place": {
            "file": "SKILL.md",
            "line": 14,
            "column": 5,
            "end_line": 14,
            "end_column": 19,
            "excerpt": "see `REFERENCE.md` first",
            "excerpt_column": 1,
        },
        "hint": "Write the name as the file has it.",
        "fix": {
            "title": "write `reference.md`",
            "edits": [
                {"file": "SKILL.md", "start": 210, "end": 222, "new": "reference.md"},
                {"file": "SKILL.md", "start": 40, "end": 50, "new": ""},
            ],
        },
        "baselined": False,
        "ignored": None,
    }


def test_the_summary_counts_what_is_news():
    assert json.loads(render_json(samples.ALL))["summary"] == {
        "skills": 5,
        "errors": 2,
        "warnings": 1,
        "notes": 1,
        "baselined": 1,
        "ignored": 1,
        "fixable": 1,
    }


def test_known_and_ignored_findings_are_marked():
    flags = {
        item["message"]: (item["baselined"], item["ignored"])
        for item in json.loads(render_json(samples.ALL))["findings"]
    }
    assert flags["known"] == (True, None)
    assert flags["accepted"] == (False, "generated file")


def test_a_long_line_is_cut_and_bad_bytes_are_replaced():
    written = render_json(Report.of([samples.HOSTILE], skills=1))
    assert written.isascii()
    (found,) = json.loads(written)["findings"]
    assert len(found["place"]["excerpt"]) == EXCERPT_LIMIT
    assert found["path"].startswith("skills/b\ufffd,d:e%/")


@given(report=samples.reports())
def test_any_report_keeps_to_the_schema(report: Report):
    written = render_json(report)
    assert written.isascii()
    PUBLISHED.validate(json.loads(written))

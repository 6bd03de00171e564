import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from skillrt.errors import Diagnostic, Finding, Place, Report, Severity
from skillrt.report.sarif import FINGERPRINT, render_sarif
from tests.report import samples

REPORTS = {"all": samples.ALL, "news": samples.NEWS, "nothing": samples.NOTHING}
SUBSET = json.loads((Path(__file__).parent / "sarif_subset.schema.json").read_text(encoding="utf-8"))


def run_of(report: Report) -> dict[str, Any]:
    (run,) = json.loads(render_sarif(report))["runs"]
    return run


def result_of(finding: Finding) -> dict[str, Any]:
    (result,) = run_of(Report.of([finding], skills=1))["results"]
    return result


@pytest.mark.parametrize("name", REPORTS)
def test_it_keeps_to_the_standard(name: str):
    jsonschema.Draft202012Validator(SUBSET).validate(json.loads(render_sarif(REPORTS[name])))


@pytest.mark.parametrize("name", REPORTS)
def test_it_keeps_to_the_official_schema(name: str):
    copy = os.environ.get("SKILLRT_SARIF_SCHEMA")
    if not copy:
        pytest.skip("SKILLRT_SARIF_SCHEMA names no copy of the official schema")
    schema = json.loads(Path(copy).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    validator(schema, format_checker=validator.FORMAT_CHECKER).validate(json.loads(render_sarif(REPORTS[name])))


def test_the_subset_is_strict():
    log = json.loads(render_sarif(samples.ALL))
    log["runs"][0]["results"][0]["severity"] = "high"
    assert not jsonschema.Draft202012Validator(SUBSET).is_valid(log)


def test_a_result_in_full():
    result = result_of(samples.BROKEN)
    assert len(result.pop("partialFingerprints")[FINGERPRINT]) == 32
    artifact = {"uri": "skills/notes/SKILL.md", "uriBaseId": "%SRCROOT%"}
    assert result == {
        "ruleId": "usage.path-missing",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "`REFERENCE.md` is not there; `reference.md` is\nWrite the name as the file has it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 14, "startColumn": 5, "endLine": 14, "endColumn": 19},
                    "contextRegion": {"startLine": 14, "snippet": {"text": "see `REFERENCE.md` first"}},
                }
            }
        ],
        "fixes": [
            {
                "description": {"text": "write `reference.md`"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [
                            {"deletedRegion": {"byteOffset": 40, "byteLength": 10}},
                            {
                                "deletedRegion": {"byteOffset": 210, "byteLength": 12},
                                "insertedContent": {"text": "reference.md"},
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_rules_have_help_and_results_point_to_them():
    run = run_of(samples.ALL)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["usage.path-missing"]
    assert rules[0]["name"] == "UsagePathMissing"
    assert "Check the spelling" in rules[0]["help"]["text"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_messages_hold_no_placeholders_and_no_links():
    assert result_of(samples.NOTE)["message"]["text"] == "about the whole skill, {{baseDir}} and [x\\](y)"


def test_paths_are_uri_references():
    uris = [
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for item in run_of(samples.ALL)["results"]
    ]
    assert "skills/b%FF%2Cd%3Ae%25/x%0A%3A%3Aerror%3A%3Ay.md" in uris
    assert "skills/notes/references/a%20b.md" in uris


def test_baseline_and_ignored():
    results = {item["message"]["text"]: item for item in run_of(samples.ALL)["results"]}
    assert results["known"]["baselineState"] == "unchanged"
    assert results["accepted"]["baselineState"] == "new"
    assert results["accepted"]["suppressions"] == [{"kind": "external", "justification": "generated file"}]
    assert all("baselineState" not in item for item in run_of(samples.NEWS)["results"])


def test_fingerprints_survive_moved_lines():
    def at(line: int) -> Finding:
        place = Place("SKILL.md", line, 1, line, 5)
        return Finding("s", Diagnostic(samples.CODE, Severity.ERROR, "gone", place, "see `a`"))

    assert result_of(at(3))["partialFingerprints"] == result_of(at(90))["partialFingerprints"]


def test_a_huge_line_is_not_copied():
    place = Place("SKILL.md", 1, 1, 1, 2)
    finding = Finding("s", Diagnostic(samples.CODE, Severity.ERROR, "gone", place, "x" * 1_000_000))
    assert len(render_sarif(Report.of([finding], skills=1))) < 5000


@given(samples.reports())
def test_any_report_keeps_to_the_standard(report: Report):
    jsonschema.Draft202012Validator(SUBSET).validate(json.loads(render_sarif(report)))

import json

from skillrt.primitives.probing import Attempt
from tests.primitives.judged import as_calls, make, said

NAME = "tool.call.format"


def files(made):
    return {path: text.encode() for path, text in made.truth.items()}


def test_json_however_it_is_laid_out():
    made = make(NAME, "L2")
    ((path, text),) = made.truth.items()
    laid_out = json.dumps(json.loads(text), indent=4, sort_keys=True).encode()
    assert said(NAME, made, Attempt("", {path: laid_out})) == "passed: "
    assert "at `order`" in said(NAME, made, Attempt("", {path: laid_out.replace(b'"order": ', b'"order": 1')}))
    assert "this is no JSON" in said(NAME, made, Attempt("", {path: b"{'order': 1}"}))


def test_special_characters_reach_the_file():
    made = make(NAME, "L3")
    path, other = made.truth
    shown = made.truth[path].split("\n")
    assert [part["line"]["raw"] for part in json.loads(made.truth[other])["parts"]] == shown
    assert all(line in made.task for line in shown)
    escaped = json.dumps(json.loads(made.truth[other]), ensure_ascii=False).encode()
    assert said(NAME, made, Attempt("", files(made) | {other: escaped})) == "passed: "


def test_a_call_that_failed_was_not_exact():
    made = make(NAME, "L1")
    calls = as_calls(made.reference)
    assert said(NAME, made, Attempt("written", files(made), calls)) == "passed: "
    first = as_calls(made.reference, failed=True)
    assert "failed before" in said(NAME, made, Attempt("written", files(made), (*first, *calls)))

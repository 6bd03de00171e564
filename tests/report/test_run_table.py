import json
from typing import Literal

import msgspec

from skillrt.report.run_table import run_json, run_text
from skillrt.runs.result import Jit, SkillRow, TemplateRow
from skillrt.wire.exchange import Usage
from tests.runs.test_result import result

ROW = SkillRow(name="greet", variant="sha256:0", folder="/x", loaded=True)


def test_the_answer_comes_first_and_the_table_says_the_rest():
    text = run_text(
        result(
            skills=(ROW,), usage=Usage(input=1000, output=20, cache_read=300), counted_by="gateway", cost=0.0123,
            tool_calls=("bash", "read"), changed=tuple(f"f{n}" for n in range(10)), attempts=3,
        )
    )  # fmt: skip
    assert text.startswith("Hello\n\n")
    for words in (
        "1.5 s", "1000 read (300 of them cached), 20 written", "$0.0123", "2: bash, read", "greet: loaded",
        "f7 and 2 more", "2, 1 tried again", "the harness's own", "m (u, openai-chat)",
    ):  # fmt: skip
        assert words in text


def test_what_is_not_known_is_said_so():
    text = run_text(result(exchanges=0, attempts=0, unattended=True, native=True, skills=(ROW, ROW)))
    for words in (
        "not known",
        "none went through the gateway",
        "unattended",
        "your own configuration",
        "skill greet",
    ):
        assert words in text
    assert "cost" not in text


def test_failures():
    text = run_text(result(status="provider", failure="401 bad key", answer="", translated=True))
    assert "the provider failed: 401 bad key" in text
    assert ", translated)" in text
    assert not text.startswith("\n")


def test_long_words_are_shortened_and_said_once():
    missed = "400 SkillRT replay: no recorded request is the same:\n  recorded (user): 'a'\n  now (user): 'b'"
    text = run_text(result(status="provider", failure=missed, outcome_why=missed))
    assert "the recording did not fit: 400 SkillRT replay: no recorded request is the same: ..." in text
    assert text.count("no recorded request") == 1
    assert "recorded (user)" not in text
    text = run_text(result(status="failed", failure="x" * 500, outcome_why="y"))
    assert f"the harness failed: {'x' * 160} ...\n" in text
    assert ": y\n" in text


def test_json_holds_the_exit_status():
    found = json.loads(run_json(result(status="time-out", skills=(ROW,)), 5))
    assert (found["exit_code"], found["status"], found["skills"][0]["loaded"]) == (5, "time-out", True)


def _said(row: TemplateRow, mode: Literal["off", "shadow", "on"] = "shadow") -> str:
    return run_text(result(jit=Jit(mode=mode, decision_ms=1.25, templates=(row,))))


def test_what_templates_did():
    row = TemplateRow(template="ab12", did="answered", state="promoted", turns_saved=4, tokens_saved=900)
    text = _said(row, "on")
    assert "ab12 answered, decided in 1.2 ms; the model took 4 answers and 900 tokens for such a request" in text
    assert "took" not in _said(TemplateRow(template="ab12", did="answered"), "on")
    row = TemplateRow(template="ab12", did="handed-over", why="`x` is gone", state="demoted")
    assert "ab12 began and handed over to the model: `x` is gone; it is demoted" in _said(row, "on")
    row = TemplateRow(template="ab12", did="held-back", why="`x` is already there")
    assert "ab12 knows such requests and left this one to the model: `x` is already there" in _said(row, "on")
    row = TemplateRow(template="ab12", did="predicted", right=True, state="promoted")
    assert "predicted right what the model did; it is promoted; `--jit on` lets it answer" in _said(row)
    assert "--jit" not in _said(row, "on")
    row = msgspec.structs.replace(row, why="the tool wants more")
    assert "it is promoted; it did not answer: the tool wants more" in _said(row, "on")
    row = TemplateRow(template="ab12", did="predicted", right=False, why="other files", state="shadow")
    assert "ab12 predicted wrong: other files; it is in shadow" in _said(row)
    assert "ab12 predicted; who knows" in _said(TemplateRow(template="ab12", did="predicted", why="who knows"))


def test_why_templates_were_off_and_how_many_requests_they_answered():
    assert "off: no sandbox" in run_text(result(jit=Jit(why_off="no sandbox")))
    assert "template" not in run_text(result(jit=Jit()))
    assert "2, 2 of them answered by a template" in run_text(result(exchanges=2, attempts=2, served=2))

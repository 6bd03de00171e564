import json

from skillrt.report.run_table import run_json, run_text
from skillrt.runs.result import SkillRow
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


def test_json_holds_the_exit_status():
    found = json.loads(run_json(result(status="time-out", skills=(ROW,))))
    assert (found["exit_code"], found["status"], found["skills"][0]["loaded"]) == (5, "time-out", True)

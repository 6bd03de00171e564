import json

from skillrt.gateway.outcomes import grouped
from skillrt.report.failure_list import failures_data, failures_text
from skillrt.store.traces import Call, Episode, Outcome, SkillUse, Turn

BAD = Call(
    id="1",
    tool="bash",
    arguments='{"command":"python x.py"}',
    result="ModuleNotFoundError: No module named 'pypdf'",
    is_error=True,
    operation="shell.run",
)
FIX = Call(id="2", tool="bash", arguments='{"command":"pip install pypdf"}', operation="shell.run")
GOOD = Call(id="3", tool="bash", arguments='{"command":"python x.py"}', result="ok", operation="shell.run")


def _episode(id: str, *calls: Call, prompt: str = "Fold.", **given) -> Episode:
    return Episode(
        id=id,
        run="",
        harness="pi",
        model="m",
        prompt=prompt,
        started=1,
        turns=tuple(Turn(calls=(call,)) for call in calls),
        skills=(SkillUse(name="paper", loaded_at=0),),
        **given,
    )


GROUPS = grouped(
    [
        _episode("a", BAD, FIX, GOOD),
        _episode("b", BAD, prompt="Fold a boat."),
        _episode("c", outcome=Outcome(kind="failed", failure="provider")),
    ]
)


def test_each_cause_with_evidence_and_what_helped():
    text = failures_text(GROUPS)
    assert text.startswith(
        "environment: missing-module:pypdf  [systematic]\n  2 times in 2 episodes, 2 tasks; 0 decided"
    )
    assert "a turn 1 (tool): ModuleNotFoundError: No module named 'pypdf'" in text
    assert "worked in turn 3: after `pip install pypdf`" in text
    assert "[not the skill's]" in text


def test_plain_data_can_be_json():
    first, _ = json.loads(json.dumps(failures_data(GROUPS)))["failures"]
    assert first["failures"][0]["recovery"]["changes"] == [
        {"kind": "between", "before": "", "after": "pip install pypdf"}
    ]


def test_nothing_of_nothing():
    assert failures_text([]) == "no failures\n"

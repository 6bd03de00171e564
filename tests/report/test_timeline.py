import msgspec

from skillrt.gateway.outcomes import recoveries_of
from skillrt.report.timeline import timeline
from skillrt.store.traces import Call, Episode, Evidence, FileChange, Outcome, SideCall, SkillUse, Turn
from skillrt.wire.exchange import Usage

FAILED = Call(
    id="1",
    tool="bash",
    arguments='{"command":"python x.py a"}',
    result="bash: python: command not found",
    is_error=True,
    operation="shell.run",
    millis=20,
)
WORKED = Call(
    id="2", tool="bash", arguments='{"command":"python3 x.py a"}', result="ok\x1b[31m", operation="shell.run"
)
EPISODE = Episode(
    id="ab12",
    run="r1",
    harness="pi",
    model="small-1",
    prompt="Fold.",
    started=1_790_000_000_000,
    session="s",
    turns=(
        Turn(calls=(FAILED,), began=0, took=500, usage=Usage(input=10, output=2)),
        Turn(calls=(WORKED,), began=900, took=500, said="In blue."),
        Turn(error="overloaded", status=529),
        Turn(text="\n".join(f"line {n}" for n in range(20))),
    ),
    skills=(
        SkillUse(name="paper", loaded_at=1, variant="v1"),
        SkillUse(name="clay"),
        SkillUse(name="wax", loaded_at=0, variant="v2", fitted="small-1@pi"),
    ),
    took=3_000,
    retries=1,
    cost=0.5,
    outcome=Outcome(kind="failed", failure="task", evidence=(Evidence(source="user", text="wrong", turn=3),)),
    changes=(
        FileChange(path="a", after="1"),
        FileChange(path="b", before="1", after="2"),
        FileChange(path="c", before="1"),
    ),
    side_calls=(SideCall(exchange="x", kind="title"),),
)


def test_from_request_to_outcome():
    child = Episode(
        id="cd34", run="", harness="", model="", prompt="Count.", started=EPISODE.started + 950, parent="ab12"
    )
    text = timeline(EPISODE, recoveries=recoveries_of(EPISODE), children=[child])
    for part in (
        "episode ab12  2026-09-21 14:13:20 UTC",
        "small-1@pi  run r1  session s",
        "skill paper: loaded in turn 2, variant v1",
        "skill clay: listed, never loaded",
        "skill wax: loaded in turn 1, fitted for small-1@pi, variant v2",
        "request: Fold.",
        "+0.0 s  model 0.5 s  10 in, 2 out",
        "bash: python x.py a",
        "failed after 0.0 s: bash: python: command not found",
        "user adds: In blue.",
        "no answer (529): overloaded",
        "recovered from turn 1 (missing-program:python): `python` → `python3`",
        "↳ agent cd34 (unknown): Count.",
        "says: line 0",
        "… 14 more lines",
        "outcome: failed: task",
        "user, turn 4: wrong",
        "$0.5000, 1 retries",
        "beside: title",
        "file new: a",
        "file changed: b",
        "file removed: c",
    ):
        assert part in text
    assert text.index("`python` →") < text.index("↳ agent") < text.index("no answer")


def test_nothing_reaches_the_terminal_as_it_is():
    assert "\x1b" not in timeline(EPISODE, full=True)


def test_in_full_nothing_is_cut():
    assert "line 19" in timeline(EPISODE, full=True)
    assert "line 19" not in timeline(EPISODE)


def test_a_call_without_a_result():
    call = Call(id="1", tool="x", arguments="free text", answered=False)
    text = timeline(
        Episode(id="e", run="", harness="", model="", prompt="p", started=0, turns=(Turn(calls=(call,)),))
    )
    assert "x: free text" in text
    assert "(no result)" in text


def test_what_templates_did_is_said_at_its_turn():
    turns = (
        Turn(jit="act ab12", took=2),
        Turn(jit="hand-over ab12: `x` was not written", took=500),
        Turn(jit="predict ab12\nheld-back cd34: `x` is not as seen before", took=500),
        Turn(jit="answer ab12", took=1),
    )
    text = timeline(msgspec.structs.replace(EPISODE, turns=turns))
    for part in (
        "template 0.0 s",
        "answered here: template ab12 acts, no model was asked",
        "handed over to the model by template ab12: `x` was not written",
        "    predicted in shadow by template ab12\n",
        "    did not act: template cd34: `x` is not as seen before\n",
        "answered here: template ab12 concludes, no model was asked",
        "model 0.5 s",
    ):
        assert part in text

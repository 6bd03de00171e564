from typing import Any

from skillrt.runs.result import SkillRow
from skillrt.runs.summing import with_episodes
from skillrt.store.traces.episode import Call, Episode, Evidence, Outcome, SkillUse, Turn
from tests.runs.test_result import result


def _episode(**changed: Any) -> Episode:
    table: dict[str, Any] = {"id": "e", "run": "r", "harness": "bare", "model": "m", "prompt": "p", "started": 1}
    return Episode(**{**table, **changed})


def test_without_episodes_nothing_is_added():
    assert with_episodes(result(), []) == result()


def test_what_episodes_say():
    rows = tuple(SkillRow(name=name, variant="v", folder="/f") for name in ("used", "listed", "hidden"))
    turn = Turn(calls=(Call(id="1", tool="bash", arguments="{}"),))
    failed = Outcome(kind="failed", failure="tool", evidence=(Evidence(source="tool", text="no such file"),))
    root = _episode(
        turns=(turn,), cost=0.5, outcome=failed,
        skills=(SkillUse(name="used", loaded_at=0), SkillUse(name="listed")),
    )  # fmt: skip
    child = _episode(id="c", parent="e", turns=(turn,), cost=0.25)
    found = with_episodes(result(skills=rows), [root, child])
    assert [(row.listed, row.loaded) for row in found.skills] == [(True, True), (True, False), (False, False)]
    assert found.tool_calls == ("bash", "bash")
    assert found.cost == 0.75
    assert (found.outcome, found.outcome_why) == ("failed (tool)", "no such file")
    assert with_episodes(result(), [root, _episode(id="d")]).cost is None

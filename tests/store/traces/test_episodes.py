from pathlib import Path

import msgspec
import pytest

from skillrt.errors import UsageError
from skillrt.store.traces import Episode, Episodes, Outcome, SkillUse, TraceReader, TraceStore, Turn, Wanted
from skillrt.store.traces.database import connect
from skillrt.store.traces.episodes import marked
from skillrt.wire.exchange import Usage
from tests.store.traces.samples import recorded


def _episode(id: str, **given) -> Episode:
    values = {"run": "r1", "harness": "pi", "model": "small-1", "prompt": "Fold.", "started": 1000}
    return Episode(id=id, **(values | given))


@pytest.fixture
def episodes(tmp_path: Path):
    connection = connect(tmp_path / "traces.db")
    yield Episodes(connection)
    connection.close()


def test_an_episode_comes_back_whole(episodes: Episodes):
    episode = _episode(
        "e1",
        turns=(Turn(text="done"),),
        skills=(SkillUse(name="paper", loaded_at=1),),
        usage=Usage(input=5),
        cost=0.25,
    )
    episodes.put(episode)
    assert episodes.get("e1") == episode


def test_saving_a_scope_again_replaces_what_it_had(episodes: Episodes):
    episodes.save("run:r1", 3, "1", [_episode("e1"), _episode("e2")])
    episodes.put(_episode("imported"))
    episodes.save("run:r1", 4, "1", [_episode("e2", final="new")])
    assert sorted(episode.id for episode in episodes.find(Wanted())) == ["e2", "imported"]
    assert episodes.get("e2").final == "new"


def test_what_is_stale(tmp_path: Path):
    path = tmp_path / "traces.db"
    with TraceStore.open(path) as store:
        store.put(recorded(1))
        store.put(recorded(2, run="r2"))
        store.flush()
        with TraceReader.open(path) as reader:
            episodes = Episodes(reader.connection)
            assert episodes.stale("1") == [("run:r1", 1), ("run:r2", 2)]
            episodes.save("run:r1", 1, "1", [])
            assert episodes.stale("1") == [("run:r2", 2)]
            assert episodes.stale("2") == [("run:r1", 1), ("run:r2", 2)]
            store.put(recorded(3))
            store.flush()
            assert episodes.stale("1") == [("run:r2", 2), ("run:r1", 3)]


def test_finding(episodes: Episodes):
    episodes.put(_episode("a", started=1, skills=(SkillUse(name="paper"),)))
    episodes.put(_episode("b", started=2, model="large", outcome=Outcome(kind="failed", failure="tool")))
    episodes.put(_episode("c", started=3, run="r2"))

    def ids(**wanted) -> list[str]:
        return [episode.id for episode in episodes.find(Wanted(**wanted))]

    assert ids() == ["c", "b", "a"]
    assert ids(limit=2) == ["c", "b"]
    assert ids(skill="paper") == ["a"]
    assert ids(model="large") == ids(failure="tool") == ids(outcome="failed") == ["b"]
    assert ids(since=3) == ids(run="r2") == ["c"]


def test_a_beginning_of_an_id_is_enough_where_it_is_clear(episodes: Episodes):
    episodes.put(_episode("ab12"))
    episodes.put(_episode("ab34"))
    episodes.put(_episode("a%_"))
    assert episodes.get("ab1").id == "ab12"
    assert episodes.get("a%").id == "a%_"
    with pytest.raises(UsageError, match="several"):
        episodes.get("ab")
    for id in ("zz", "", "_b12"):
        with pytest.raises(UsageError, match="no episode"):
            episodes.get(id)


def test_marks_count_and_outlive_putting_together_anew(episodes: Episodes):
    episodes.save("run:r1", 1, "1", [_episode("e1", outcome=Outcome(kind="right"))])
    assert episodes.mark("e1", "wrong", "it is upside down").outcome.kind == "failed"
    episodes.save("run:r1", 2, "1", [_episode("e1", outcome=Outcome(kind="right"))])
    outcome = episodes.get("e1").outcome
    assert (outcome.kind, outcome.failure, outcome.marked) == ("failed", "task", True)
    assert outcome.evidence[0].text == "it is upside down"
    assert [episode.id for episode in episodes.find(Wanted(outcome="failed"))] == ["e1"]
    assert episodes.unmark("e1").outcome.kind == "right"


def test_what_was_found_stays_as_evidence():
    outcome = Outcome(kind="failed", failure="environment")
    assert marked(outcome, "wrong", "").failure == "environment"
    assert marked(outcome, "right", "").failure is None
    assert msgspec.json.encode(marked(outcome, "right", "fine"))


def test_outcomes_count_where_the_skill_was_fetched_and_marks_win(episodes: Episodes):
    used, listed = (SkillUse(name="paper", loaded_at=0),), (SkillUse(name="paper"),)
    episodes.put(_episode("e1", skills=used, outcome=Outcome(kind="right")))
    episodes.put(_episode("e2", skills=used, outcome=Outcome(kind="right")))
    episodes.put(_episode("e3", skills=listed, outcome=Outcome(kind="right")))
    episodes.mark("e2", "wrong")
    assert episodes.outcomes() == [("paper", "pi", "small-1", "failed", 1), ("paper", "pi", "small-1", "right", 1)]

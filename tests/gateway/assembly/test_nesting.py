from skillrt.gateway.assembly.nesting import episode_at, parent_of
from skillrt.gateway.assembly.threads import TrafficOf, threads_of
from skillrt.store.traces import Episode
from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Traffic
from tests.gateway.assembly.talk import Talk

PI, CLAUDE = shipped_harnesses()["pi"], shipped_harnesses()["claude-code"]


def _episode(id: str, started: int) -> Episode:
    return Episode(id=id, run="", harness="", model="", prompt="", started=started)


def test_the_episode_that_was_under_way():
    episodes = [_episode("a", 10), _episode("b", 20)]
    found = [episode_at(episodes, at) for at in (5, 10, 15, 25)]
    assert [episode.id for episode in found if episode] == ["a", "a", "a", "b"]
    assert episode_at([], 5) is None


def test_two_users_are_not_parent_and_child():
    talk = Talk("openai-chat", headers={})
    talk.send([("user", "Fold the large crane now.")], "", [("c", "bash", '{"command":"fold the small crane then"}')])
    talk.send([("user", "fold the small crane then")], "x")
    threads = threads_of(talk.sent, TrafficOf({}, Traffic()))
    assert [parent_of(thread, threads, PI, Traffic()) for thread in threads] == [None, None]


def test_short_words_are_equal_by_chance():
    talk = Talk("anthropic-messages", tools=("Agent",))
    talk.send([("user", ["Fold."])], "", [("c", "Agent", '{"prompt":"go on"}')])
    talk.send([("user", ["go on"])], "x")
    threads = threads_of(talk.sent, TrafficOf({}, Traffic()))
    assert parent_of(threads[1], threads, CLAUDE, Traffic()) is None

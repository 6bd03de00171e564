from skillrt.gateway.assembly.threads import TrafficOf, threads_of
from skillrt.targets.traffic import SideCall, Traffic
from tests.gateway.assembly.talk import Talk

CALL = ("c1", "bash", "{}")


def _threads(talk: Talk, traffic: Traffic | None = None):
    return threads_of(talk.sent, TrafficOf({}, traffic or Traffic()))


def test_a_history_that_grows_is_one_thread():
    talk = Talk("openai-chat")
    talk.send([("user", "a")], "", [CALL])
    talk.send([("user", "a"), ("assistant", "", [CALL]), ("results", [("c1", "bash", "x", False)])], "b")
    (thread,) = _threads(talk)
    assert [len(step.new) for step in thread.steps] == [1, 1]


def test_other_words_are_another_thread():
    talk = Talk("openai-chat")
    talk.send([("user", "a")], "b")
    talk.send([("user", "c")], "d")
    assert len(_threads(talk)) == 2


def test_two_that_go_on_at_once_stay_apart():
    talk = Talk("openai-chat")
    for word in ("a", "b"):
        talk.send([("user", word)], f"{word}1")
    for word in ("a", "b"):
        talk.send([("user", word), ("assistant", f"{word}1", []), ("user", "more")], f"{word}2")
    assert [[step.record.id for step in thread.steps] for thread in _threads(talk)] == [
        ["r1-000", "r1-002"],
        ["r1-001", "r1-003"],
    ]


def test_what_is_sent_again_takes_the_place_of_the_first():
    talk = Talk("openai-chat")
    talk.send([("user", "a")], error="x")
    talk.send([("user", "a")], error="y")
    talk.send([("user", "a")], "b")
    (thread,) = _threads(talk)
    assert [step.record.id for step in thread.steps] == ["r1-002"]
    assert thread.retries == {"r1-002": 2}


def test_the_same_words_without_tools_are_something_else():
    talk = Talk("openai-chat")
    talk.send([("user", "a")], "title", tools=())
    talk.send([("user", "a")], "b")
    assert len(_threads(talk)) == 2


def test_side_calls_by_their_system_prompt_or_their_words():
    traffic = Traffic(
        side_calls=(SideCall(kind="title", system="You name things"), SideCall(kind="sum", user="Summarise:"))
    )
    talk = Talk("openai-chat")
    talk.send([("system", "You name things."), ("user", "a")], "t")
    talk.send([("user", "Summarise: a")], "s")
    talk.send([("user", "a")], "b")
    assert [thread.side for thread in _threads(talk, traffic)] == ["title", "sum", ""]

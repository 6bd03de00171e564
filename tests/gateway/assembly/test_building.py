from skillrt.gateway.assembly.assemble import assemble
from skillrt.gateway.assembly.building import episode_id, sum_usage
from skillrt.wire.exchange import Usage
from tests.gateway.assembly.talk import Talk


def test_ids_are_short_and_the_same_each_time():
    assert episode_id("x") == episode_id("x") != episode_id("y")
    assert len(episode_id("x")) == 16


def test_tokens_add_up():
    assert sum_usage([Usage(input=1, output=2), None, Usage(input=3, thinking=4)]) == Usage(
        input=4, output=2, thinking=4
    )


def test_a_price_that_is_not_known_makes_the_whole_cost_unknown():
    talk = Talk("openai-chat", model="mock-model")
    talk.send([("user", "Fold.")], "Folded.")
    assert assemble(talk.sent)[0].cost is None


def test_an_error_in_its_own_words():
    talk = Talk("openai-chat")
    talk.send([("user", "a")], response=None, status=503, response_body=b"<html>busy")
    talk.send([("user", "b")], response=None, status=0, error="")
    talk.send([("user", "c")], response=None, response_body=b"data: {{")
    assert [item.turns[0].error for item in assemble(talk.sent)] == [
        "<html>busy",
        "no answer came",
        "its answer could not be read",
    ]


def test_what_was_said_before_recording_began_is_no_part_of_the_request():
    talk = Talk("openai-chat")
    talk.send([("user", "Old."), ("assistant", "Done.", []), ("user", "New.")], "Done too.")
    (episode,) = assemble(talk.sent)
    assert episode.prompt == "New."


def test_what_templates_did_stands_at_its_turn_and_the_last_at_the_episode():
    talk = Talk("openai-chat")
    talk.send([("user", "Fold.")], "Folded.", jit="act ab12")
    talk.send([("user", "Fold."), ("assistant", "Folded.", []), ("user", "Again.")], "Again.", jit="folded")
    first, second = assemble(talk.sent)
    assert (first.jit, first.turns[0].jit) == ("act ab12", "act ab12")
    assert (second.jit, second.turns[0].jit) == ("", "")

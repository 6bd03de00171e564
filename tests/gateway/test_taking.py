from skillrt.gateway.access import Granted, Run
from skillrt.gateway.events import Answer, RequestHead
from skillrt.gateway.plain_turns import PlainTurns
from skillrt.gateway.policy import Taken
from skillrt.gateway.taking import taken
from skillrt.wire.exchange import Dialect
from tests.gateway.sessions import RUN, head, policy


class Folding(PlainTurns):
    """Gives another body."""

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        return Taken(body=body + b"!", jit="hand-over")


class Serving(Folding):
    """Answers."""

    def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
        return Taken(answer=Answer(200, (), b"here"), jit="act")


GRANTED = Granted(run=RUN, path="/v1/chat/completions", query="", keyed=True)


def test_a_request_goes_on_as_it_is_where_nothing_acts():
    request = head()
    assert taken(policy(), GRANTED, "openai-chat", request, b"x", more=False) == ("", request, b"x", None)
    acts = policy(acts=Folding())
    assert taken(acts, GRANTED, "openai-chat", request, b"x", more=True) == ("", request, b"x", None)
    assert taken(acts, GRANTED, None, request, b"x", more=False) == ("", request, b"x", None)
    request = head(f"/run/{RUN.id}/v1/chat/completions", "POST", ("Content-Encoding", "odd"))
    assert taken(acts, GRANTED, "openai-chat", request, b"x", more=False) == ("", request, b"x", None)


def test_another_body_goes_on_without_its_old_coding():
    request = head(f"/run/{RUN.id}/v1/chat/completions", "POST", ("Content-Encoding", "identity"))
    went = taken(policy(acts=Folding()), GRANTED, "openai-chat", request, b"x", more=False)
    assert (went.jit, went.body, went.answer) == ("hand-over", b"x!", None)
    assert all(key != "Content-Encoding" for key, _ in went.head.headers)


def test_an_answer_ends_it():
    went = taken(policy(acts=Serving()), GRANTED, "openai-chat", head(), b"x", more=False)
    assert went.answer == Answer(200, (), b"here")

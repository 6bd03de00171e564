import gzip

from msgspec.structs import replace

from skillrt.gateway.access import Granted, Run
from skillrt.gateway.events import RequestHead
from skillrt.gateway.fitting import asking_harness, fitted
from skillrt.gateway.headers import has
from tests.gateway.sessions import RUN, policy

GRANTED = Granted(run=replace(RUN, harness="pi"), path="/v1/chat/completions", query="", keyed=True)
HEAD = RequestHead(now=0.0, method="POST", target="/", headers=(("Content-Encoding", "gzip"), ("A", "1")))


class _Loads:
    def __init__(self, answer: bytes | None) -> None:
        self.answer = answer
        self.asked: list[tuple[object, ...]] = []

    def fit(self, *asked: object) -> bytes | None:
        self.asked.append(asked)
        return self.answer


def test_an_encoded_body_is_looked_into_and_what_comes_in_its_place_is_plain():
    loads = _Loads(b"other")
    fit = fitted(policy(loads=loads), GRANTED, "openai-chat", HEAD, gzip.compress(b"body"), "m")
    assert loads.asked == [("openai-chat", "/v1/chat/completions", b"body", "m", "pi")]
    assert (fit.body, fit.changed) == (b"other", True)
    assert not has(fit.head.headers, "content-encoding")


def test_what_fits_goes_on_as_it_came():
    body = gzip.compress(b"body")
    assert fitted(policy(loads=_Loads(None)), GRANTED, "openai-chat", HEAD, body, "m") == (HEAD, body, False)
    assert fitted(policy(), GRANTED, "openai-chat", HEAD, body, "m") == (HEAD, body, False)
    assert fitted(policy(loads=_Loads(b"x")), GRANTED, "openai-chat", HEAD, b"no gzip", "m") == (
        HEAD,
        b"no gzip",
        False,
    )


def test_who_asks_is_the_run_or_what_the_client_says_it_is():
    head = RequestHead(now=0.0, method="POST", target="/", headers=(("User-Agent", "claude-cli/2.1 (x)"),))
    granted = Granted(run=None, path="/", query="", keyed=True)
    assert asking_harness(granted, head) == "claude-code"
    assert asking_harness(granted, replace(head, headers=())) == ""
    run = Run(id="1" * 32, harness="codex")
    assert asking_harness(replace(granted, run=run), head) == "codex"

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from skillrt.gateway.access import Access, Granted, Run
from skillrt.gateway.ahead import work_ahead
from skillrt.gateway.events import RequestHead
from skillrt.gateway.plain_turns import PlainTurns
from skillrt.gateway.policy import Policy
from skillrt.gateway.routes import Routes, Upstream
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect
from tests.gateway.loads import LARGE, SMALL, Here
from tests.gateway.test_loading import history

HEAD = RequestHead(now=0.0, method="POST", target="/v1/chat/completions", headers=())
CHAT = Upstream(name="one", base_url="http://127.0.0.1:1/v1", dialects=("openai-chat",))


def policy(here: Here, upstream: Upstream = CHAT) -> Policy:
    return Policy(routes=Routes((upstream,)), access=Access(runs={}), loads=here.loading)


def granted(here: Here) -> Granted:
    return Granted(run=Run(id="1" * 32, harness=here.harness.name), path="/v1/chat/completions", query="", keyed=True)


def body(here: Here, model: str) -> list[bytes]:
    """A request with the loaded text, in two pieces."""
    whole = codec("openai-chat").encode_request(history(here, "openai-chat", model)).body
    return [whole[:100], whole[100:]]


def test_a_variant_that_is_new_is_compiled_beside_the_event_loop(tmp_path: Path):
    here = Here(tmp_path, "pi")
    work = work_ahead(policy(here), granted(here), "openai-chat", HEAD, body(here, SMALL))
    assert work
    assert here.loading.fitted == []
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [item.model for item in here.loading.fitted] == [SMALL], "four at once compile once"
    assert work_ahead(policy(here), granted(here), "openai-chat", HEAD, body(here, SMALL)) is None


def test_the_model_that_the_provider_is_asked_for_counts(tmp_path: Path):
    here = Here(tmp_path, "pi")
    renamed = policy(here, replace(CHAT, model=SMALL))
    work = work_ahead(renamed, granted(here), "openai-chat", HEAD, body(here, LARGE))
    assert work
    work()
    assert [item.model for item in here.loading.fitted] == [SMALL]


class Looking(PlainTurns):
    """Takes long in looking at requests."""

    def __init__(self, seen: list[bytes]) -> None:
        self._seen = seen

    def ahead(
        self, granted: Granted, dialect: Dialect, head: RequestHead, body: Sequence[bytes], most: int
    ) -> Callable[[], object]:
        return lambda: self._seen.append(b"".join(body))


@pytest.mark.parametrize("model", [LARGE, SMALL])
def test_templates_look_too(model: str, tmp_path: Path):
    here = Here(tmp_path, "pi")
    seen: list[bytes] = []
    both = replace(policy(here), acts=Looking(seen))
    work = work_ahead(both, granted(here), "openai-chat", HEAD, body(here, model))
    assert work
    work()
    assert seen == [b"".join(body(here, model))]
    assert len(here.loading.fitted) == (model == SMALL)
    assert work_ahead(both, granted(here), None, HEAD, body(here, model)) is None


@pytest.mark.parametrize("model", [LARGE, "nobody/knows-this-one", ""])
def test_where_nothing_is_to_be_compiled_there_is_no_work(model: str, tmp_path: Path):
    here = Here(tmp_path, "pi")
    assert work_ahead(policy(here), granted(here), "openai-chat", HEAD, body(here, model)) is None
    assert work_ahead(policy(here), granted(here), None, HEAD, body(here, SMALL)) is None


def test_a_skill_that_is_only_listed_is_none(tmp_path: Path):
    here = Here(tmp_path, "pi")
    listed = [b'{"model":"' + SMALL.encode() + b'","messages":[{"role":"user","content":"train-times"}]}']
    assert work_ahead(policy(here), granted(here), "openai-chat", HEAD, listed) is None


def test_a_body_that_cannot_be_read_is_left_to_the_session(tmp_path: Path):
    here = Here(tmp_path, "pi")
    odd = replace(HEAD, headers=(("Content-Encoding", "gzip"),))
    assert work_ahead(policy(here), granted(here), "openai-chat", odd, [b"no gzip"]) is None

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from skillrt.gateway.access import Run
from skillrt.gateway.account import Attempt
from skillrt.gateway.events import Answer, RequestHead
from skillrt.gateway.plain_turns import PlainTurns
from skillrt.gateway.policy import Acts, Taken
from skillrt.runs.aim import Aim
from skillrt.runs.link import Beside, Link, _telling, linked, run_of
from skillrt.runs.plan import RunPlan
from skillrt.store.traces.records import ExchangeRecord
from skillrt.wire.exchange import Dialect
from tests.harness.bare.model import says, serving
from tests.runs.sample import plan
from tests.upstream.answers import say
from tests.upstream.faults import malformed
from tests.upstream.server import ScriptedUpstream

BODY = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "hi"}]}


def _linked(plan: RunPlan, heard: Callable[[ExchangeRecord], object], acts: Acts | None = None):
    return linked(plan, run_of(plan), None, heard, Beside(acts))


async def _asked(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.post(f"{url}/v1/chat/completions", json=BODY) as answer:
        await answer.read()
        return answer.status


def test_what_goes_through_is_remembered_and_gets_the_key(tmp_path):
    async def run() -> tuple[Link, str, list[str]]:
        heard: list[str] = []
        async with serving(says("hello there")) as model:
            async with _linked(plan(tmp_path, model.url), lambda item: heard.append(item.model)) as link:
                assert await _asked(link.base) == 200
                base = link.base
            with pytest.raises(aiohttp.ClientError):
                await _asked(base)
            return link, model.headers[0]["Authorization"], heard

    link, key, heard = asyncio.run(run())
    assert key == "Bearer secret-key"
    assert heard == ["m"]
    (record,) = link.records
    assert record.run == link.run.name
    assert link.run.id not in record.run
    assert (link.broken, link.attempts) == (False, 1)


def test_what_templates_answer_reaches_no_provider(tmp_path):
    class Serving(PlainTurns):
        def take(self, dialect: Dialect, path: str, body: bytes, head: RequestHead, run: Run | None) -> Taken:
            return Taken(answer=Answer(200, (), b"{}"), jit="act ab12")

    async def run() -> Link:
        heard: list[str] = []
        async with _linked(
            plan(tmp_path, "http://127.0.0.1:9"), lambda item: heard.append(item.jit), Serving()
        ) as link:
            assert await _asked(link.base) == 200
        assert heard == ["act ab12"]
        return link

    link = asyncio.run(run())
    assert (len(link.records), link.served, link.attempts, link.broken) == (1, 1, 1, False)


def test_that_a_provider_fails_again_is_said_once(tmp_path):
    said: list[str] = []
    waits = _telling(run_of(plan(tmp_path, "http://127.0.0.1:9")), said.append)
    failed = Attempt(at=0.0, ended=0.1, problem="connect: refused")
    for tried in range(1, 6):
        waits([failed] * tried)
        assert len(said) == (tried > 1)
    assert said[0].endswith("asked again for a while: connect: refused")


def test_an_error_of_the_provider_is_seen(tmp_path):
    async def run() -> Link:
        async with serving({"status": 401, "body": {"error": {"message": "no"}}}) as model:
            async with _linked(plan(tmp_path, model.url), lambda _: None) as link:
                assert await _asked(link.base) == 401
            return link

    assert asyncio.run(run()).broken


@pytest.mark.parametrize("answer", [malformed(say("Hello there, Ada"), 40), {"status": 200, "page": ""}])
def test_an_answer_that_cannot_be_read_or_is_none_is_seen(tmp_path, answer):
    async def run() -> Link:
        async with serving(answer) as model:
            with ScriptedUpstream(lambda request: answer) as upstream:
                url = model.url if isinstance(answer, dict) else upstream.url
                async with _linked(plan(tmp_path, url), lambda _: None) as link:
                    assert await _asked(link.base) == 200
        return link

    assert asyncio.run(run()).broken


def test_a_run_past_the_gateway_starts_none(tmp_path):
    async def run() -> str:
        made = plan(tmp_path, "http://x")
        past = plan(tmp_path, "http://x", aim=Aim(made.aim.routes, None, "openai-chat", past=True))
        async with _linked(past, lambda _: None) as link:
            return link.base

    assert asyncio.run(run()) == ""

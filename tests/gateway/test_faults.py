"""What goes wrong at providers and clients, over real sockets."""

import asyncio
from pathlib import Path

import pytest

from skillrt.gateway.policy import Limits, Policy
from skillrt.gateway.routes import Routes
from tests.gateway.running import Visit, echo, in_a_loop, place, raw, request


@pytest.mark.parametrize("statuses", [["500", "502", "ok"], ["429", "529", "503", "504", "ok"]])
@in_a_loop
async def test_bursts_of_errors_are_waited_out(statuses: list[str]):
    async def burst(visit: Visit) -> None:
        status = statuses[visit.number]
        await visit.answer(b"{}", "200 OK" if status == "ok" else f"{status} Busy")

    async with place(burst) as here:
        assert (await here.post())[0] == 200
        assert [item.status for item in here.accounts[0].attempts][-1] == 200
        assert len(here.accounts[0].attempts) == len(statuses)
        bodies = {seen.partition(b"\r\n\r\n")[2] for seen in here.provider.visits}
        assert bodies == {b'{"model":"m"}'}


@pytest.mark.parametrize("when", ["at once", "after the head"])
@in_a_loop
async def test_resets_before_a_byte_was_relayed(when: str):
    async def moody(visit: Visit) -> None:
        if visit.number == 2:
            await visit.answer(b"{}")
            return
        if when == "after the head":
            await visit.stream()
        visit.reset()

    async with place(moody) as here:
        assert await here.post() == (200, b"{}")


@in_a_loop
async def test_a_reset_in_mid_stream_is_seen_by_the_client():
    async def broken(visit: Visit) -> None:
        await visit.stream()
        await visit.event(b"data: 1\n\n")
        await asyncio.sleep(0.05)
        visit.reset()

    async with place(broken) as here:
        reader, writer = await raw(here, request())
        received = await reader.read()
        assert b"data: 1\n\n" in received
        assert not received.endswith(b"0\r\n\r\n")
        assert len(here.provider.visits) == 1
        assert here.accounts[0].ending == "broken"
        writer.close()


@in_a_loop
async def test_a_kept_connection_that_has_gone_stale_fails_nobody():
    async def once(visit: Visit) -> None:
        await visit.answer(b"{}")
        if visit.number == 0:
            await asyncio.sleep(0.02)
            visit.reset()

    async with place(once) as here:
        assert (await here.post())[0] == 200
        assert (await here.post())[0] == 200
        assert (await here.post(path="/v1/files"))[0] == 200


@in_a_loop
async def test_a_provider_that_stalls_is_given_up():
    async def stall(visit: Visit) -> None:
        await asyncio.sleep(20)

    async with place(stall, Limits(idle=0.1)) as here:
        status, body = await here.post()
        assert status == 504
        assert b"the upstream `there` gave no answer" in body


@in_a_loop
async def test_a_provider_that_is_not_there():
    async with place(echo) as here:
        here.gateway.policy = Policy(
            routes=Routes(
                tuple(
                    type(item)(name="gone", base_url="http://127.0.0.1:1/v1", dialects=item.dialects)
                    for item in here.gateway.policy.routes.upstreams
                )
            ),
            access=here.gateway.policy.access,
            retries=here.gateway.policy.retries,
        )
        status, body = await here.post()
        assert status == 502
        assert b"5 times over: no connection to 127.0.0.1 port 1: Connection refused" in body


MALFORMED = {
    "no HTTP": b"hello\r\n\r\n",
    "a wrong length": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
    "a wrong chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("answer", MALFORMED.values(), ids=MALFORMED)
@in_a_loop
async def test_what_is_no_http_ends_in_an_error_not_in_a_hang(answer: bytes):
    async def wrong(visit: Visit) -> None:
        await visit.say(answer)
        visit.writer.close()

    async with place(wrong) as here:
        status, body = await here.post()
        assert status == 502
        # a number in aiohttp's own words reads like the provider's status
        assert b"message=" not in body
        assert b"400" not in body
        assert b"its answer is no HTTP" in body or b"its answer broke off before the end" in body


@pytest.mark.parametrize(
    "body", [b"{not json", b"", b"\xff\xfe\x00", b"[" * 10_000], ids=["cut", "empty", "bytes", "deep"]
)
@in_a_loop
async def test_bodies_that_nobody_understands_are_relayed(body: bytes):
    async def same(visit: Visit) -> None:
        await visit.answer(visit.body, "400 Bad Request")

    async with place(same) as here:
        assert await here.post(body) == (400, body)


@in_a_loop
async def test_event_streams_that_nobody_understands_are_relayed():
    events = [b"data: {\n", b"\xff\xfe", b"event: \r\r\ndata", b": x\n\n\n\nid", b"data: {} "]

    async def odd(visit: Visit) -> None:
        await visit.stream()
        for event in events:
            await visit.event(event)
        await visit.say(b"0\r\n\r\n")

    async with place(odd) as here:
        assert await here.post() == (200, b"".join(events))


@in_a_loop
async def test_encoded_answers_are_relayed_encoded():
    async def encoded(visit: Visit) -> None:
        await visit.answer(b"\x1f\x8bnot even gzip", "200 OK", "Content-Encoding: gzip")

    async with place(encoded) as here:
        url = f"{here.url}/v1/chat/completions"
        here.client._auto_decompress = False  # pyright: ignore[reportPrivateUsage]
        async with here.client.post(url, data=b"{}") as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert await response.read() == b"\x1f\x8bnot even gzip"


@in_a_loop
async def test_two_hundred_clients_at_once():
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.1)
        await visit.answer(visit.body)

    async with place(slow) as here:
        bodies = [b'{"model":"m","n":%d}' % number for number in range(200)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(here.post(body)) for body in bodies]
        assert [task.result() for task in tasks] == [(200, body) for body in bodies]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs the table of open files")
@in_a_loop
async def test_no_descriptor_is_left():
    async def moody(visit: Visit) -> None:
        match visit.number % 4:
            case 0:
                await visit.answer(b"{}")
            case 1:
                visit.reset()
            case 2:
                await visit.answer(b"{}", "503 Busy")
            case _:
                await visit.stream()
                await visit.event(b"data: 1\n\n")
                visit.reset()

    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async with place(moody) as here:

        async def once() -> None:
            reader, writer = await raw(here, request())
            await reader.read(200)
            writer.transport.abort()

        for _ in range(8):
            await once()
        await here.until(lambda: here.provider.open <= 1)
        before = count()
        for _ in range(100):
            await once()
        await here.until(lambda: here.provider.open <= 1)
        await asyncio.sleep(0.1)
        assert count() <= before + 2

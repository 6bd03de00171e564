import asyncio
import functools
import itertools
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from skillrt.errors import MachineError
from skillrt.gateway.policy import Limits, Policy
from skillrt.gateway.routes import Routes
from skillrt.gateway.server import start_gateway
from tests.gateway.running import Place, Visit, place, run
from tests.gateway.sessions import PREFIX, RUN


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def wrapped(*arguments: Any, **named: Any) -> None:
        run(test(*arguments, **named))

    return wrapped


async def echo(visit: Visit) -> None:
    await visit.answer(visit.body or b"{}", "200 Fine", "X-Twice: a", "X-Twice: b", "Set-Cookie: c=1")


async def three_events(visit: Visit) -> None:
    await visit.stream()
    for number in range(3):
        await visit.event(b"data: %d\n\n" % number)
        await asyncio.sleep(0.05)
    await visit.say(b"0\r\n\r\n")


async def raw(here: Place, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", here.gateway.port)
    writer.write(request)
    await writer.drain()
    return reader, writer


def request(
    body: bytes = b'{"model":"m"}', method: str = "POST", path: str = "/v1/chat/completions", *fields: str
) -> bytes:
    lines = [f"{method} {PREFIX}{path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


@in_a_loop
async def test_relayed_both_ways():
    async with place(echo) as here:
        url = f"{here.url}/v1/chat/completions"
        async with here.client.post(url, data=b'{"model":"m"}', headers={"X-Mine": "1"}) as response:
            assert (response.status, response.reason) == (200, "Fine")
            assert response.headers.getall("X-Twice") == ["a", "b"]
            assert response.headers["Set-Cookie"] == "c=1"
            assert await response.read() == b'{"model":"m"}'
        (seen,) = here.provider.visits
        assert seen.startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
        assert b"Authorization: Bearer the key\r\n" in seen
        assert b"X-Mine: 1\r\n" in seen
        assert f"Host: 127.0.0.1:{here.provider.port}".encode() in seen


@in_a_loop
async def test_path_and_query_stay_raw():
    async with place(echo) as here:
        reader, writer = await raw(
            here, request(b"", "GET", "/v1/odd%2F%41//x/../y?q=%20+%zz&&=", "Connection: close")
        )
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        assert here.provider.visits[0].startswith(b"GET /v1/odd%2F%41//x/../y?q=%20+%zz&&= HTTP/1.1\r\n")


@in_a_loop
async def test_a_stream_is_not_held_back():
    async with place(three_events) as here:
        loop, seen = asyncio.get_running_loop(), []
        async with here.client.post(f"{here.url}/v1/chat/completions", data=b"{}") as response:
            async for data in response.content.iter_any():
                seen.append((loop.time(), data))
        assert [data for _, data in seen] == [b"data: 0\n\n", b"data: 1\n\n", b"data: 2\n\n"]
        assert all(later - earlier > 0.02 for (earlier, _), (later, _) in itertools.pairwise(seen))


@in_a_loop
async def test_connections_are_kept():
    async with place(echo) as here:
        for _ in range(5):
            assert (await here.post())[0] == 200
        assert here.provider.open == 1


@in_a_loop
async def test_a_head_request_and_an_answer_without_a_body():
    async def nothing(visit: Visit) -> None:
        await visit.say(b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n")

    async with place(nothing) as here:
        assert await here.post() == (204, b"")

    async def head_only(visit: Visit) -> None:
        await visit.say(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")

    async with place(head_only) as here, here.client.head(f"{here.url}/v1/models") as response:
        assert (response.status, response.headers["Content-Length"]) == (200, "12")


@in_a_loop
async def test_large_bodies_and_headers_pass():
    async def large(visit: Visit) -> None:
        await visit.answer(visit.body, "200 OK", f"X-Large: {'a' * 40_000}")

    body = os.urandom(10 * 1024 * 1024)
    async with place(large) as here:
        reader, writer = await raw(here, request(body, "POST", "/v1/chat/completions", f"X-Big: {'b' * 40_000}"))
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"a" * 40_000 in head
        assert await reader.readexactly(len(body)) == body
        writer.close()
        assert b"b" * 40_000 in here.provider.visits[0][:100_000]


@in_a_loop
async def test_what_is_too_large_to_be_held_is_streamed():
    body = os.urandom(3 * 1024 * 1024)
    async with place(echo, Limits(hold=100_000)) as here:
        assert await here.post(body) == (200, body)
        assert here.accounts[0].request_body is None


@in_a_loop
async def test_a_client_that_asks_first():
    async with place(echo) as here:
        assert await here.post(b'{"a":1}', expect100=True) == (200, b'{"a":1}')


@in_a_loop
async def test_a_slow_client_slows_the_provider_down():
    sent = 0

    async def endless(visit: Visit) -> None:
        nonlocal sent
        await visit.stream()
        for _ in range(2000):
            await visit.event(bytes(32 * 1024))
            sent += 32 * 1024
        await visit.say(b"0\r\n\r\n")

    async with place(endless) as here:
        reader, writer = await raw(here, request())
        await reader.readuntil(b"\r\n\r\n")
        before = -1
        while before != sent:
            before = sent
            await asyncio.sleep(0.3)
        assert 0 < sent < 32 * 1024 * 1024  # what the buffers of the sockets take, and no more
        writer.transport.abort()


@in_a_loop
async def test_a_client_that_goes_ends_the_upstream():
    async def silent(visit: Visit) -> None:
        await visit.stream()
        await visit.event(b"data: 1\n\n")
        await visit.reader.read()  # until the gateway closes

    async with place(silent) as here:
        reader, writer = await raw(here, request())
        await reader.readuntil(b"data: 1\n\n")
        writer.close()
        await here.until(lambda: here.provider.open == 0 and bool(here.accounts))
        assert here.accounts[0].ending == "client-gone"


@in_a_loop
async def test_a_client_that_goes_before_any_answer_ends_the_upstream():
    async def silent(visit: Visit) -> None:
        await visit.reader.read()

    async with place(silent) as here:
        _, writer = await raw(here, request())
        await here.until(lambda: len(here.provider.visits) == 1)
        writer.close()
        await here.until(lambda: here.provider.open == 0 and bool(here.accounts))
        assert here.accounts[0].ending == "client-gone"


@pytest.mark.skipif(sys.platform != "linux", reason="needs the table of sockets")
@in_a_loop
async def test_a_half_closed_client_gets_its_answer():
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.3)
        await three_events(visit)

    async with place(slow) as here:
        reader, writer = await raw(here, request())
        writer.write_eof()
        assert b"data: 2\n\n" in await reader.read()
        assert here.accounts[0].ending == "whole"
        writer.close()


@in_a_loop
async def test_a_client_that_goes_in_the_middle_of_its_request():
    async with place(echo) as here:
        _, writer = await raw(here, request(bytes(100_000))[:5_000])
        await asyncio.sleep(0.05)
        writer.close()
        await here.until(lambda: bool(here.accounts))
        assert here.accounts[0].ending == "client-gone"
        assert here.provider.visits == []


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
        assert b"5 times over" in body


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
        assert (await here.post())[0] == 502


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
async def test_websockets_are_answered_426():
    async with place(echo) as here:
        upgrade = (
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAA",
        )
        reader, writer = await raw(here, request(b"", "GET", "/v1/responses", *upgrade))
        assert (await reader.readline()).startswith(b"HTTP/1.1 426")
        writer.close()
        assert here.provider.visits == []


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


@in_a_loop
async def test_pages_of_its_own_are_for_programs_of_this_machine():
    async with place(echo) as here:
        here.gateway.pages["/health"] = lambda: ("application/json", b"{}")
        async with here.client.get(f"{here.gateway.url}/health") as response:
            assert (response.status, await response.read()) == (200, b"{}")
        async with here.client.get(f"{here.gateway.url}/health", headers={"Host": "evil.example"}) as response:
            assert response.status == 403


@in_a_loop
async def test_stopping_lets_answers_end():
    async with place(three_events) as here:
        pending = asyncio.create_task(here.post())
        await here.until(lambda: len(here.provider.visits) == 1)
        await here.gateway.stop(5.0)
        assert (await pending)[1].endswith(b"data: 2\n\n")


@in_a_loop
async def test_stopping_does_not_wait_for_ever():
    async def silent(visit: Visit) -> None:
        await visit.reader.read()

    async with place(silent) as here:
        pending = asyncio.create_task(here.post())
        await here.until(lambda: len(here.provider.visits) == 1)
        await here.gateway.stop(0.05)
        with pytest.raises(Exception, match=r"."):
            await pending
        assert here.accounts[0].ending == "client-gone"


@in_a_loop
async def test_a_port_that_is_taken():
    async with place(echo) as here:
        with pytest.raises(MachineError, match="cannot listen"):
            await start_gateway(here.gateway.policy, lambda _: None, port=here.gateway.port)


@in_a_loop
async def test_a_run_that_has_ended_is_refused():
    async with place(echo) as here:
        assert (await here.post())[0] == 200
        del here.gateway.policy.access.runs[RUN.id]
        try:
            assert (await here.post())[0] == 403
        finally:
            here.gateway.policy.access.runs[RUN.id] = RUN

import asyncio
import gc
import itertools
import os
import sys

import pytest

from skillrt.errors import MachineError
from skillrt.gateway.access import Run, new_id
from skillrt.gateway.policy import Limits
from skillrt.gateway.server import start_gateway
from tests.gateway.running import RUN, Visit, echo, in_a_loop, place, raw, request, three_events


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
async def test_a_client_that_asks_first_is_told_once():
    body = b"a" * 300_000
    async with place(echo) as here:
        whole = request(body, "POST", "/v1/chat/completions", "Expect: 100-continue")
        start = len(whole) - len(body)
        reader, writer = await raw(here, whole[:start])
        assert b"100 Continue" in await reader.readuntil(b"\r\n\r\n")
        for at in range(start, len(whole), 50_000):
            writer.write(whole[at : at + 50_000])
            await writer.drain()
            await asyncio.sleep(0.02)
        assert b"HTTP/1.1 200" in await reader.readuntil(b"\r\n\r\n")
        writer.close()


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


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (
            b"GET /run/%s/v1/m\xe9 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            "its address has characters that must be escaped",
        ),
        (b"GET /run/%s/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + bytes(3) + b"\r\n\r\n", "malformed"),
        (b"GET /run/%s/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", "too long"),
        (b"POST /run/%s/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", "malformed"),
        (b"POST /run/%s/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "malformed"),
    ],
)
def test_what_is_no_request_is_said_in_a_line_without_the_token(
    sent: bytes, why: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    async def told() -> tuple[list[str], bytes]:
        async with place(echo) as here:
            lines: list[str] = []
            here.gateway.say = lines.append
            for _ in range(2):
                reader, writer = await raw(here, sent % RUN.id.encode())
                answer = await reader.read()
                writer.close()
            return lines, answer

    lines, answer = asyncio.run(told())
    assert [line.partition(":")[0] for line in lines] == ["a request from 127.0.0.1 is no HTTP"]
    assert why in lines[0]
    assert b" 400 " in answer.partition(b"\r\n")[0]
    assert b"X-SkillRT-Gateway: answered" in answer
    assert b"SkillRT gateway: this is no HTTP request" in answer
    assert RUN.id not in "".join([*lines, answer.decode(), caplog.text, *capfd.readouterr()])


@in_a_loop
async def test_a_defect_is_said_in_a_line(monkeypatch):
    async with place(echo) as here:
        lines: list[str] = []
        here.gateway.say = lines.append

        def broken(*_: object) -> None:
            raise ZeroDivisionError(f"/run/{RUN.id}/v1")

        monkeypatch.setattr("skillrt.gateway.server.Session", broken)
        assert (await here.post())[0] == 500
    assert len(lines) == 1
    assert lines[0].startswith("SkillRT failed on a request: ZeroDivisionError: /run/.../v1 in gateway/server.py")


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
async def test_pages_of_its_own_are_for_programs_of_this_machine():
    async with place(echo) as here:
        here.gateway.pages["/health"] = lambda: ("application/json", b"{}")
        async with here.client.get(f"{here.gateway.url}/health") as response:
            assert (response.status, await response.read()) == (200, b"{}")
        async with here.client.get(f"{here.gateway.url}/health", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
            assert b"SkillRT gateway: requests to this gateway must name loopback" in await response.read()


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
        for port in (here.gateway.port, 99_999):
            with pytest.raises(MachineError, match="cannot listen"):
                await start_gateway(here.gateway.policy, lambda _: None, port=port)


@in_a_loop
async def test_runs_come_and_go():
    async with place(echo) as here:
        run = Run(id=new_id())
        base = here.gateway.admit(run)
        assert base == f"{here.gateway.url}/run/{run.id}"
        async with here.client.post(f"{base}/v1/chat/completions", data=b"{}") as response:
            assert response.status == 200
        here.gateway.dismiss(run)
        async with here.client.post(f"{base}/v1/chat/completions", data=b"{}") as response:
            assert response.status == 403
        assert here.accounts[0].run == run


@in_a_loop
async def test_given_up_before_it_listens_it_holds_no_connections(monkeypatch):
    # one that is left open is a ResourceWarning, and with that this test fails
    async def given_up(self: object, *_: object) -> None:
        raise asyncio.CancelledError

    async with place(echo) as here:
        monkeypatch.setattr("skillrt.gateway.server.Gateway.listen", given_up)
        with pytest.raises(asyncio.CancelledError):
            await start_gateway(here.gateway.policy, lambda _: None)
    gc.collect()


@in_a_loop
async def test_given_up_while_it_stops_it_holds_no_connections():
    async def silent(visit: Visit) -> None:
        await visit.reader.read()

    async with place(silent) as here:
        pending = asyncio.create_task(here.post())
        await here.until(lambda: len(here.provider.visits) == 1)
        stopping = asyncio.create_task(here.gateway.stop(60.0))
        await asyncio.sleep(0)
        stopping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopping
        assert here.gateway._clients._kept.closed  # pyright: ignore[reportPrivateUsage]
        assert here.gateway._clients._fresh.closed  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(Exception, match=r"."):
            await pending


@in_a_loop
async def test_given_up_while_it_begins_to_listen_it_holds_no_socket():
    # one that is left open is a ResourceWarning, and with that this test fails
    async with place(echo) as here:
        for steps in range(6):
            starting = asyncio.create_task(start_gateway(here.gateway.policy, lambda _: None))
            for _ in range(steps):
                await asyncio.sleep(0)
            starting.cancel()
            (found,) = await asyncio.gather(starting, return_exceptions=True)
            if not isinstance(found, BaseException):
                await found.stop(0.0)
    gc.collect()

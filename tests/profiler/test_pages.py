import asyncio

import aiohttp

from skillrt.profiler.pages import serving


def test_pages_are_served_on_loopback_and_counted():
    async def look():
        async with serving({"a/p.html": b"<p>x", "index.html": b"home", "d.json": b"{}"}) as served:
            assert served.address.startswith("http://127.0.0.1:")
            async with aiohttp.ClientSession() as session:
                found = []
                for path in ("/a/p.html", "/", "/d.json?x=1", "/../secret", "/none"):
                    async with session.get(served.address + path) as answer:
                        found.append((answer.status, answer.content_type, await answer.read()))
            return found, served.hits

    found, hits = asyncio.run(look())
    assert found[0] == (200, "text/html", b"<p>x")
    assert found[1] == (200, "text/html", b"home")
    assert found[2] == (200, "application/json", b"{}")
    assert [status for status, _, _ in found[3:]] == [404, 404]
    assert hits == 5


def test_a_page_may_answer_one_query():
    async def look():
        async with serving({"stock": b"which?", "stock?place=Tarn&colour=red": b"[7]"}) as served:
            async with aiohttp.ClientSession() as session:
                found = []
                for query in ("colour=red&place=Tarn", "place=Tarn", ""):
                    async with session.get(f"{served.address}/stock?{query}") as answer:
                        found.append((answer.content_type, await answer.read()))
            return found

    which = ("text/html", b"which?")
    assert asyncio.run(look()) == [("application/json", b"[7]"), which, which]


def test_without_pages_there_is_no_server():
    async def look():
        async with serving({}) as served:
            return served.address

    assert asyncio.run(look()) == ""

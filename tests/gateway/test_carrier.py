import aiohttp
import pytest

from skillrt.config import Proxies
from skillrt.gateway.carrier import Clients, fields_of, own_response
from skillrt.gateway.events import Answer
from skillrt.gateway.policy import Limits
from tests.gateway.running import in_a_loop


def test_header_fields_of_any_bytes():
    assert fields_of(((b"A", b"\xc3\xa9"), (b"a", b"\xff"))) == (("A", "é"), ("a", "\udcff"))


def test_answers_of_our_own():
    response = own_response(Answer(404, (("X-A", "1"),), b"body"))
    assert (response.status, response.headers["X-A"], response.body) == (404, "1", b"body")


@in_a_loop
async def test_connections_are_never_ended_by_how_long_they_last():
    clients = Clients(Limits(idle=5.0, connect=2.0), Proxies(https="http://proxy:1"))
    timeout = clients.of(fresh=False).timeout
    assert (timeout.total, timeout.sock_read, timeout.sock_connect) == (None, 5.0, 2.0)
    assert clients.of(fresh=True) is not clients.of(fresh=False)
    there, here = clients.place("https://there.example/a%2Fb?c=%20"), clients.place("http://127.0.0.1:1/")
    assert (str(there.url), there.proxy) == ("https://there.example/a%2Fb?c=%20", "http://proxy:1")
    assert here.proxy is None
    await clients.close()
    with pytest.raises(RuntimeError):
        await clients.of(fresh=False).get("http://127.0.0.1:1/")
    assert isinstance(clients.of(fresh=True), aiohttp.ClientSession)

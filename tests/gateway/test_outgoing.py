import gzip

import pytest

from skillrt.gateway.access import Granted, Run
from skillrt.gateway.events import RequestHead
from skillrt.gateway.headers import value_of
from skillrt.gateway.outgoing import CannotSend, Outgoing, prepare
from skillrt.gateway.routes import Upstream
from skillrt.wire.dialects import dialect_of
from tests.gateway.sessions import policy

CHAT = Upstream(name="chat", base_url="http://chat/v1", dialects=("openai-chat",), key="K", models=("a*",))
OTHER = Upstream(name="other", base_url="http://other/v1", dialects=("openai-chat",))
GEMINI = Upstream(name="gemini", base_url="http://g", dialects=("gemini",), key="G")


def sent(
    path: str,
    body: bytes = b'{"model":"abc"}',
    headers: tuple[tuple[str, str], ...] = (),
    upstreams: tuple[Upstream, ...] = (CHAT, OTHER, GEMINI),
    **grant: object,
) -> Outgoing:
    path, _, query = path.partition("?")
    granted = Granted(**{"run": None, "path": path, "query": query, "keyed": True, **grant})  # pyright: ignore[reportArgumentType]
    head = RequestHead(now=0.0, method="POST", target=path, headers=headers)
    rules = policy(*upstreams)
    return prepare(head, granted, dialect_of("POST", path), body, rules, more=False)


def test_the_model_says_where_to():
    assert sent("/v1/chat/completions").send.url == "http://chat/v1/chat/completions"
    assert sent("/v1/chat/completions", b'{"model":"b"}').route.upstream.name == "other"
    assert sent("/v1beta/models/m:generateContent", b"{}").model == "m"


def test_an_encoded_body_is_read_and_sent_as_it_is():
    body = gzip.compress(b'{"model":"abc"}')
    out = sent("/v1/chat/completions", body, (("Content-Encoding", "gzip"),))
    assert (out.model, out.send.body) == ("abc", body)


def test_a_body_that_is_no_json_goes_where_anything_goes():
    assert sent("/v1/chat/completions", b"\xff{").route.upstream.name == "other"


def test_the_key_is_added_and_the_clients_goes():
    headers = (("Authorization", "Bearer dummy"), ("A", "1"))
    assert sent("/v1/chat/completions", headers=headers).send.headers == (("A", "1"), ("Authorization", "Bearer K"))
    out = sent("/v1beta/models/m:generateContent?alt=sse&key=dummy", b"{}")
    assert out.send.url == "http://g/v1beta/models/m:generateContent?alt=sse"
    assert value_of(out.send.headers, "x-goog-api-key") == "G"


def test_a_run_with_its_own_login_keeps_it():
    run = Run(id="1" * 32, own_keys=True)
    out = sent("/v1/chat/completions", headers=(("Authorization", "Bearer mine"),), run=run)
    assert value_of(out.send.headers, "authorization") == "Bearer mine"


def test_no_key_without_proof():
    with pytest.raises(CannotSend) as caught:
        sent("/v1/chat/completions", keyed=False)
    assert caught.value.status == 401
    own = sent("/v1/chat/completions", headers=(("Authorization", "Bearer mine"),), keyed=False)
    assert value_of(own.send.headers, "authorization") == "Bearer mine"
    assert sent("/v1/chat/completions", b'{"model":"b"}', keyed=False).route.upstream.name == "other"


def test_a_key_that_is_missing_is_said_before_anything_is_sent():
    keyless = Upstream(name="u", base_url="http://u/v1", dialects=("openai-chat",), key_source="U_KEY")
    token = "t" * 32
    with pytest.raises(CannotSend, match="set U_KEY"):
        sent("/v1/chat/completions", b"{}", (("x-api-key", token),), (keyless,), token=token)
    own = sent("/v1/chat/completions", b"{}", (("Authorization", "Bearer mine"),), (keyless,), token=token)
    assert value_of(own.send.headers, "authorization") == "Bearer mine"


def test_what_is_no_request_is_said_before_a_key_that_is_missing():
    keyless = Upstream(
        name="u", base_url="http://u/v1", dialects=("openai-chat",), key_source="U_KEY", is_shipped=True
    )
    for path, body, status, why in (
        ("/foo", b"", 404, "`/foo` is no path of a model's API"),
        ("/v1/chat/completions", b"garbage{", 400, "is no JSON"),
        ("/v1/models", b"", 401, "set U_KEY"),
        ("/v1/chat/completions", b'{"model":"m"}', 401, "set U_KEY"),
    ):
        with pytest.raises(CannotSend, match=why) as caught:
            sent(path, body, upstreams=(keyless,))
        assert caught.value.status == status
    with pytest.raises(CannotSend, match="without a run's id") as caught:
        sent("/foo", b"", upstreams=(keyless,), keyed=False)
    assert caught.value.status == 401


def test_our_token_never_goes_to_a_provider():
    token = "t" * 32
    out = sent("/v1/chat/completions", b'{"model":"b"}', (("Authorization", f"Bearer {token}"),), token=token)
    assert token not in str(out.send)


@pytest.mark.parametrize(
    ("body", "model"),
    [
        (b'{"model":"abc","x":[1]}', "abc"),
        (b' {\n "model" : "a-b/c.1:d" }', "a-b/c.1:d"),
        (b'{"stream":true,"model":"abc"}', "abc"),
        (b'{"model":"a\\u0062c","x":1}', "abc"),
        (b'{"model":"a\xc3\xa9"}', "aé"),
        (b'{"model":""}', ""),
        (b'{"messages":[{"model":"abc"}]}', ""),
        (b'{"model":1}', ""),
        (b"no JSON", ""),
    ],
)
def test_the_model_wherever_it_stands(body: bytes, model: str):
    anyone = Upstream(name="any", base_url="http://any", dialects=("openai-chat",))
    assert sent("/v1/chat/completions", body, upstreams=(anyone,)).model == model


def test_a_model_of_another_name():
    renaming = Upstream(name="r", base_url="http://r", dialects=("gemini",), model="b/c")
    out = sent("/v1beta/models/m:generateContent", b'{"x": 1}', upstreams=(renaming,))
    assert out.send.url == "http://r/v1beta/models/b/c:generateContent"
    assert out.send.body == b'{"x": 1}'


def test_no_way_to_go():
    with pytest.raises(CannotSend, match="no upstream for the model `m` in the dialect gemini"):
        sent("/v1beta/models/m:generateContent", upstreams=(CHAT,))  # takes models that begin with `a`

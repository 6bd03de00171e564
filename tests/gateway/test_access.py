import pytest

from skillrt.gateway.access import Access, Granted, Refused, Run, judge, new_id
from skillrt.gateway.events import RequestHead

RUN = Run(id=new_id())
TOKEN = new_id()
SERVE = Access(runs={RUN.id: RUN}, token=TOKEN, own_keys=True)
CLOSED = Access(runs={RUN.id: RUN})


def asked(
    target: str, *fields: tuple[str, str], access: Access = CLOSED, host: str = "127.0.0.1:4141"
) -> Granted | Refused:
    headers = ((("Host", host),) if host else ()) + fields
    return judge(RequestHead(now=0.0, method="POST", target=target, headers=headers), access)


def granted(found: Granted | Refused) -> Granted:
    assert isinstance(found, Granted)
    return found


def status(found: Granted | Refused) -> int:
    assert isinstance(found, Refused)
    assert found.message
    return found.status


def test_ids_hold_128_bits_and_differ():
    found = {new_id() for _ in range(100)}
    assert len(found) == 100
    assert all(len(bytes.fromhex(item)) == 16 for item in found)


def test_a_run_is_known_by_its_id_and_path_and_query_stay_raw():
    found = granted(asked(f"/run/{RUN.id}/v1/x%2fy?a=%20&b"))
    assert (found.run, found.path, found.query, found.keyed) == (RUN, "/v1/x%2fy", "a=%20&b", True)
    assert granted(asked(f"/run/{RUN.id}")).path == "/"


@pytest.mark.parametrize("target", ["/v1/messages", "/run/", "/run//v1", "/run/" + "0" * 32 + "/v1", "/RUN/x"])
def test_without_a_run_there_is_nothing(target: str):
    assert status(asked(target)) == 403


def test_a_run_that_has_ended_is_none_for_serve_either():
    assert status(asked("/run/" + "0" * 32 + "/v1", access=SERVE)) == 403


@pytest.mark.parametrize(
    "fields",
    [
        (("x-skillrt-token", TOKEN),),
        (("Authorization", f"Bearer {TOKEN}"),),
        (("x-api-key", TOKEN),),
        (("x-goog-api-key", TOKEN),),
    ],
)
def test_the_token_of_serve_may_stand_where_a_key_stands(fields: tuple[tuple[str, str], ...]):
    found = granted(asked("/v1/messages", *fields, access=SERVE))
    assert (found.keyed, found.token) == (True, TOKEN)


def test_the_token_in_the_address():
    assert granted(asked(f"/run/{TOKEN}/v1/messages", access=SERVE)).keyed
    assert granted(asked(f"/v1beta/models?key={TOKEN}", access=SERVE)).keyed


def test_serve_lets_pass_without_adding_a_key():
    assert granted(asked("/v1/messages", ("x-api-key", "their own"), access=SERVE)).keyed is False
    assert status(asked("/v1/messages", ("x-api-key", "their own"))) == 403


def test_an_empty_token_is_no_token():
    assert status(asked("/v1/messages", ("x-skillrt-token", ""))) == 403


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.8.9.1:4", "[::1]:4141", "[::1]", "localhost."]
)
def test_names_of_loopback(host: str):
    granted(asked(f"/run/{RUN.id}/", host=host))


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:4141", "127.0.0.1.evil.example", "10.0.0.1", "localhost.evil", "[::2]", "a:b"],
)
def test_other_hosts_are_refused_even_with_an_id(host: str):
    assert status(asked(f"/run/{RUN.id}/", host=host)) == 403


def test_hosts_of_the_settings():
    access = Access(runs={RUN.id: RUN}, hosts=("box.internal",))
    granted(asked(f"/run/{RUN.id}/", host="box.internal:4141", access=access))


@pytest.mark.parametrize(
    "field", [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")]
)
def test_web_pages_are_refused_even_with_an_id(field: tuple[str, str]):
    assert status(asked(f"/run/{RUN.id}/", field)) == 403


def test_two_hosts_are_refused():
    assert status(asked(f"/run/{RUN.id}/", ("host", "evil.example"))) == 403


def test_this_is_no_proxy():
    assert status(asked("http://elsewhere/run/x")) == 400


def test_the_name_of_a_run_does_not_tell_its_id():
    assert RUN.name not in RUN.id
    assert RUN.id not in RUN.name
    assert RUN.name != Run(id=new_id()).name

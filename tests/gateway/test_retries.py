import json

import pytest

from skillrt.gateway.retries import Fault, delay, error_in_stream, judge_fault, retry_rules

RULES = retry_rules()
SSE = (("content-type", "text/event-stream"),)


def passes(status: int, body: object = None, **headers: str) -> bool:
    data = b"" if body is None else json.dumps(body).encode()
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return judge_fault(Fault(status=status, body=data, headers=fields), RULES).passes


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 529])
def test_statuses_that_pass(status: int):
    assert passes(status)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 413, 422, 501])
def test_statuses_that_do_not(status: int):
    assert not passes(status)


MONEY: list[object] = [
    {"error": {"message": "You exceeded your current quota, please check your plan", "code": "insufficient_quota"}},
    {"error": {"type": "insufficient_quota"}},
    {"type": "error", "error": {"type": "billing_error", "message": "x"}},
    {"error": {"message": "Your credit balance is too low"}},
    {
        "error": {
            "code": 429,
            "status": "RESOURCE_EXHAUSTED",
            "details": [{"violations": [{"quotaId": "RequestsPerDay"}]}],
        }
    },
    "insufficient_quota",
]


@pytest.mark.parametrize("body", MONEY)
def test_a_used_up_allowance_does_not_pass(body: object):
    assert not passes(429, body)


def test_an_allowance_per_minute_does():
    body = {
        "error": {
            "code": 429,
            "message": "You exceeded your current quota",
            "status": "RESOURCE_EXHAUSTED",
            "details": [
                {"violations": [{"quotaId": "GenerateRequestsPerMinutePerProjectPerModel"}]},
                {"retryDelay": "34.5s"},
            ],
        }
    }
    verdict = judge_fault(Fault(status=429, body=json.dumps(body).encode()), RULES)
    assert (verdict.passes, verdict.after) == (True, 34.5)


def test_the_provider_may_say_so_itself():
    assert not passes(503, x_should_retry="false")
    assert passes(503, x_should_retry="true")


@pytest.mark.parametrize(
    ("fields", "after"),
    [
        ((("Retry-After", "7"),), 7.0),
        ((("retry-after-ms", "250"), ("retry-after", "7")), 0.25),
        ((("Retry-After", "Sat, 28 Nov 2026 12:00:10 GMT"),), 10.0),
        ((("Retry-After", "Sat, 28 Nov 2026 11:00:10 GMT"),), 0.0),
        ((("Retry-After", "soon"),), None),
        ((("Retry-After", "-5"),), None),
        ((("Retry-After", "nan"),), None),
        ((), None),
    ],
)
def test_when_to_come_back(fields: tuple[tuple[str, str], ...], after: float | None):
    fault = Fault(status=429, headers=fields, wall=1795867200.0)
    assert judge_fault(fault, RULES).after == after


def test_errors_at_the_beginning_of_a_stream():
    overloaded = b'event: error\r\ndata: {"type":"error","error":{"type":"overloaded_error"}}\r\n\r\n'
    assert error_in_stream(SSE, overloaded)
    assert judge_fault(Fault(body=overloaded), RULES).passes
    spent = b'data: {"error":{"code":"insufficient_quota"}}\n\n'
    assert error_in_stream(SSE, spent)
    assert not judge_fault(Fault(body=spent), RULES).passes
    assert error_in_stream(SSE, b': hello\n\ndata: {"error":{}}')
    assert not error_in_stream(SSE, b'data: {"id":"1","error":null}')
    assert not error_in_stream((), overloaded)
    assert not judge_fault(
        Fault(body=b'event: error\ndata: {"error":{"type":"invalid_request_error"}}\n\n'), RULES
    ).passes


def test_bodies_that_are_no_json_or_very_deep_are_judged_by_their_status():
    assert judge_fault(Fault(status=503, body=b"<html>busy</html>"), RULES).passes
    assert judge_fault(Fault(status=503, body=b"[" * 5000), RULES).passes
    assert judge_fault(Fault(status=503, body=b"\xff\xfe"), RULES).passes


def wait(attempt: int, asked: float | None = None, elapsed: float = 0.0, client: float = 600.0, chance: float = 0.0):
    return delay(attempt, asked, elapsed=elapsed, client_timeout=client, chance=chance, waiting=RULES.waiting)


def test_waits_double_to_a_limit():
    assert [wait(number) for number in range(1, 7)] == [0.5, 1.0, 2.0, 4.0, 8.0, None]
    assert wait(1, chance=1.0) == 0.625


def test_the_client_must_not_give_up_meanwhile():
    assert wait(1, asked=290.0) == 290.0
    assert wait(1, asked=301.0) is None
    assert wait(1, elapsed=299.8) is None
    assert wait(1, asked=29.0, client=0.0) == 29.0
    assert wait(1, asked=31.0, client=0.0) is None


def test_a_provider_that_asks_for_no_wait_gets_none():
    assert wait(1, asked=0.0, chance=1.0) == 0.0

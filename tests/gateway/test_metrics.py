import re

from skillrt.gateway.metrics import Metrics
from tests.gateway.sessions import answered, begun, ended, piece, policy

LINE = re.compile(r'^[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? [0-9.+Inf]+$')


def _page(*statuses: int) -> str:
    metrics = Metrics()
    for status in statuses:
        session, _ = begun(policy(retries=None))
        for event in (answered(status, now=0.2), piece(b"12345", now=0.3), ended(now=40.0)):
            session.handle(event)
        metrics.hear(session.account())
    return metrics.page(running=2, dropped=1)


def test_requests_are_counted_by_what_became_of_them():
    page = _page(200, 200, 429)
    labels = 'dialect="openai-chat",ending="whole",status="{}",upstream="there"'
    assert f"skillrt_gateway_requests_total{{{labels.format(200)}}} 2\n" in page
    assert f"skillrt_gateway_requests_total{{{labels.format(429)}}} 1\n" in page
    assert 'skillrt_gateway_bytes_total{direction="response"} 15\n' in page
    assert "skillrt_gateway_running 2\n" in page
    assert "skillrt_gateway_records_dropped_total 1\n" in page


def test_times_fall_into_buckets_that_add_up():
    page = _page(200, 200)
    assert 'skillrt_gateway_first_byte_seconds_bucket{le="0.25"} 0\n' in page
    assert 'skillrt_gateway_first_byte_seconds_bucket{le="0.5"} 2\n' in page
    assert 'skillrt_gateway_duration_seconds_bucket{le="30.0"} 0\n' in page
    assert 'skillrt_gateway_duration_seconds_bucket{le="+Inf"} 2\n' in page
    assert "skillrt_gateway_duration_seconds_sum 80.000000\n" in page


def test_the_page_is_what_prometheus_reads():
    for line in (_page() + _page(200)).splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.match(line), line

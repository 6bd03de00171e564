from http import HTTPStatus

from aiohttp import http_exceptions

from skillrt.gateway.malformed import status_of, told, why_malformed


def test_what_stood_in_a_request_is_not_said():
    for error in (
        http_exceptions.InvalidURLError("/run/secret"),
        http_exceptions.LineTooLong(b"/run/secret"),
        http_exceptions.InvalidHeader(b"/run/secret"),
        http_exceptions.BadHttpMethod("/run/secret"),
        http_exceptions.TransferEncodingError("/run/secret"),
        http_exceptions.BadHttpMessage("/run/secret"),
    ):
        assert "secret" not in why_malformed(error)
        assert why_malformed(error)
        assert status_of(error) is HTTPStatus.BAD_REQUEST


def test_a_defect_is_no_fault_of_the_client():
    error = ValueError("'/run/secret/v1' is odd")
    assert why_malformed(error) == ""
    assert status_of(error) is HTTPStatus.INTERNAL_SERVER_ERROR
    assert told(error) == "SkillRT failed on a request: ValueError: '/run/.../v1' is odd"
    assert told(None) == "SkillRT failed on a request"

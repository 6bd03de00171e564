"""What is said of requests that are no HTTP, and of defects that a request met.

Never what stood in the request, whose path may hold the token.
"""

import re
from http import HTTPStatus
from typing import Final

from aiohttp import http_exceptions, web

from skillrt.errors.defects import defect

_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (http_exceptions.InvalidURLError, "its address has characters that must be escaped (%C3%A9 for é)"),
    (http_exceptions.LineTooLong, "a line of its head is too long"),
    (http_exceptions.InvalidHeader, "a header field is malformed"),
    (http_exceptions.BadStatusLine, "its first line is malformed"),
    (http_exceptions.PayloadEncodingError, "its body is malformed"),
    (web.RequestPayloadError, "its body is malformed"),
)
_MALFORMED: Final = "its head or body is malformed"
_ID: Final = re.compile(r"/run/[^/\s'\"]+")


def why_malformed(error: BaseException | None) -> str:
    """What is wrong with a request, without what stood in it; empty where the fault is not the client's."""
    for kind, why in _REASONS:
        if isinstance(error, kind):
            return why
    return _MALFORMED if isinstance(error, http_exceptions.HttpProcessingError) else ""


def told(error: object) -> str:
    """A defect in one line, without the ids of runs."""
    if not isinstance(error, Exception):
        return "SkillRT failed on a request"
    return _ID.sub("/run/...", defect(error, " on a request").message)


def status_of(error: BaseException | None) -> HTTPStatus:
    """The status that a request is answered with which could not be handled."""
    return HTTPStatus.BAD_REQUEST if why_malformed(error) else HTTPStatus.INTERNAL_SERVER_ERROR

"""What the gateway and its recorder say to each other over a pipe: frames of a kind, a length and a body."""

import struct
from typing import Final

import msgspec

from skillrt.gateway.account import Account
from skillrt.gateway.events import Headers

HEAD: Final = struct.Struct("<BI")
ACCOUNT: Final = 0
FLUSH: Final = 1
_ENCODE: Final = msgspec.msgpack.Encoder().encode
_DECODE: Final = msgspec.msgpack.Decoder(Account).decode


def account_frame(account: Account) -> bytes:
    """An account, ready to be sent."""
    try:
        body = _ENCODE(account)
    except UnicodeEncodeError:  # header fields of any bytes
        plain = {name: _utf8(getattr(account, name)) for name in ("request_headers", "response_headers")}
        texts = {name: _plain(getattr(account, name)) for name in ("method", "path", "query", "model")}
        body = _ENCODE(msgspec.structs.replace(account, **plain, **texts))
    return HEAD.pack(ACCOUNT, len(body)) + body


def flush_frame() -> bytes:
    """The question whether all that was sent is kept; one byte answers it."""
    return HEAD.pack(FLUSH, 0)


def account_from(body: bytes) -> Account:
    """The account in the body of a frame."""
    return _DECODE(body)


def _utf8(headers: Headers) -> Headers:
    return tuple((_plain(key), _plain(value)) for key, value in headers)


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()

"""Bodies that were encoded for the way (gzip, deflate, br, zstd), decoded for reading; never what is relayed.

A body of a few kilobytes can decode to gigabytes: decoding stops at a limit.
"""

import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, Protocol

MOST_CODINGS: Final = 3
_STEP: Final = 64 * 1024


class CannotDecode(Exception):
    """The bytes are not what the coding says, the coding is unknown, or the limit is met; the text says which."""


class _Decoder(Protocol):
    def __call__(self, data: bytes) -> Iterator[bytes]: ...


def decoded(body: bytes, coding: str, limit: int) -> bytes:
    """`body` without the codings that the header `Content-Encoding` lists. Raises CannotDecode.

    A body that ends early gives what there is of it: a stream that broke off is worth reading.
    """
    names = [name.strip().lower() for name in coding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if len(names) > MOST_CODINGS:
        raise CannotDecode(f"encoded {len(names)} times over")
    for name in reversed(names):
        decoder = _DECODERS.get(name)
        if decoder is None:
            raise CannotDecode(f"the content coding `{name}` is not known")
        body = _bounded(decoder(body), name, limit)
    return body


def _bounded(pieces: Iterator[bytes], name: str, limit: int) -> bytes:
    found: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise CannotDecode(f"decoded from {name} it is larger than {limit} bytes")
        found.append(piece)
    return b"".join(found)


def _gzip(data: bytes) -> Iterator[bytes]:
    yield from _inflated(data, zlib.MAX_WBITS | 16)


def _deflate(data: bytes) -> Iterator[bytes]:
    """Some servers send the bare stream without the zlib wrapper that the specification asks for."""
    wrapped = len(data) >= 2 and data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    bits = zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
    yield from _inflated(data, bits)


def _inflated(data: bytes, bits: int) -> Iterator[bytes]:
    left = data
    while left:
        inflater = zlib.decompressobj(wbits=bits)
        while not inflater.eof:
            try:
                piece = inflater.decompress(left, _STEP)
            except zlib.error as error:
                raise CannotDecode(str(error)) from error
            left = inflater.unconsumed_tail
            if piece:
                yield piece
            elif not left:
                return
        left = inflater.unused_data


def _brotli(data: bytes) -> Iterator[bytes]:
    brotli: Any = import_module("brotli")  # loaded where it is needed: start-up; it has no types

    decoder = brotli.Decompressor()
    try:
        yield decoder.process(data, output_buffer_limit=_STEP)
        while not decoder.is_finished():
            piece = decoder.process(b"", output_buffer_limit=_STEP)
            if not piece:
                return
            yield piece
    except brotli.error as error:
        raise CannotDecode(str(error) or "this is not brotli") from error


def _zstd(data: bytes) -> Iterator[bytes]:
    import zstandard  # loaded where it is needed: start-up

    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(data, read_across_frames=True) as reader:
            while piece := reader.read(_STEP):
                yield piece
    except zstandard.ZstdError as error:
        raise CannotDecode(str(error)) from error


_DECODERS: Final[dict[str, _Decoder]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

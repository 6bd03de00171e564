"""Blobs: content under its hash, compressed where that pays."""

import hashlib
from typing import Final

import zstandard

DIGEST_SIZE: Final = 16
_WORTH: Final = 256  # bytes; shorter content stays as it is
_LEVEL: Final = 3
MAX_UNPACKED: Final = 256 * 1024 * 1024


def digest_of(data: bytes) -> bytes:
    """The 16 bytes that name this content."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()


def pack(data: bytes) -> tuple[int, bytes]:
    """How the content is kept: 0 as it is, 1 compressed; and the bytes."""
    if len(data) < _WORTH:
        return 0, data
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(data)
    return (1, packed) if len(packed) < len(data) else (0, data)


def unpack(packed: int, data: bytes) -> bytes:
    """The content. Raises ValueError for what `pack` did not write."""
    if not packed:
        return data
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_UNPACKED)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from skillrt.gateway.bodies import CannotDecode, decoded

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,  # pyright: ignore[reportUnknownMemberType]
    "zstd": zstandard.compress,
}
TEXT = b"".join(f"line {number} of a body\n".encode() for number in range(20_000))


@pytest.mark.parametrize("coding", ENCODERS)
def test_each_coding(coding: str):
    encoded = ENCODERS[coding](TEXT)
    assert decoded(encoded, coding, len(TEXT)) == TEXT
    assert decoded(ENCODERS[coding](b""), coding, 10) == b""


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_bomb_does_not_go_off(coding: str):
    with pytest.raises(CannotDecode, match="larger than 100000"):
        decoded(ENCODERS[coding](bytes(50_000_000)), coding, 100_000)


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_body_that_broke_off_gives_what_there_is(coding: str):
    encoded = ENCODERS[coding](TEXT)
    found = decoded(encoded[: len(encoded) * 3 // 4], coding, len(TEXT))
    assert TEXT.startswith(found)
    assert found


def test_deflate_without_its_wrapper():
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decoded(raw.compress(b"bare") + raw.flush(), "deflate", 10) == b"bare"


def test_several_members_and_several_codings():
    assert decoded(gzip.compress(b"one") + gzip.compress(b"two"), "gzip", 10) == b"onetwo"
    assert decoded(zlib.compress(gzip.compress(b"both")), "gzip, deflate", 100) == b"both"
    assert decoded(b"plain", "identity", 10) == b"plain"


@pytest.mark.parametrize("coding", ["snappy", "gzip,gzip,gzip,gzip"])
def test_what_nobody_sends_is_refused(coding: str):
    with pytest.raises(CannotDecode):
        decoded(b"x", coding, 10)


@given(st.binary(max_size=200), st.sampled_from(sorted(ENCODERS)))
def test_any_bytes_decode_or_are_refused(data: bytes, coding: str):
    with suppress(CannotDecode):
        assert len(decoded(data, coding, 1000)) <= 1000

import os

import pytest

from skillrt.store.traces.blobs import digest_of, pack, unpack


@pytest.mark.parametrize("data", [b"", b"short", b"long " * 1000, os.urandom(5000)])
def test_what_is_packed_comes_back(data: bytes):
    assert unpack(*pack(data)) == data


def test_text_gets_smaller_and_noise_stays():
    assert len(pack(b"the same words again " * 500)[1]) < 500
    assert pack(os.urandom(5000))[0] == 0


def test_a_digest_names_the_content():
    assert digest_of(b"a") != digest_of(b"b")
    assert len(digest_of(b"")) == 16


def test_what_was_damaged_is_refused():
    with pytest.raises(ValueError, match=r"frame|header|error"):
        unpack(1, b"this is no frame")

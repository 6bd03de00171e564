import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.store.files import digest_of, is_brought, is_inside, is_reserved, stored


def test_a_stored_file_knows_its_digest():
    item = stored("a/b.txt", b"abc", executable=True)
    assert (item.size, item.executable, item.data) == (3, True, b"abc")
    assert item.digest == digest_of(b"abc") == "sha256:" + hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize("path", ["a", "a/b", ".hidden", "..a/b", "a/..b", "a b"])
def test_inside(path: str):
    assert is_inside(path)


@pytest.mark.parametrize("path", ["", "/a", "..", "a/../../b", "a/..", "..\\a", "\\a", "C:/a", "C:a", "a\0b"])
def test_not_inside(path: str):
    assert not is_inside(path)


@given(st.text(alphabet="ab./\\:", max_size=12))
def test_what_is_inside_stays_inside(path: str):
    root = Path("/base/folder")
    if is_inside(path):
        parts: list[str] = []
        for part in (root / path).parts:
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        assert parts[:3] == ["/", "base", "folder"]


def test_reserved():
    assert is_reserved(".skillrt/manifest.json")
    assert is_reserved(".skillrt")
    assert not is_reserved(".skillrt-notes.md")
    assert not is_reserved("a/.skillrt/x")


def test_brought():
    assert is_brought("scripts/skillrt/run")
    assert not is_brought("scripts/skillrt.py")
    assert not is_brought("a/scripts/skillrt/run")

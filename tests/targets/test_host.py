"""Hosts."""

import msgspec
import pytest

from skillrt.errors import InputError
from skillrt.targets import Host, generic_host, host_toml, read_host

LAPTOP = Host(
    "laptop",
    "2026-11-28",
    os="linux",
    distribution="debian",
    release="12",
    architecture="x86_64",
    libc="glibc 2.36",
    processors=4,
    shells=("bash", "sh"),
    programs=tuple(f"program-{number:03}" for number in range(60)),
    versions=("git 2.39.5", "node 20.1.0"),
    interpreters=("node 20.1.0", "python 3.11.2"),
    package_managers=("apt-get",),
)


def test_the_generic_host_promises_posix_and_nothing_else() -> None:
    host = generic_host()
    assert host.name == "generic"
    assert host.has("sh")
    assert host.has("sed")
    assert not host.has("python3")
    assert not host.has("git")
    assert list(host.programs) == sorted(host.programs)
    assert generic_host() is host


def test_a_host_file_reads_back_as_toml_and_as_json() -> None:
    text = host_toml(LAPTOP)
    assert read_host(text.encode(), "x") == LAPTOP
    assert all(len(line) <= 102 for line in text.splitlines())
    assert read_host(msgspec.json.encode(LAPTOP), "x") == LAPTOP
    assert read_host(host_toml(generic_host()).encode(), "x") == generic_host()


def test_the_order_of_lists_does_not_count() -> None:
    text = 'name = "a"\ndate = "2026-01-01"\nprograms = ["jq", "git", "jq"]\n'
    assert read_host(text.encode(), "x").programs == ("git", "jq")


def test_identity() -> None:
    more = msgspec.structs.replace(LAPTOP, programs=("jq",), release="13", date="2027-01-01")
    assert more.identity == LAPTOP.identity
    assert msgspec.structs.replace(LAPTOP, architecture="arm64").identity != LAPTOP.identity


@pytest.mark.parametrize(
    "text",
    [
        b"\xff",
        b"{",
        b'{"name": "a"}',
        b'name = "a"\ndate = "yesterday"',
        b'name = "../a"\ndate = "2026-01-01"',
        b'name = "a"\ndate = "2026-01-01"\nuser = "x"',
        b'name = "generic"\ndate = "2026-01-01"',
        b"[" * 100_000,
        b"{" + b'"a":[' * 100_000,
    ],
)
def test_what_describes_no_host_is_said_to(text: bytes) -> None:
    with pytest.raises(InputError, match="describes no host"):
        read_host(text, "x")

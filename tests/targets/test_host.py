"""Hosts."""

from skillrt.targets import generic_host


def test_the_generic_host_promises_posix_and_nothing_else() -> None:
    host = generic_host()
    assert host.name == "generic"
    assert host.has("sh")
    assert host.has("sed")
    assert not host.has("python3")
    assert not host.has("git")
    assert list(host.programs) == sorted(host.programs)
    assert generic_host() is host

import pytest

from skillrt.ir.workflow import ResourceRecord, StepRecord
from skillrt.workflow.resources import Claim, Held, touched


def claim(reads=(), writes=()):
    def made(items):
        return tuple(ResourceRecord(*item.split(" ", 1)) for item in items)

    return Claim(StepRecord("s", "s", "S:1", "command", reads=made(reads), writes=made(writes)))


@pytest.mark.parametrize(
    ("running", "other", "meets"),
    [
        (claim(writes=["file a.txt"]), claim(reads=["file ./a.txt"]), True),
        (claim(reads=["file a.txt"]), claim(writes=["file a.txt"]), True),
        (claim(reads=["file a.txt"]), claim(reads=["file a.txt"]), False),
        (claim(writes=["file out/a.txt"]), claim(writes=["file out/b.txt"]), False),
        (claim(writes=["directory out"]), claim(writes=["file out/x/b.txt"]), True),
        (claim(writes=["file out/x/b.txt"]), claim(reads=["directory out/"]), True),
        (claim(reads=["directory out"]), claim(reads=["file out/b.txt"]), False),
        (claim(reads=["directory ."]), claim(writes=["file out/b.txt"]), True),
        (claim(writes=["file /tmp/b.txt"]), claim(reads=["directory ."]), False),
        (claim(writes=["url https://a/b"]), claim(writes=["url https://a/b"]), True),
        (claim(writes=["variable X"]), claim(writes=["variable X"]), False),
        (claim(writes=["result s1"]), claim(reads=["result s1"]), False),
    ],
)
def test_what_meets_what(running, other, meets):
    held = Held()
    held.take(running)
    assert bool(held.conflict(other)) is meets
    held.release(running)
    assert held.conflict(other) == ""


def test_what_stands_in_the_way_is_woken_when_it_goes():
    running, other = claim(writes=["file out/x/b.txt"]), claim(reads=["directory out"])
    held = Held()
    held.take(running)
    assert held.conflict(other) in set(touched(running))


def test_two_readers_both_have_to_go():
    held, reader = Held(), claim(reads=["file a"])
    held.take(reader)
    held.take(reader)
    held.release(reader)
    assert held.conflict(claim(writes=["file a"])) == "a"

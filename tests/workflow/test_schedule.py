import random

from skillrt.workflow.graph import graph_of
from skillrt.workflow.schedule import Schedule
from tests.workflow.records import edges, step


def schedule(steps, *pairs, seconds=None):
    return Schedule(graph_of(steps, edges(*pairs), ()), steps, seconds or [1.0] * len(steps))


def taken(found):
    numbers = []
    while (number := found.take()) is not None:
        numbers.append(number)
    return numbers


def test_the_longest_way_to_the_end_goes_first_then_the_order_of_the_text():
    steps = [step(name, "true") for name in "abcd"]
    assert taken(schedule(steps, "c>d", seconds=[1.0, 1.0, 1.0, 5.0])) == [2, 0, 1]


def test_a_step_is_ready_once_all_that_it_waits_for_is_done():
    found = schedule([step(name, "true") for name in "abc"], "a>c", "b>c")
    assert taken(found) == [0, 1]
    found.done(0)
    assert taken(found) == []
    found.done(1)
    assert taken(found) == [2]


def test_what_is_lost_makes_nothing_ready_and_what_comes_back_is_taken_again():
    found = schedule([step(name, "true") for name in "abc"], "a>b")
    assert taken(found) == [0, 2]
    found.lost(0)
    found.back(2)
    assert taken(found) == [2]


def test_writers_of_one_file_take_turns():
    found = schedule([step(name, "true", writes=["out.txt"]) for name in "abc"])
    for number in range(3):
        assert taken(found) == [number]
        found.done(number)


def test_readers_of_one_file_go_together_once_the_writer_is_done():
    steps = [step("w", "true", writes=["x"]), *(step(name, "true", reads=["x"]) for name in "abc")]
    found = schedule(steps, seconds=[9.0, 1.0, 1.0, 1.0])
    assert taken(found) == [0]
    found.done(0)
    assert taken(found) == [1, 2, 3]


def test_no_step_is_forgotten_and_none_meets_another():
    """Random claims on few files, ended in random order."""
    for seed in range(40):
        draw = random.Random(seed)
        claims = [(draw.sample("xyz", draw.randrange(3)), draw.sample("uvx", draw.randrange(2))) for _ in range(30)]
        steps = [step(f"s{at}", "true", reads=reads, writes=writes) for at, (reads, writes) in enumerate(claims)]
        found = schedule(steps)
        running: list[int] = []
        ended = 0
        while ended < 30:
            running += taken(found)
            assert running
            _check_no_two_meet([steps[number] for number in running])
            found.done(running.pop(draw.randrange(len(running))))
            ended += 1


def test_many_that_wait_for_one_file_cost_little():
    found = schedule([step(f"s{number}", "true", writes=["out.txt"]) for number in range(5_000)])
    for _ in range(5_000):
        found.done(found.take())
    assert found.take() is None


def _check_no_two_meet(steps):
    for at, one in enumerate(steps):
        for other in steps[at + 1 :]:
            assert not set(one.writes) & {*other.writes, *other.reads}
            assert not set(other.writes) & set(one.reads)

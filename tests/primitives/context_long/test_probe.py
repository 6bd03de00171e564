import re

import pytest

from skillrt.code.tokens import count_tokens
from skillrt.primitives.probing import Attempt, Call
from tests.primitives.judged import as_calls, make, said

NAME = "context.long"


def journal(made):
    return b"".join(made.files[name] for name in sorted(made.files)).decode()


@pytest.mark.parametrize(("level", "least"), [("L1", 20_000), ("L2", 60_000), ("L3", 150_000)])
def test_the_journal_is_as_long_as_the_level_says(level, least):
    assert least < count_tokens(journal(make(NAME, level))) < 1.2 * least


@pytest.mark.parametrize("level", ["L1", "L2", "L3"])
def test_the_truth_is_what_the_journal_says(level):
    for number in range(5):
        made = make(NAME, level, str(number))
        pair = re.search(r"pieces of the (\w+ \w+) \(this", made.task)[1]
        text = journal(made)
        struck = re.findall(r"The entry of day (\d+) is struck out", text)
        moved = re.findall(rf"Day (\d+): \d+ pieces of the {pair} were moved from \w+ to (\w+) and", text)
        assert made.truth == [place for day, place in moved if day not in struck]
        assert len(made.truth) < len(moved)


def test_each_part_fits_one_reading():
    for data in make(NAME, "L3").files.values():
        assert data.count(b"\n") < 500
        assert len(data) < 60_000


def test_a_harness_that_has_commands_alone_may_print():
    made = make(NAME, "L1")
    printed = tuple(Call("shell.run", {"command": f"cat {path}"}, at) for at, path in enumerate(made.files))
    assert said(NAME, made, Attempt(made.reference.answer, calls=printed)) == "passed: "
    calls = as_calls(made.reference)
    for search in (
        Call("text.search", {"pattern": "x"}, 9),
        Call("agent.delegate", {"prompt": "read part 1"}, 9),
        Call("shell.run", {"command": "cat journal/* | grep -n teapot"}, 9),
    ):
        assert "the task forbids" in said(NAME, made, Attempt(made.reference.answer, calls=(*calls, search)))

import re
from random import Random

from skillrt.primitives.ask_user.interviews import interview


def next_by_the_guide(made):
    """The first question that was not asked, whose condition holds and whose answer was not given."""
    guide, talk = made.files.values()
    pieces = int(re.search(r"user: (\d+) pieces", talk)[1])
    for line in guide.splitlines():
        question, condition = re.fullmatch(r"\d+\. ([^?]+\?)(?: \((.+)\))?", line).groups()
        if f"asked: {question}" in talk or ("crates of oak" in talk and "wood" in question):
            continue
        if condition:
            bound = int(re.search(r"\d+", condition)[0])
            if (pieces > bound) != ("more" in condition):
                continue
        return question
    return ""


def test_what_is_due_follows_from_guide_and_talk():
    kinds = set()
    for number in range(200):
        made = interview(Random(number))
        assert next_by_the_guide(made) == made.due
        kinds.add("oak" in list(made.files.values())[1])
        assert len({made.due, made.after, made.skipped, made.asked}) == 4
        assert {made.due, made.after, made.skipped, made.asked} <= set(made.questions)
    assert kinds == {True, False}

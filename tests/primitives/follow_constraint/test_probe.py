from skillrt.primitives.probing import Attempt
from tests.primitives.judged import make, passes, said, why

NAME = "follow.constraint"


def with_rules(*rules):
    """An instance of L2 that has these rules among its own."""
    made = (make(NAME, "L2", str(number)) for number in range(400))
    return next(one for one in made if set(rules) <= set(one.truth["rules"]))


def test_a_fence_and_empty_lines_are_no_matter():
    made = make(NAME, "L3")
    assert passes(NAME, made, f"```\n{made.reference.answer}\n```")
    assert passes(NAME, made, made.reference.answer.replace("\n", "\n\n"))


def test_each_rule_that_is_broken_is_told():
    made = make(NAME, "L3")
    for miss in made.near_misses:
        complaint = said(NAME, made, Attempt(miss.solution.answer))
        if miss.what.startswith("broken: "):
            assert miss.what.removeprefix("broken: ") in complaint


def test_a_colour_inside_another_word_is_no_colour():
    made = with_rules("capitals")
    lines = made.reference.answer.split("\n")
    colour = made.truth["colour"]
    lines[0] = f"{lines[0][:-1]} un{colour}ish."
    if len(lines[0].split()) <= made.truth["most"] or "short" not in made.truth["rules"]:
        assert passes(NAME, made, "\n".join(lines))
    lines[0] = lines[0].replace(colour.upper(), colour.capitalize())
    assert colour.upper() in why(NAME, made, "\n".join(lines))


def test_two_sentences_on_a_line_are_two():
    made = make(NAME, "L1")
    lines = made.reference.answer.split("\n")
    assert "more than one sentence" in why(NAME, made, "\n".join([lines[0].replace(" ", ". ", 1), *lines[1:]]))


def test_levels_have_more_rules():
    counts = [{len(make(NAME, level, str(n)).truth["rules"]) for n in range(20)} for level in ("L1", "L2", "L3")]
    assert counts[0] == {1}
    assert counts[1] <= {3, 4, 5}
    assert min(counts[2]) >= 10

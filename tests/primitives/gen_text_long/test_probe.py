from tests.primitives.judged import make, passes, why

NAME = "gen.text.long"


def test_the_sizes_are_those_of_the_levels():
    for level, low, high in (("L1", 1, 1023), ("L2", 1024, 5120), ("L3", 5121, 20_000)):
        for seed in range(20):
            size = len(make(NAME, level, str(seed)).reference.answer.encode())
            assert low <= size <= high, (level, seed, size)


def test_answers_in_other_styles():
    made = make(NAME, "L2")
    lines = made.reference.answer.split("\n")
    assert passes(NAME, made, "\n\n".join(lines) + "\n")
    assert passes(NAME, made, "\n".join(f"**{line[:6]}**{line[6:]}" for line in lines))
    assert passes(NAME, made, f"```\n{made.reference.answer}\n```")


def test_what_is_missing_is_told():
    made = make(NAME, "L3")
    lines = made.reference.answer.split("\n")
    assert "it ends before" in why(NAME, made, "\n".join(lines[:30]))
    assert "entry 2 must be" in why(NAME, made, "\n".join([lines[0], *lines[2:]]))
    assert "more after the last entry" in why(NAME, made, "\n".join([*lines, "That is all."]))

from tests.primitives.judged import make, passes, why

NAME = "reason.arithmetic"


def test_other_ways_to_write_a_number():
    made = make(NAME, "L3")
    whole, part = made.truth.split(".")
    spelled = f"{int(whole):,}.{part}"
    assert passes(NAME, made, f"The steps are ...\n\n**ANSWER: {spelled}**\n")
    assert passes(NAME, made, f"answer: {made.truth} EUR\n")
    assert passes(NAME, made, f"ANSWER: 1\n\nNo, that was wrong.\n\nAnswer: `{made.truth}`")


def test_what_is_wrong_is_told():
    made = make(NAME, "L1")
    assert "no line starts with ANSWER:" in why(NAME, made, f"It is {made.truth}.")
    assert f"the result is {made.truth}, not '-{made.truth}'" in why(NAME, made, f"ANSWER: -{made.truth}")
    assert "'many'" in why(NAME, made, "ANSWER: many")


def test_a_program_is_not_the_head():
    made = make(NAME, "L2")
    assert passes(NAME, made, f"ANSWER: {made.truth}", ("todo.write",))
    assert "a program was run" in why(NAME, made, f"ANSWER: {made.truth}", ("shell.run",))


def test_levels_take_more_steps():
    lengths = [sum(len(make(NAME, level, str(n)).task) for n in range(8)) for level in ("L1", "L2", "L3")]
    assert lengths[0] < lengths[1] < lengths[2]

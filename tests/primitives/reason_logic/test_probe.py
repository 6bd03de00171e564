from tests.primitives.judged import make, passes, why

NAME = "reason.logic"


def test_answers_in_other_styles():
    for level in ("L1", "L2", "L3"):
        made = make(NAME, level)
        words = list(made.truth)
        assert passes(NAME, made, f"First ...\n\n**ANSWER:** {', '.join(words)}.")
        assert passes(NAME, made, f"Answer: [{','.join(word.upper() for word in words)}]")


def test_what_is_wrong_is_told():
    made = make(NAME, "L2")
    assert "no line starts with" in why(NAME, made, ", ".join(made.truth))
    assert f"the answer is {', '.join(made.truth)}" in why(NAME, made, f"ANSWER: {made.truth[0]}")
    assert "a program was run" in why(NAME, made, f"ANSWER: {', '.join(made.truth)}", ("code.run",))

from tests.primitives.judged import make, passes, why

NAME = "reason.spatial"


def kind(level, word):
    return next(made for made in (make(NAME, level, str(n)) for n in range(60)) if word in made.task)


def test_answers_in_other_styles():
    walk = kind("L1", "robot")
    x, y, facing = walk.truth.split(", ")
    assert passes(NAME, walk, f"ANSWER: ({x}, {y}, {facing.title()})")
    assert passes(NAME, walk, f"ANSWER: x = {x}, y = {y}, {facing}")
    sphere = kind("L3", "planet")
    assert passes(NAME, sphere, f"**ANSWER: {int(sphere.truth):,} km**")


def test_what_is_wrong_is_told():
    walk = kind("L1", "robot")
    x, y, _ = walk.truth.split(", ")
    assert "the answer is" in why(NAME, walk, f"ANSWER: {y}, {x}, back")
    assert "the answer is" in why(NAME, walk, f"ANSWER: {x}, {y}")
    assert "a program was run" in why(NAME, walk, f"ANSWER: {walk.truth}", ("shell.run",))


def test_a_number_may_carry_a_sign_of_its_own():
    made = kind("L2", "turned by 90 degrees")
    x, y = made.truth.split(", ")
    assert passes(NAME, made, f"ANSWER: ({x.replace('-', '−')}, {y}.0)")
    assert why(NAME, made, f"ANSWER: ({x}, -{y.lstrip('-')}1)")

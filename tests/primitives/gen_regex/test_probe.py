from tests.primitives.judged import make, passes, why

NAME = "gen.regex"


def pattern_of(made):
    return made.reference.answer.split("\n")[1]


def test_answers_in_other_styles():
    made = make(NAME, "L2")
    pattern = pattern_of(made)
    assert passes(NAME, made, pattern)
    assert passes(NAME, made, f"`{pattern}`")
    assert passes(NAME, made, f"This one:\n\n```\nr'{pattern}'\n```\n\nIt is anchored at both ends.")


def test_other_patterns_pass_too():
    made = make(NAME, "L1")
    assert passes(NAME, made, f"```regex\n{pattern_of(made).replace('[0-9]', chr(92) + 'd')}\n```")


def test_what_is_wrong_is_told():
    made = make(NAME, "L3")
    assert "the pattern is none" in why(NAME, made, "```\n(?P<whole>\n```")
    assert "it must give" in why(NAME, made, "```\n[0-9]+\n```")
    assert "not one line" in why(NAME, made, "```\na\nb\n```")


def test_a_pattern_that_takes_forever_is_stopped():
    made = make(NAME, "L1")
    endless = "(?:(?:(?:[A-Z_/-]?){30}){30}){30}x+$"
    assert why(NAME, made, f"```\n{endless}\n```")

from tests.primitives.judged import make, passes, why

NAME = "gen.code.shell"


def source_of(made):
    return made.reference.answer.removeprefix("```sh\n").removesuffix("\n```")


def test_answers_in_other_styles():
    for level in ("L1", "L2", "L3"):
        made = make(NAME, level)
        assert passes(NAME, made, f"Here:\n\n```bash\n#!/bin/bash\nset -e\n{source_of(made)}\n```\n\nThat is all.")


def test_what_is_wrong_is_told():
    made = make(NAME, "L1")
    assert "the program ended with status 3" in why(NAME, made, "```sh\nexit 3\n```")
    assert why(NAME, made, "```sh\ntrue\n```")
    assert why(NAME, made, "I would run a few commands.")

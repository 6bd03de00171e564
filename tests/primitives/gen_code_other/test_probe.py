from tests.primitives.judged import make, passes, why

NAME = "gen.code.other"


def test_the_language_of_the_task_may_be_written_otherwise():
    made = make(NAME, "L3")
    program = made.reference.answer.removeprefix("```\n").removesuffix("\n```")
    remark = made.truth.language.remark
    spaced = "\n\n".join(f"   {line} {remark} a remark" for line in program.split("\n"))
    assert passes(NAME, made, f"I keep two variables.\n\n```text\n{spaced}\n```\n")
    assert passes(NAME, made, program)


def test_what_is_wrong_is_told():
    made = make(NAME, "L3")
    assert "is no instruction" in why(NAME, made, "```\nprint 1\n```")
    assert "it must print" in why(NAME, made, f"```\n{made.truth.language.words['stop']}\n```")


def test_perl_may_be_written_otherwise():
    made = make(NAME, "L1")
    source = made.reference.answer.removeprefix("```perl\n").removesuffix("\n```")
    assert passes(NAME, made, f"```perl\n#!/usr/bin/perl\n{source}\n```\n\nIt prints:\n\n```\nlow 1\n```\n")
    assert "the program ended with status" in why(NAME, made, "```perl\ndie 'no'\n```")
    assert "line 1" in why(NAME, made, "```perl\nprint 'low';\n```")

import json

from tests.primitives.judged import make, passes, why

NAME = "reason.planning"


def test_every_order_that_keeps_the_rules_is_right():
    made = make(NAME, "L1")
    order = made.reference.answer.removeprefix("ANSWER: ")
    assert passes(NAME, made, f"I think:\n\n**ANSWER: {order.replace(', ', ' → ')}**")
    assert "must come before" in why(NAME, made, f"ANSWER: {', '.join(order.split(', ')[::-1])}")
    assert "must be there once" in why(NAME, made, "ANSWER: A, B")


def test_batches_may_be_split():
    made = make(NAME, "L2")
    order = json.loads(made.reference.answer.removeprefix("```json\n").removesuffix("\n```"))
    single = [[ware, 1] for ware, count in order for _ in range(count)]
    assert passes(NAME, made, json.dumps(single))
    assert "there is not enough" in why(NAME, made, json.dumps(single[::-1]))
    assert "no recipe" in why(NAME, made, '[["x", 1]]')
    assert "no recipe" in why(NAME, made, json.dumps([[order[0][0], True]]))
    assert "are made, not" in why(NAME, made, "[]")


def test_plans_are_gone_through():
    made = make(NAME, "L3")
    plan = json.loads(made.reference.answer.removeprefix("```json\n").removesuffix("\n```"))
    renamed = json.loads(json.dumps(plan).replace('"s', '"step ').replace('"step teps"', '"steps"'))
    assert passes(NAME, made, f"The plan:\n```json\n{json.dumps(renamed)}\n```")
    assert "must have `first`" in why(NAME, made, "{}")

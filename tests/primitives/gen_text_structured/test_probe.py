import json

from tests.primitives.judged import make, passes, why

NAME = "gen.text.structured"


def of_format(level, name):
    return next(
        made
        for made in (make(NAME, level, str(n)) for n in range(60))
        if getattr(made.truth, "format", "XML") == name
    )


def test_other_ways_to_write_it():
    made = of_format("L2", "JSON")
    assert passes(NAME, made, json.dumps(made.truth.value))
    assert passes(NAME, made, f"Sure:\n\n```json\n{json.dumps(made.truth.value, sort_keys=True)}\n```\n\nDone.")
    flow = of_format("L2", "YAML")
    assert passes(NAME, flow, f"```yml\n{json.dumps(flow.truth.value)}\n```")


def test_sizes_are_those_of_the_levels():
    for seed in range(12):
        sizes = [len(make(NAME, level, str(seed)).reference.answer.encode()) for level in ("L1", "L2", "L3")]
        assert sizes[0] < 500 < sizes[1] < 5000 < sizes[2]


def test_what_is_wrong_is_told():
    made = of_format("L1", "JSON")
    key = next(iter(made.truth.value))
    without = {name: value for name, value in made.truth.value.items() if name != key}
    assert f"the key '{key}' is missing" in why(NAME, made, json.dumps(without))
    assert "no JSON" in why(NAME, made, "{'a': 1}")
    assert "an object is wanted" in why(NAME, made, "[]")

import msgspec

from skillrt.jit.answers.pattern import AnswerPattern, Fact, Said


def test_a_pattern_survives_json():
    pattern = AnswerPattern(((Said("It has "), Said(fact=Fact("input", "h1", "rows"), decimals=2)),))
    assert msgspec.json.decode(msgspec.json.encode(pattern), type=AnswerPattern) == pattern

import msgspec
import pytest

from skillrt.primitives.definition import Facts, Primitive
from skillrt.primitives.gen_regex import detect, lower

FACTS = {
    "id": "gen.sample",
    "title": "Sample",
    "asks": "writes samples",
    "source": "the tests",
    "date": "2026-11-28",
    "levels": {"L2": {"asks": "two of them", "rules": ["outline"]}},
}


def test_a_primitive_is_named_by_its_facts():
    facts = msgspec.convert(FACTS, Facts)
    found = Primitive(facts, detect.detect, lower.lower)
    assert (found.id, found.facts.levels["L2"].rules, found.facts.phrases) == ("gen.sample", ("outline",), {})


@pytest.mark.parametrize(
    "wrong", [{"levels": {"L4": {"asks": "more"}}}, {"levels": {"L1": {"tells": "typo"}}}, {"colour": "red"}]
)
def test_facts_of_another_shape_are_refused(wrong: dict[str, object]):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**FACTS, **wrong}, Facts)

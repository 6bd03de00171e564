from itertools import pairwise

import pytest

from skillrt.gateway.assembly.items import items_answered, items_of, same_id, system_text
from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Traffic
from tests.gateway.assembly.six import SIX
from tests.gateway.assembly.talk import request_of


@pytest.mark.parametrize("name", SIX)
def test_each_history_begins_with_the_one_before_and_its_answer(name: str):
    traffic = shipped_harnesses()[name].traffic
    talk = SIX[name]()
    records = talk.sent[1:] if name == "opencode" else talk.sent
    for before, after in pairwise(records):
        assert before.response
        known = items_of(request_of(before), traffic) + items_answered(before.response, traffic)
        now = items_of(request_of(after), traffic)
        assert [(item.kind, item.key) for item in now[: len(known)]] == [(item.kind, item.key) for item in known]
        assert len(now) > len(known)


def test_ids_lose_what_the_harness_drops():
    assert same_id("call_ff_1", shipped_harnesses()["openclaw"].traffic) == "callff1"
    assert same_id("call_ff_1", Traffic()) == "call_ff_1"


def test_system_prompts_are_found_wherever_they_stand():
    assert "operating inside pi" in system_text(request_of(SIX["pi"]().sent[0]))

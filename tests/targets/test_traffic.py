import re

import pytest

from skillrt.targets import shipped_harnesses
from skillrt.targets.traffic import Traffic, all_traffic

OBSERVED = ["claude-code", "codex", "opencode", "pi", "openclaw", "gemini-cli"]


@pytest.mark.parametrize("name", OBSERVED)
def test_each_harness_that_was_observed_can_be_told_by_its_requests(name: str):
    traffic = shipped_harnesses()[name].traffic
    assert traffic.user_agents or traffic.system_marks
    assert traffic.listings
    re.compile(traffic.lead)
    assert all(header == header.lower() for header in (*traffic.session, *traffic.agent, *traffic.parent_agent))
    assert all("{name}" in form for form in traffic.injected)


def test_what_holds_of_any_of_them():
    both = all_traffic((Traffic(session=("a",), lead="x"), Traffic(session=("b", "a"), quoted=True)))
    assert both == Traffic(session=("a", "b"))

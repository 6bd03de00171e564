import msgspec
import pytest

from skillrt.passes.base import PassContext
from skillrt.passes.infer_requirements import detect_all
from skillrt.passes.lowering import closing
from skillrt.passes.lowering.closing import close_gap
from skillrt.passes.lowering.gaps import gaps_of
from skillrt.primitives import Draft, Replacement, SkillView, lexicon
from tests.passes.lowering.sample import block, outlining, sample, target


@pytest.fixture
def with_drafts(monkeypatch):
    """The drafts that the primitive is to yield in place of its own."""

    def put(*drafts):
        made = msgspec.structs.replace(closing.primitive("gen.code.python"), lower=lambda view, gap: drafts)
        monkeypatch.setattr(closing, "primitive", lambda name: made)

    return put


def closed(module, **levels):
    goal = target(**levels)
    demands = dict(detect_all(SkillView(module, lexicon())))
    gap = next(item for item in gaps_of(demands, goal.capabilities) if item.primitive == "gen.code.python")
    return close_gap(module, gap, demands, PassContext(target=goal))


def test_a_draft_that_closes_it_is_taken(tmp_path, with_drafts):
    module = sample(tmp_path)
    with_drafts(outlining(module))
    found = closed(module, gen_code_python=1)
    assert found.rules == ("outline",)
    assert "gen.code.python" not in found.demands


def test_one_that_asks_for_what_the_target_lacks_is_not(tmp_path, with_drafts):
    module = sample(tmp_path)
    with_drafts(msgspec.structs.replace(outlining(module), raises=(("tool.exec", "L1"),)))
    assert closed(module, gen_code_python=1, tool_exec=3).rules == ("outline",)
    with_drafts(msgspec.structs.replace(outlining(module), raises=(("tool.web", "L1"),)))
    found = closed(module, gen_code_python=1, tool_web=0)
    assert found.rules == ()
    assert "would need tool.web" in found.why
    assert found.module is module


def test_one_that_lowers_nothing_is_undone(tmp_path, with_drafts):
    module = sample(tmp_path)
    prose = block(module, "Never")
    with_drafts(Draft("idle", "why", "removes", (Replacement(prose.id, 0, 0, "Please. "),)))
    found = closed(module, gen_code_python=1)
    assert found.rules == ()
    assert "would not lower it" in found.why


def test_support_is_told_from_removal(tmp_path, with_drafts):
    module = sample(tmp_path)
    prose = block(module, "Never")
    with_drafts(Draft("checker", "why", "supports", (Replacement(prose.id, 0, 0, "Run it. "),), (), 1))
    found = closed(module, gen_code_python=1)
    assert (found.rules, found.carried) == (("checker",), 1)
    assert found.demands["gen.code.python"].level == "L3"


def test_support_that_carries_no_more_is_not_added_twice(tmp_path, with_drafts):
    text = (
        "# A\n\nRun this. Never stop. Keep on.\n\n```python\nimport pandas as pd\n"
        + "print(pd.read_csv('a'))\n" * 9
        + "```\n"
    )
    module = sample(tmp_path, text)
    prose, title = block(module, "Never"), block(module, "# A")
    first = Draft("checker", "why", "supports", (Replacement(prose.id, 0, 0, "Run it. "),), (), 2)
    other = Draft("checker", "why", "supports", (Replacement(title.id, 3, 3, " b"),), (), 2)
    more = Draft("driver", "why", "supports", (Replacement(title.id, 3, 3, " c"),), (), 1)
    with_drafts(first, other)
    found = closed(module, gen_code_python=1)
    assert (found.rules, found.module) == ((), module)  # the target could not do it still
    assert "`checker` would leave too much" in found.why
    with_drafts(first, more)
    assert closed(module, gen_code_python=1).rules == ("driver",)
    with_drafts(msgspec.structs.replace(first, to=3))
    assert closed(module, gen_code_python=1).rules == ()

import pytest

from skillrt.primitives import primitive
from tests.primitives.lowered import drafts, gap_of, linked


@pytest.mark.parametrize("level", ["L1", "L2", "L3"])
def test_there_is_none_and_it_says_why(tmp_path, level):
    module = linked(tmp_path, {"SKILL.md": "# A\n\nUse it.\n"})
    assert drafts(module, gap_of(module, "ask.user", 0, level, ("Use it",))) == {}
    assert primitive("ask.user").facts.levels[level].no_lowering

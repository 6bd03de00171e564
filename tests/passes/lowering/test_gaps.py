import msgspec

from skillrt.passes.lowering.gaps import gaps_of, opened, unmet, weighs_less
from skillrt.primitives import Detected, Evidence
from tests.passes.lowering.sample import capabilities


def detected(level, weight=1.0):
    return Detected(level, "why", (Evidence("b", 0, 1, level, weight, "why"),))


def test_a_gap_is_a_level_above_what_is_held():
    demands = {"gen.code.python": detected("L3"), "tool.exec": detected("L2"), "gen.regex": detected("L3")}
    found = gaps_of(demands, capabilities(gen_code_python=1, tool_exec=2))
    assert [(gap.primitive, gap.required, gap.held) for gap in found] == [("gen.code.python", "L3", 1)]


def test_what_a_lowering_may_not_do():
    before, after = {"tool.exec": detected("L1")}, {"tool.exec": detected("L2"), "gen.regex": detected("L1")}
    assert opened(before, after, capabilities(tool_exec=1, gen_regex=1)) == ("tool.exec",)
    assert opened(before, after, capabilities(tool_exec=2, gen_regex=0)) == ("gen.regex",)
    assert opened(after, after, capabilities(tool_exec=0, gen_regex=0)) == ()
    assert unmet((("tool.exec", "L1"),), {}, capabilities(tool_exec=0)) == ("tool.exec",)
    assert unmet((("tool.exec", "L1"),), {"tool.exec": detected("L2")}, capabilities(tool_exec=0)) == ()


def test_less_is_a_lower_level_or_less_evidence():
    (gap,) = gaps_of({"gen.code.python": detected("L3")}, capabilities(gen_code_python=1))
    assert weighs_less(gap, {})
    assert weighs_less(gap, {"gen.code.python": detected("L2")})
    assert weighs_less(gap, {"gen.code.python": detected("L3", 0.5)})
    assert not weighs_less(gap, {"gen.code.python": msgspec.structs.replace(detected("L3"), reason="other")})

import msgspec

from skillrt.passes.lowering.cost import cost
from skillrt.primitives import Detected, Draft, Gap, Replacement
from tests.passes.lowering.sample import block, outlining, sample

GAP = Gap("gen.code.python", "L3", 1, Detected("L3", "why", ()))


def test_closing_the_gap_comes_first_then_tokens(tmp_path):
    module = sample(tmp_path)
    prose = block(module, "Never")
    short = Draft("a", "why", "supports", (Replacement(prose.id, 0, 0, "x"),), (), 1)
    long = msgspec.structs.replace(short, replacements=(Replacement(prose.id, 0, 0, "x" * 4000),))
    half = msgspec.structs.replace(short, to=2)
    assert cost(outlining(module), GAP, module) < cost(short, GAP, module)
    assert cost(short, GAP, module) < cost(long, GAP, module) < cost(half, GAP, module)

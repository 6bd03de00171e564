"""What each detector finds is tested beside it; here is what the pass makes of it."""

from skillrt.ir import Purpose, Requirement, SkillKind
from skillrt.passes.base import PassContext
from skillrt.passes.infer_requirements import InferRequirements
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.passes.lowering.sample import sample
from tests.passes.lowering.test_substitute import TEXT


def run(module):
    return run_pipeline(module, parse_pipeline("infer-requirements"), PassContext())


def test_requirements_have_a_level_a_reason_and_places(tmp_path):
    module = run(sample(tmp_path))
    found = {fact.primitive: fact for fact in module.facts if isinstance(fact, Requirement)}
    python = found["gen.code.python"]
    assert python.level == "L3"
    assert "pandas" in python.reason
    assert (python.span.line, python.span.end_line) == (9, 21)
    assert module.blocks[python.blocks[0]].kind == "code"


def test_each_purpose_and_way_has_its_own(tmp_path):
    module = run(sample(tmp_path, TEXT))
    purposes = [fact for fact in module.facts if isinstance(fact, Purpose)]
    assert [fact.title for fact in purposes] == ["Count rows", "Join tables"]
    assert [way.title for way in purposes[0].alternatives] == [
        "Option A: with pandas",
        "Option B: with shell commands",
    ]
    parts = {
        (fact.purpose, fact.alternative)
        for fact in module.facts
        if isinstance(fact, Requirement) and fact.primitive == "gen.code.python"
    }
    assert parts == {("", ""), ("p1", "p1a")}


def test_run_again_it_replaces_what_it_found(tmp_path):
    module = run(sample(tmp_path))
    again = InferRequirements().run(module, PassContext())
    assert again.facts == module.facts
    assert sum(isinstance(fact, SkillKind) for fact in again.facts) == 1

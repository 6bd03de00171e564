"""What each lowering does is tested beside it and in literate/; here is what the pass makes of them."""

import pytest

from skillrt.errors import Severity, UsageError
from skillrt.ir import Gap
from skillrt.passes.base import PassContext
from skillrt.passes.lower_capabilities import LowerCapabilities
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from tests.passes.lowering.sample import sample, target


def run(module, goal, pipeline="infer-requirements,lower-capabilities"):
    return run_pipeline(module, parse_pipeline(pipeline), PassContext(target=goal))


def test_without_a_gap_nothing_changes(tmp_path):
    module = sample(tmp_path)
    after = run(module, target(gen_code_python=3))
    assert after.documents is module.documents
    assert after.files is module.files
    assert not any(isinstance(fact, Gap) for fact in after.facts)


def test_it_needs_a_target(tmp_path):
    with pytest.raises(UsageError):
        run_pipeline(sample(tmp_path), parse_pipeline("lower-capabilities"), PassContext())


def test_a_gap_that_stays_is_told_and_can_be_an_error(tmp_path):
    module = sample(tmp_path, "# T\n\nLook at the screenshot and say what is on the picture. View the image again.\n")
    goal = target(see_image=0)
    after = run(module, goal)
    facts = [fact for fact in after.facts if isinstance(fact, Gap)]
    for fact in facts:
        assert (fact.primitive, fact.status) == ("see.image", "left")
    (found,) = [item for item in after.diagnostics if item.code.startswith("capability.")] if facts else [None]
    if found is not None:
        assert found.severity is Severity.WARNING
        strict = LowerCapabilities(strict=True).run(module, PassContext(target=goal))
        assert [item.severity for item in strict.diagnostics if item.code == "capability.gap-strict"] == [
            Severity.ERROR
        ]

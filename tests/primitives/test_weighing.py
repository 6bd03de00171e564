from skillrt.primitives.base import Evidence
from skillrt.primitives.view.phrases import Lexicon, read_phrase
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import phrase_evidence, total, verdict
from tests.skills import module_of


def evidence(level, weight):
    return Evidence("b", 0, 1, level, weight, "why")


def test_a_verdict_needs_weight():
    assert verdict([evidence("L2", 0.5)], "why") is None
    found = verdict([evidence("L2", 0.5), evidence("L1", 0.5)], "why")
    assert found is not None
    assert (found.level, len(found.evidence)) == ("L1", 2)


def test_the_level_is_the_highest_with_weight_of_its_own():
    found = verdict([evidence("L3", 0.5), evidence("L2", 0.5), evidence("L1", 1.0)], "why")
    assert found is not None
    assert found.level == "L2"
    assert total(found.evidence, "L3") == 0.5


def test_a_heading_counts_half_and_so_does_a_reference(tmp_path):
    files = {"SKILL.md": "# Verify\n\nVerify it. Verify that.\n", "references/r.md": "Verify more.\n"}
    view = SkillView(module_of(tmp_path / "s", files), Lexicon([read_phrase("p:L2 strong", "verify")]))
    found = list(phrase_evidence(view, "p", "L2 strong", "why"))
    assert [item.weight for item in found] == [0.5, 1.0, 1.0, 0.5]
    assert {item.level for item in found} == {"L2"}

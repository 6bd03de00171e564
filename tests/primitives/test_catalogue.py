"""Contract of every primitive: facts, detector and lowering, on skills of all kinds."""

from importlib.metadata import EntryPoint

import pytest

from skillrt.errors import MachineError
from skillrt.frontend import discover, load
from skillrt.primitives import SkillView, catalogue, lexicon, primitive
from skillrt.primitives.base import LEVELS
from skillrt.primitives.catalogue import read_facts
from skillrt.primitives.draft import Draft, Gap
from tests.rules.source_tree import ROOT
from tests.skills import module_of

ODD = {
    "empty": "",
    "no-prose": "---\nname: no-prose\ndescription: x\n---\n",
    "bytes": b"# \xff\xfe\n\n- \xff must\n",
    "fences": "```\n" * 50,
    "deep": "> " * 40 + "must\n",
}


def views(tmp_path):
    for name, text in ODD.items():
        yield SkillView(module_of(tmp_path / name, {"SKILL.md": text}), lexicon())
    for source in discover([str(ROOT / "examples" / "skills")]):
        yield SkillView(load(source), lexicon())


def test_the_26_of_the_paper_and_six_of_our_own():
    assert len(catalogue()) == 32
    assert [item.id for item in catalogue()] == sorted({item.id for item in catalogue()})
    with pytest.raises(KeyError):
        primitive("gen.code.cobol")


@pytest.mark.parametrize("item", catalogue(), ids=lambda item: item.id)
def test_facts_are_whole(item):
    assert item.facts.title
    assert item.facts.asks.startswith("The agent ")
    assert set(item.facts.levels) == set(LEVELS)
    assert all(level.asks for level in item.facts.levels.values())


@pytest.mark.parametrize("item", catalogue(), ids=lambda item: item.id)
def test_every_level_is_lowered_by_a_rule_or_says_why_not(item):
    for name, level in item.facts.levels.items():
        assert bool(level.rules) != bool(level.no_lowering), f"{item.id} {name}"


@pytest.mark.parametrize("item", catalogue(), ids=lambda item: item.id)
def test_detectors_and_lowerings_survive_any_skill_and_agree_with_themselves(item, tmp_path):
    for view in views(tmp_path):
        found = item.detect(view)
        assert found == item.detect(view)
        if found is None:
            continue
        assert found.level in LEVELS
        assert found.reason
        assert found.evidence
        assert all(place.block in view.module.blocks for place in found.evidence)
        for held in range(int(found.level[1])):
            drafts = list(item.lower(view, Gap(item.id, found.level, held, found)))
            assert all(draft.rule and draft.reason for draft in drafts)
            assert all(draft.replacements for draft in drafts if isinstance(draft, Draft))
            changed = [place for draft in drafts if isinstance(draft, Draft) for place in draft.replacements]
            assert all(place.block in view.module.blocks for place in changed)
            assert drafts == list(item.lower(view, Gap(item.id, found.level, held, found)))


def test_facts_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="id"):
        read_facts('title = "x"\n')


def test_a_package_without_a_primitive_is_named(monkeypatch):
    entry = EntryPoint("odd", "skillrt_no_such_package", "skillrt.primitives")
    monkeypatch.setattr("skillrt.config.plugins.entry_points", lambda group: [entry])
    with pytest.raises(MachineError, match=r"the plugin `odd` .* cannot be used: ModuleNotFoundError"):
        catalogue.__wrapped__()

"""What the drafts of a primitive make of a skill: the gap is what the detector finds, or evidence that is given."""

from pathlib import Path

from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.lowering.apply import apply
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.primitives import Detected, Draft, Evidence, Gap, SkillView, lexicon, primitive
from skillrt.primitives.base import sure
from skillrt.verify import verify
from tests.skills import module_of


def linked(folder: Path, files: dict[str, str]) -> Module:
    """The skill with its references and call sites known."""
    return run_pipeline(module_of(folder / "sample", files), parse_pipeline("link"), PassContext())


def gap_of(module: Module, name: str, held: int, level: str = "", words: tuple[str, ...] = ()) -> Gap:
    """The gap that the detector sees. With `words`, its evidence is instead the blocks that hold one of them."""
    if words:
        leaves = [leaf for document in module.documents for leaf in document.leaves()]
        found = tuple(
            Evidence(leaf.id, 0, len(leaf.text), level, 1.0, "why")
            for leaf in leaves
            if any(word in leaf.text for word in words) and leaf.kind != "front-matter"
        )
        assert found
        return Gap(name, level, held, Detected(level, "why", found))
    detected = sure(primitive(name).detect(SkillView(module, lexicon())))
    assert detected is not None, f"{name} is not detected"
    assert not level or detected.level == level, detected
    return Gap(name, detected.level, held, detected)


def code_gap(view: SkillView, name: str, held: int = 0) -> Gap:
    """A gap for which every block of code that the agent would write is too much."""
    found = tuple(
        Evidence(fence.block.id, 0, len(fence.block.text), "L3", 1.0, "why")
        for fence in view.fences
        if fence.role in ("code", "commands")
    )
    return Gap(name, "L3", held, Detected("L3", "why", found))


def drafts(module: Module, gap: Gap) -> dict[str, Draft]:
    """By rule; why a rule drafts nothing is left out."""
    found = primitive(gap.primitive).lower(SkillView(module, lexicon()), gap)
    return {draft.rule: draft for draft in found if isinstance(draft, Draft)}


def taken(module: Module, draft: Draft) -> tuple[str, dict[str, str]]:
    """SKILL.md and the made files with the draft taken, which the verifier accepts."""
    after = apply(module, draft)
    verify(module, after, "lower-capabilities")
    made = {file.path: file.text or "" for file in after.files if file.origin is not None}
    for item in draft.replacements:
        for use in item.uses:
            assert use.path in item.new
            assert use.path in after.paths
    return after.documents[0].text, made

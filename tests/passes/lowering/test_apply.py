import msgspec
import pytest

from skillrt.ir import Anchor, CallSite, HarnessUse, span_of
from skillrt.passes.lowering.apply import CannotApply, apply
from skillrt.primitives import Draft, Replacement
from skillrt.verify import verify
from tests.passes.lowering.sample import PATH, block, outlining, sample


def test_an_outlined_block_is_recorded_and_verifies(tmp_path):
    module = sample(tmp_path)
    after = apply(module, outlining(module))
    verify(module, after, "lower-capabilities")
    assert f"Run: `python3 {PATH}" in after.documents[0].text
    file = after.file(PATH)
    assert file is not None
    assert (file.kind, file.executable, file.language) == ("script", True, "python")
    assert file.origin is not None
    assert file.origin.rule == "outline"
    assert after.relocations[0].how == "outlined"
    assert {type(fact) for fact in after.facts} == {Anchor, CallSite}


def test_facts_of_what_went_are_dropped(tmp_path):
    module = sample(tmp_path)
    code, prose = block(module, "pandas"), block(module, "Never")
    uses = [HarnessUse(blocks=(item.id,), span=span_of(item, 0, 5), what="x", kind="tool") for item in (code, prose)]
    after = apply(module.with_facts(*uses), outlining(module))
    assert [fact.blocks for fact in after.facts if isinstance(fact, HarnessUse)] == [(prose.id,)]


def test_a_block_is_lowered_once(tmp_path):
    module = sample(tmp_path)
    draft = outlining(module)
    with pytest.raises(CannotApply, match="lowered already"):
        apply(apply(module, draft), draft)


def test_a_path_of_the_source_is_not_taken(tmp_path):
    module = sample(tmp_path)
    draft = outlining(module)
    taken = msgspec.structs.replace(draft, files=(msgspec.structs.replace(draft.files[0], path="SKILL.md"),))
    with pytest.raises(CannotApply, match="taken"):
        apply(module, msgspec.structs.replace(taken, replacements=()))


def test_a_file_that_would_not_hold_it_is_refused(tmp_path):
    module = sample(tmp_path)
    draft = outlining(module)
    empty = msgspec.structs.replace(draft, files=(msgspec.structs.replace(draft.files[0], text="pass\n"),))
    with pytest.raises(CannotApply, match="would not hold"):
        apply(module, empty)


def test_an_insertion_keeps_its_place_and_everything_there(tmp_path):
    module = sample(tmp_path)
    prose = block(module, "Never")
    size = len(prose.text)
    draft = Draft(
        "check-list", "why", "supports", (Replacement(prose.id, size, size, "\n- [ ] unchanged?\n"),), (), 1
    )
    after = apply(module, draft)
    verify(module, after, "lower-capabilities")
    assert "Never change the file.\n\n- [ ] unchanged?\n" in after.documents[0].text


def test_replacements_that_overlap_are_refused(tmp_path):
    module = sample(tmp_path)
    prose = block(module, "Never")
    places = (Replacement(prose.id, 0, 9, "x"), Replacement(prose.id, 3, 12, "y"))
    with pytest.raises(CannotApply, match="overlaps"):
        apply(module, Draft("r", "why", "removes", places))

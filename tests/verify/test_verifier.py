import msgspec
import pytest

from skillrt.errors import Span, VerifyError
from skillrt.ir import Elimination, HarnessUse, TextEdit, map_blocks, replace_blocks, rewrite
from skillrt.verify import verify
from tests.skills import module_of


@pytest.fixture
def module(tmp_path):
    files = {"SKILL.md": "# T\n\nYou must never run Bash here.\n\n- [ ] item\n", "scripts/a.py": "print(1)\n"}
    return module_of(tmp_path / "s", files)


def refused(source, changed) -> str:
    with pytest.raises(VerifyError) as caught:
        verify(source, changed, "a-pass")
    return caught.value.diagnostics[0].code


def block_with(module, text):
    return next(block for block in module.documents[0].leaves() if text in block.text)


def edited(module, old, new):
    block = block_with(module, old)
    at = block.text.index(old)
    edit = TextEdit(at, at + len(old), new, "rule", "reason")
    return replace_blocks(module, {block.id: rewrite(block, "a-pass", [edit])})


def test_an_unchanged_and_a_recorded_change_pass(module):
    verify(module, module)
    verify(module, edited(module, "Bash", "the shell"), "a-pass")


def test_an_unrecorded_change_is_refused(module):
    target = block_with(module, "Bash")
    changed = msgspec.structs.replace(target, text="other\n")
    assert refused(module, replace_blocks(module, {target.id: changed})) == "verify.unrecorded-change"


def test_a_lost_block_is_refused_unless_recorded(module):
    target = block_with(module, "Bash")
    document = module.documents[0]
    blocks = tuple(block for block in document.blocks if block is not target)
    changed = msgspec.structs.replace(module, documents=(msgspec.structs.replace(document, blocks=blocks),))
    assert refused(module, changed) == "verify.lost-content"
    record = Elimination("a-pass", "rule", "reason", target.id, target.text, target.span)
    verify(module, msgspec.structs.replace(changed, eliminations=(record,)), "a-pass")


def test_a_lost_file_is_refused(module):
    assert refused(module, msgspec.structs.replace(module, files=())) == "verify.lost-content"


def test_a_word_that_binds_must_stay(module):
    assert refused(module, edited(module, "must never run", "may run")) == "verify.weakened-constraint"
    verify(module, edited(module, "must never run", "must never call"), "a-pass")


def test_repeated_ids_are_refused(module):
    changed = map_blocks(module, lambda block: msgspec.structs.replace(block, id="same"))
    assert refused(module, changed) == "verify.structure"


def test_a_span_of_another_file_is_refused(module):
    target = block_with(module, "Bash")
    moved = msgspec.structs.replace(target, span=Span("b.md", 0, 1, 1, 1))
    assert refused(module, replace_blocks(module, {target.id: moved})) == "verify.structure"


def test_a_fact_on_a_block_that_is_gone_is_refused(module):
    fact = HarnessUse(blocks=("p-gone",), span=Span("SKILL.md", 0, 1, 1, 1), what="Bash", kind="tool")
    assert refused(module, module.with_facts(fact)) == "verify.structure"


def test_the_pass_of_the_launcher_changes_nothing_else(module):
    block = next(leaf for leaf in module.documents[0].leaves() if leaf.kind == "paragraph")
    edit = TextEdit(0, len(block.text), block.text + " More.", "through-the-launcher", "why")
    after = replace_blocks(module, {block.id: rewrite(block, "bind-environment", [edit])})
    verify(module, after, "bind-environment")  # what it was given is not at hand
    with pytest.raises(VerifyError) as raised:
        verify(module, after, "bind-environment", module)
    assert [item.code for item in raised.value.diagnostics] == ["verify.launcher"]

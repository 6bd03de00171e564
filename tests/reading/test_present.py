from skillrt.ir import BundledFile, Origin, TextEdit, replace_blocks, rewrite
from skillrt.reading.present import (
    LOWERING,
    indented,
    is_lowered,
    is_made_document,
    made_document,
    present_document,
)
from tests.skills import module_of

TEXT = "# T\n\n- item\n\n  ```python\n  import a\n  ```\n\nend\n"


def test_what_a_lowering_put_there_is_read_again_under_the_same_id(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT})
    code = next(block for block in module.documents[0].leaves() if block.kind == "code")
    edit = TextEdit(0, len(code.text), "Run: `x`\n  ```bash\n  y\n  ```\n", "outline", "why")
    after = replace_blocks(module, {code.id: rewrite(code, LOWERING, [edit])})
    kinds = [(leaf.kind, leaf.id == code.id) for leaf in present_document(after.documents[0]).leaves()]
    assert ("paragraph", True) in kinds
    assert ("code", True) in kinds
    assert is_lowered(after.blocks[code.id])


def test_the_indentation_of_the_list_is_told_apart(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": TEXT})
    code = next(block for block in module.documents[0].leaves() if block.kind == "code")
    edit = TextEdit(0, len(code.text), "Run:\n\n    deep\n  flat\n", "outline", "why")
    lowered = rewrite(code, LOWERING, [edit])
    assert [lowered.text[start:end] for start, end in indented(lowered)] == ["  ", "  "]
    assert indented(module.documents[0].blocks[0]) == ()


def test_a_document_that_a_pass_made_is_read_too():
    text = "# Moved\n\nNever skip it.\n"
    origin = Origin("lower-capabilities", "r", "why")
    file = BundledFile("references/skillrt/a.md", "data", len(text), "0", text=text, origin=origin)
    assert is_made_document(file)
    assert made_document(file).text == text
    assert not is_made_document(BundledFile("a.md", "data", 1, "0", text="x"))


def test_a_document_that_no_lowering_touched_is_itself(tmp_path):
    document = module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0]
    assert present_document(document) is document

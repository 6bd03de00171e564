import msgspec
import pytest

from skillrt.ir import BundledFile, Elimination, Origin, Relocation, TextEdit, replace_blocks, rewrite
from skillrt.verify.content import lost_content
from tests.skills import module_of

CODE = "import csv\n\nrows = list(csv.reader(open('a.csv')))\nprint(len(rows))\n"


@pytest.fixture
def module(tmp_path):
    return module_of(tmp_path / "s", {"SKILL.md": f"# T\n\nNever lose this sentence.\n\n```python\n{CODE}```\n"})


def leaf(module, text):
    return next(block for block in module.documents[0].leaves() if text in block.text)


def lowered(module, text, new):
    block = leaf(module, text)
    edit = TextEdit(0, len(block.text), new, "rule", "why")
    return block, replace_blocks(module, {block.id: rewrite(block, "lower-capabilities", [edit])})


def found(module, block):
    return list(lost_content(module, block, module.blocks[block.id]))


def with_file(module, path, text):
    origin = Origin("lower-capabilities", "rule", "why")
    return msgspec.structs.replace(
        module, files=(*module.files, BundledFile(path, "data", len(text), "0", text=text, origin=origin))
    )


def test_words_that_stay_are_not_lost(module):
    block, after = lowered(module, "Never", "Check this: never - lose this sentence.\n")
    assert found(after, block) != []  # `never` is not `Never`: the words themselves have to stay
    block, after = lowered(module, "Never", "Check this: Never, ever lose this sentence. Done.\n")
    assert found(after, block) == []


def test_what_went_needs_a_record(module):
    block, after = lowered(module, "Never", "See a.md.\n")
    assert "in no record" in found(after, block)[0][1]
    gone = Elimination("shake", "r", "why", block.id, block.text, block.span)
    assert found(msgspec.structs.replace(after, eliminations=(gone,)), block) == []


def test_a_relocation_is_believed_only_where_the_file_holds_it(module):
    path = "scripts/skillrt/a.py"
    block, after = lowered(module, "import csv", f"Run: `{path}`\n")
    record = Relocation("lower-capabilities", "outline", block.id, block.text, block.span, path, "outlined")
    moved = msgspec.structs.replace(after, relocations=(record,))
    assert "was not made" in found(moved, block)[0][1]
    program = "import csv\ndef main(args):\n    rows = list(csv.reader(open(args.input)))\n    print(len(rows))\n"
    assert found(with_file(moved, path, program), block) == []
    assert "does not hold" in found(with_file(moved, path, "import csv\n"), block)[0][1]


def test_something_must_point_to_the_file(module):
    block, after = lowered(module, "import csv", "Gone.\n")
    record = Relocation("lower-capabilities", "outline", block.id, block.text, block.span, "x.md", "moved")
    after = with_file(msgspec.structs.replace(after, relocations=(record,)), "x.md", block.text)
    assert "nothing points" in found(after, block)[0][1]

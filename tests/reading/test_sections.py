from skillrt.reading.sections import sections_of, title_of
from tests.skills import module_of

TEXT = """before

# Title

text

## One `x`

1. first
2. second

### Deep

- item

## Two
"""


def test_sections_follow_the_headings(tmp_path):
    document = module_of(tmp_path / "s", {"SKILL.md": TEXT}).documents[0]
    found = sections_of(document)
    assert [(item.level, item.title, item.parents) for item in found] == [
        (0, "", ()),
        (1, "Title", ()),
        (2, "One x", (1,)),
        (3, "Deep", (1, 2)),
        (2, "Two", (1,)),
    ]
    assert len(found[2].numbered[0]) == 2
    assert {item.kind for item in found[3].sentences} == {"heading", "item"}
    assert found[2].line < found[2].end_line < found[3].line


def test_a_title_is_without_marks(tmp_path):
    document = module_of(tmp_path / "s", {"SKILL.md": "## **A** [b](c.md) `d`\n"}).documents[0]
    assert title_of(next(block for block in document.walk() if block.kind == "heading")) == "A b d"

"""Outlining as a lowering: what stands in the text for the blocks that programs hold."""

from pathlib import Path

from skillrt.passes.lowering.apply import apply
from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.outlining import outline_drafts
from skillrt.verify import verify
from tests.skills import module_of

USER = "```python\nfor row in rows:\n    print(row)\n```\n"


def lowered(folder: Path, text: str) -> tuple[str, list[str]]:
    """The text after outlining, and the paths of the programs."""
    module = module_of(folder / "tables", {"SKILL.md": text})
    (draft,) = outline_drafts(SkillView(module, lexicon()), {"python": "python"})
    after = apply(module, draft)
    verify(module, after, "lower-capabilities")
    return after.documents[0].text, [file.path for file in draft.files]


def test_a_block_that_only_prepares_is_replaced_with_the_one_that_needs_it(tmp_path: Path):
    reads = "```python\nimport csv\nrows = list(csv.reader(open('a.csv')))\n```\n"
    text, paths = lowered(tmp_path, f"# T\n\n## Read\n\n{reads}\n## Show rows\n\n{USER}")
    assert paths == ["scripts/skillrt/show-rows.py"]
    assert "Run: `python3 scripts/skillrt/show-rows.py --input a.csv`" in text
    assert "(Part of `scripts/skillrt/show-rows.py`.)" in text
    assert "```" not in text


def test_a_block_of_which_the_program_holds_a_part_stays(tmp_path: Path):
    reads = "```python\nimport csv\nrows = list(csv.reader(open('a.csv')))\nsizes = {'small': 3}\n```\n"
    text, paths = lowered(tmp_path, f"# T\n\n## Read\n\n{reads}\n## Show rows\n\n{USER}")
    assert paths == ["scripts/skillrt/show-rows.py"]
    assert reads in text
    assert "Run: `python3 scripts/skillrt/show-rows.py --input a.csv`" in text


def test_values_with_blanks_are_quoted_one_by_one(tmp_path: Path):
    block = "```python\nspecies = ['Homo sapiens', 'Mus musculus']\nfor name in species:\n    print(name)\n```\n"
    text, _ = lowered(tmp_path, f"# T\n\n## List species\n\n{block}")
    assert '--species "Homo sapiens" "Mus musculus"' in text

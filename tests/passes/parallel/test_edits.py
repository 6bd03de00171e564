from skillrt.ir import source_text
from tests.passes.parallel.sample import body, lowered, mechanisms

BOTH = """# T

## Steps

1. Read `a.md` and `b.md`.

   The first is short.

   The second is long.

   Both are old.

2. Launch the reviewers in parallel.
3. Examine each image for text.
"""


def test_each_region_gets_its_mechanism_and_each_edit_its_reason(tmp_path):
    module = lowered(tmp_path, BOTH)
    assert mechanisms(module) == ["one-turn", "as-written", ""]
    (edit,) = [item for leaf in module.documents[0].leaves() for item in leaf.derivations]
    assert (edit.pass_name, edit.rule, edit.old) == ("lower-concurrency", "one-turn", "")
    assert "a.md, b.md" in edit.reason
    whole = "".join(source_text(leaf) for leaf in module.documents[0].leaves())
    assert whole.endswith(BOTH)


def test_a_program_that_does_it_itself_is_as_written(tmp_path):
    text = "# T\n\n```python\nwith pool as executor:\n    found = list(executor.map(read, files))\n```\n"
    module = lowered(tmp_path, text)
    assert mechanisms(module) == ["as-written"]
    assert body(module) == text


def test_without_regions_nothing_changes(tmp_path):
    assert body(lowered(tmp_path, "# T\n\nBe kind.\n")) == "# T\n\nBe kind.\n"

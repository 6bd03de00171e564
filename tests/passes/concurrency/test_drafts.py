from skillrt.passes.concurrency.workflows import workflows_of
from tests.passes.concurrency.sample import only, page

TEXT = """# Skill

## Guide

### Work steps

1. Read it.
2. Write it.
3. Check it.
"""


def test_a_page_knows_sections_sentences_and_titles_over_a_section():
    shown = page(TEXT)
    (leaf, *_) = [leaf for section in shown.sections for leaf in section.leaves]
    assert [sentence.text for sentence in shown.said(leaf)] == ["Read it."]
    assert shown.sections[shown.homes[leaf.id]].title == "Work steps"
    # the title of the document is none of a part
    assert shown.around(shown.sections[-1]) == ("Guide",)


def test_a_group_spans_its_steps():
    group = only(workflows_of(page(TEXT)))
    assert (group.line, group.end_line) == (7, 9)
    assert (group.title, group.around) == ("Work steps", ("Guide",))

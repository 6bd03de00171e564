from skillrt.ir import TextEdit, replace_blocks, rewrite
from skillrt.passes.lowering.apply import apply
from skillrt.primitives import Draft, Evidence, SkillView, lexicon
from skillrt.primitives.notes import moved_fence, named, note_above, note_below, note_in, note_near, section_of
from tests.primitives.lowered import linked

TEXT = """# Head

Read it all. **Do so.**

Then these:

- an item
- `code` at the end

```json
{"a": 1}
```
"""


def view_of(tmp_path, text=TEXT):
    return SkillView(linked(tmp_path, {"SKILL.md": text}), lexicon())


def leaf(view, text):
    return next(item for item in view.module.documents[0].leaves() if text in item.text)


def text_with(view, *replacements):
    return apply(view.module, Draft("r", "why", "supports", tuple(replacements))).documents[0].text


def note_at(view, text, note="Note."):
    block = leaf(view, text)
    section = section_of(view, block.id)
    assert section is not None
    return note_in(view, section, block.id, note)


def at(view, text):
    return text_with(view, note_at(view, text))


def test_behind_a_sentence_and_at_no_other_place(tmp_path):
    view = view_of(tmp_path)
    assert "Read it all. **Do so.** Note.\n\nThen these:" in at(view, "Read it all")
    assert note_at(view, "Then these") is None  # it leads to the list
    assert note_at(view, "an item") is None
    assert note_at(view, '"a"') is None
    section = view.sections[0]
    assert "# Head\n\nNote.\n\nRead" in text_with(view, note_below(view, section, "Note."))


def test_a_blank_line_stays_before_what_follows(tmp_path):
    view = view_of(tmp_path, "# Head\n- one\n\n## Next\nBase: `x`\n- two\n")
    first, second = view.sections
    assert "# Head\n\nNote.\n\n- one" in text_with(view, note_below(view, first, "Note."))
    assert "Base: `x`\n\nNote.\n\n- two" in text_with(view, note_in(view, second, leaf(view, "Base").id, "Note."))


def test_what_is_no_sentence_gets_a_paragraph_behind_it(tmp_path):
    view = view_of(tmp_path, "# Head\n\nBase: `http://x.test`\n\nMore.\n")
    assert "Base: `http://x.test`\n\nNote.\n\nMore." in at(view, "Base")


def test_without_a_heading_behind_the_first_paragraph(tmp_path):
    view = view_of(tmp_path, "- one\n- two\n\nWords without an end\n")
    section = view.sections[0]
    assert "Words without an end\n\nNote.\n" in text_with(view, note_below(view, section, "Note."))
    lists = view_of(tmp_path / "b", "- one\n- two\n")
    assert note_below(lists, lists.sections[0], "Note.") is None


def test_the_first_evidence_in_skill_md_has_it(tmp_path):
    view = SkillView(
        linked(tmp_path, {"SKILL.md": "# A\n\nSee [b](b.md).\n", "b.md": "# B\n\nRead it.\n"}), lexicon()
    )
    blocks = [item for document in view.module.documents for item in document.leaves() if item.kind == "paragraph"]
    evidence = [Evidence(item.id, 0, 1, "L1", 1.0, "why") for item in reversed(blocks)]
    note = note_near(view, evidence, "Note.")
    assert note is not None
    assert "See [b](b.md). Note." in text_with(view, note)
    assert note_near(view, evidence[:-1], "Note.") is None  # what is read on demand takes none
    assert note_near(view, [Evidence("gone", 0, 1, "L1", 1.0, "why")], "Note.") is None


def test_only_what_tells_to_do_something_takes_it(tmp_path):
    text = "# A\n\n## When to use\n\nRead it.\n\n## Facts\n\nIt reads well.\n\n## Work\n\nRead on.\n"
    view = view_of(tmp_path, text)
    evidence = [
        Evidence(leaf(view, words).id, 0, 5, "L1", 1.0, "why") for words in ("Read it", "It reads", "Read on")
    ]
    note = note_near(view, evidence, "Note.")
    assert note is not None
    assert "Read on. Note." in text_with(view, note)
    assert note_near(view, evidence[:2], "Note.") is None
    assert note_near(view, evidence[:2], "Note.", stated=True) is not None


def test_words_that_another_pass_changed_are_not_touched(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# A\n\n## Read B.md\n\n- one\n"})
    heading = next(leaf for leaf in module.documents[0].leaves() if "B.md" in leaf.text)
    mended = rewrite(heading, "link", [TextEdit(8, 12, "b.md", "link", "why")])
    view = SkillView(replace_blocks(module, {heading.id: mended}), lexicon())
    assert note_below(view, view.sections[-1], "Note.") is None
    assert note_above(view, heading.id, "Note.") is not None


def test_a_note_before_a_heading(tmp_path):
    view = view_of(tmp_path)
    note = note_above(view, leaf(view, "# Head").id, "Note.")
    assert note is not None
    assert "\nNote.\n\n# Head" in text_with(view, note)


def test_a_moved_block_keeps_its_words(tmp_path):
    view = view_of(tmp_path)
    (fence,) = view.fences
    assert named(fence) == " (json)"
    parts = moved_fence(fence, f"Run{named(fence)}: it\n", "scripts/x")
    assert [item.to for item in parts] == ["", "scripts/x", ""]
    assert "".join(fence.block.text[item.start : item.end] for item in parts) == fence.block.text

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from skillrt.backends.positions import placed_derivations, placed_leaves, source_run
from skillrt.errors import Span
from skillrt.frontend.markdown import parse
from skillrt.ir import Block, Document, TextEdit, present_range, rewrite, span_of

TEXT = "# Über\n\nRun `a` ünd `b`.\n\n- one\n- two\n\nlast line\n"


def document_of(text: str) -> Document:
    return Document("SKILL.md", parse("SKILL.md", text.encode("utf-8", "surrogateescape"), front_matter=True).blocks)


def test_leaves_tile_the_output():
    document = document_of(TEXT)
    data = document.data
    for leaf in placed_leaves(document):
        run = leaf.run("x", 0, len(leaf.block.text))
        assert data[run.start : run.end].decode() == leaf.block.text
        assert run.line == data[: run.start].count(b"\n") + 1
        assert run.end_line == data[: max(run.start, run.end - 1)].count(b"\n") + 1


def edited(document: Document, edits: list[tuple[str, str]]) -> Document:
    """The document with the first occurrence of each word replaced in the leaf that holds it."""
    blocks = document.blocks
    for old, new in edits:
        changed: list[Block] = []
        done = False
        for block in blocks:
            at = block.text.find(old)
            if at >= 0 and not done and not block.children:
                block = rewrite(block, "test", [TextEdit(at, at + len(old), new, "rule", "why")])
                done = True
            changed.append(block)
        blocks = tuple(changed)
    return msgspec.structs.replace(document, blocks=blocks)


def test_edits_have_their_places_in_source_and_output():
    source = document_of(TEXT)
    output = edited(source, [("`a`", "`long\nname`"), ("`b`", ""), ("last", "läst")])
    found = list(placed_derivations(output, "SKILL.md"))
    assert [(item.old, new) for item, new, _ in found] == [("`a`", "`long\nname`"), ("`b`", ""), ("last", "läst")]
    for item, new, run in found:
        before = source_run(item.span)
        assert source.data[before.start : before.end].decode() == item.old
        assert output.data[run.start : run.end].decode() == new
        assert run.line == output.data[: run.start].count(b"\n") + 1
    assert found[0][2].end_line == found[0][2].line + 1


@given(
    st.text(alphabet="aü€\n b", min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(alphabet="xyü\n", max_size=4)), max_size=4),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_source_ranges_are_found_again(text, cuts, first, last):
    data = text.encode()
    block = Block("p", "paragraph", Span("f", 10, 10 + len(data), 1, 1 + text.count("\n")), 1, text)
    edits, cursor = [], 0
    for start, length, new in sorted(cuts):
        if start >= cursor and start + length <= len(text) and start <= len(text):
            edits.append(TextEdit(start, start + length, new, "r", "w"))
            cursor = start + length + 1
    after = rewrite(block, "test", edits)
    first, last = sorted((min(first, len(text)), min(last, len(text))))
    span = span_of(block, first, last)
    start, end = present_range(after, span)
    assert 0 <= start <= end <= len(after.text)
    untouched = all(edit.end < first or edit.start > last for edit in edits)
    if untouched:
        assert after.text[start:end] == text[first:last]
    inside = [edit for edit in edits if first <= edit.start and edit.end <= last and edit.start < edit.end]
    for edit in inside:
        assert edit.new in after.text[start:end]
    back = span_of(after, start, end)
    assert back.start <= span.start
    assert back.end >= span.end


def test_a_run_of_an_empty_file_is_on_line_one():
    run = source_run(Span("f", 0, 0, 0, 0))
    assert (run.line, run.end_line) == (1, 1)
    assert Path(run.file).name == "f"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import Place
from skillrt.frontend.markdown import parse
from skillrt.ir import Block, Module, TextEdit, map_blocks, place_in_text, place_of, replace_blocks, rewrite, span_of
from skillrt.ir.module import Document
from skillrt.ir.rewrite import source_range, source_text


def paragraph(text: str) -> Block:
    return next(b for b in parse("a.md", text.encode(), front_matter=False).blocks if b.kind == "paragraph")


def edit(start: int, end: int, new: str) -> TextEdit:
    return TextEdit(start, end, new, "rule", "reason")


def test_rewrite_records_what_stood_there():
    block = rewrite(paragraph("Use the Read tool.\n"), "retarget", [edit(8, 12, "read_file")])
    assert block.text == "Use the read_file tool.\n"
    (found,) = block.derivations
    assert (found.pass_name, found.old, found.start, found.end) == ("retarget", "Read", 8, 17)
    assert (found.span.start, found.span.end, found.span.line) == (8, 12, 1)
    assert source_text(block) == "Use the Read tool.\n"


def test_an_edit_that_changes_nothing_leaves_the_block_alone():
    block = paragraph("same\n")
    assert rewrite(block, "p", [edit(0, 4, "same")]) is block


def test_edits_must_not_overlap_or_leave_the_text():
    block = paragraph("0123456789\n")
    with pytest.raises(ValueError, match="overlaps"):
        rewrite(block, "p", [edit(0, 5, "x"), edit(4, 6, "y")])
    with pytest.raises(ValueError, match="overlaps"):
        rewrite(block, "p", [edit(0, 50, "x")])


def test_inlines_move_and_change_with_the_text():
    block = rewrite(paragraph("a `Read` and [x](y.md) z\n"), "p", [edit(3, 7, "open"), edit(17, 21, "dir/y.md")])
    code, link = block.inlines
    assert (block.text[code.start : code.end], code.value) == ("`open`", "open")
    assert (block.text[link.start : link.end], link.value) == ("[x](dir/y.md)", "dir/y.md")


def test_spans_count_bytes_and_places_characters():
    block = paragraph("äö *x*\nnext é here\n")
    at = block.text.index("here")
    assert (span_of(block, at, at + 4).start, span_of(block, at, at + 4).line) == (len("äö *x*\nnext é ".encode()), 2)
    assert place_of(block, at, at + 4) == Place("a.md", 2, 8, 2, 12)


def test_places_after_an_edit_are_those_of_the_source():
    block = rewrite(paragraph("Use the Read tool now.\n"), "p", [edit(8, 12, "a much longer")])
    at = block.text.index("now")
    assert place_of(block, at, at + 3).column == 19


def test_place_in_text():
    assert place_in_text("x.py", "a\nbc\nd", 3, 5) == Place("x.py", 2, 2, 3, 1)


def test_replace_blocks_keeps_untouched_documents():
    parsed = [parse(name, b"- one\n- two\n", front_matter=False).blocks for name in ("a.md", "b.md")]
    module = Module("m", "sha256:0", (Document("a.md", parsed[0]), Document("b.md", parsed[1])), ())
    target = next(b for b in module.documents[0].leaves() if b.text == "two")
    changed = replace_blocks(module, {target.id: rewrite(target, "p", [edit(0, 3, "2")])})
    assert changed.documents[0].text == "- one\n- 2\n"
    assert changed.documents[1] is module.documents[1]
    assert replace_blocks(module, {}) is module
    assert map_blocks(module, lambda block: block).documents == module.documents


@st.composite
def edited(draw: st.DrawFn):
    text = draw(st.text("abcé \n*`", min_size=1, max_size=40).filter(lambda t: t.strip())) + "end\n"
    block = paragraph("x " + text.replace("\n\n", "\n"))
    for _ in range(draw(st.integers(1, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, len(block.text)), min_size=2, max_size=6)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        block = rewrite(block, "p", [edit(a, b, draw(st.text("XYZ", max_size=5))) for a, b in pairs if a < b])
    return block


@given(edited())
def test_undoing_the_recorded_edits_gives_the_source_back(block: Block):
    original = block.span.end - block.span.start
    assert len(source_text(block).encode()) == original


@given(edited())
def test_the_span_of_an_edit_holds_what_stood_there(block: Block):
    data = source_text(block).encode()
    for item in block.derivations:
        assert data[item.span.start - block.span.start : item.span.end - block.span.start].decode() == item.old
        assert item.span.line == block.span.line + data[: item.span.start - block.span.start].count(b"\n")


def test_ten_thousand_edits_of_one_block():
    block = paragraph("`ab` c\n" * 10_000)
    for width, new in ((2, "xyz"), (3, "q")):
        step = len(block.text) // 10_000
        edits = [edit(step * n + 1, step * n + 1 + width, new) for n in range(10_000)]
        block = rewrite(block, "p", edits)
    assert block.text == "`q` c\n" * 10_000
    assert {item.old for item in block.derivations} == {"ab"}
    assert {item.value for item in block.inlines} == {"q"}


@given(edited())
def test_unedited_characters_map_to_themselves(block: Block):
    text = source_text(block)
    inside = [range(item.start, item.end) for item in block.derivations]
    for position, char in enumerate(block.text):
        if not any(position in stretch for stretch in inside):
            first, last = source_range(block, position, position + 1)
            assert text[first:last] == char

from skillrt.frontend.tiling import MAX_DEPTH, Tiling, decode
from skillrt.ir.blocks import leaves


def texts(tiling):
    return [(block.kind, block.text) for block in leaves(tiling.finish())]


def test_gaps_become_trivia_and_markers():
    tiling = Tiling("a.md", "\n- one\n\nrest")
    tiling.open("list", 1, 8)
    tiling.open("item", 1, 7)
    tiling.leaf("paragraph", 3, 7)
    tiling.close()
    tiling.close()
    assert texts(tiling) == [
        ("trivia", "\n"),
        ("marker", "- "),
        ("paragraph", "one\n"),
        ("trivia", "\n"),
        ("trivia", "rest"),
    ]


def test_lines_and_columns_are_counted_on():
    tiling = Tiling("a.md", "é b\nc d\n")
    tiling.leaf("paragraph", 0, 3)
    tiling.leaf("code", 3, 7, {"info": "x"})
    tiling.leaf("html", 7, 9)
    first, second, third = tiling.finish()
    assert (first.span.line, first.column, first.span.end_line) == (1, 1, 1)
    assert (second.span.line, second.column, second.span.end_line, second.info) == (1, 3, 2, "x")
    assert (third.span.line, third.column, third.text) == (2, 3, "d\n")


def test_a_range_that_is_covered_is_left_out():
    tiling = Tiling("a.md", "abcdef")
    tiling.leaf("paragraph", 0, 4)
    tiling.leaf("code", 1, 3)
    tiling.leaf("html", 2, 6)
    assert texts(tiling) == [("paragraph", "abcd"), ("html", "ef")]


def test_an_empty_container_leaves_no_block():
    tiling = Tiling("a.md", "x")
    tiling.open("quote", 0, 0)
    tiling.close()
    assert texts(tiling) == [("trivia", "x")]


def test_depth_and_fields():
    tiling = Tiling("a.md", "x")
    tiling.note("level", 3)  # outside every container: nothing to note it on
    for _ in range(MAX_DEPTH):
        tiling.open("quote", 0, 1)
    assert tiling.too_deep
    tiling.note("level", 2)
    blocks = tiling.finish()
    assert len(blocks) == 1
    innermost = blocks[0]
    while innermost.children and innermost.children[0].children:
        innermost = innermost.children[0]
    assert innermost.level == 2


def test_decoding_can_be_undone():
    data = b"a\xff\xc3\xa9\xed\xa0\x80"
    assert decode(data).encode("utf-8", "surrogateescape") == data

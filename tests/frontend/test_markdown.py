import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.frontend.markdown import parse, parse_opaque
from skillrt.frontend.tiling import MAX_DEPTH
from skillrt.ir.blocks import leaves, walk

PIECES = [
    "# h\n", "- a\n", "  - b\n", "1. x\n", "> q\n", "```\n", "~~~py\n", "    code\n",
    "| a | b |\n|---|---|\n", "[r]: http://x\n", "<div>\n", "---\n", "\n", "é `c` [l](x.md)\n",
    "- [x] t\n", "\t\n", "\r\n", "[^1]: note\n", "name: v\n", "***\n", "![i](p.png)", "\\", "`" * 7,
    "\u2028", "\x00", "  \n",
]  # fmt: skip
BROKEN = [b"\xff", b"\xc3", b"- ", b"\xed\xa0\x80", b"```\n", b"a", b"\n", b"---\n", b"\xef\xbb\xbf"]


def kinds(text: str, **options: bool) -> list[str]:
    blocks = parse("a.md", text.encode(), front_matter=options.get("front_matter", False)).blocks
    return [block.kind for block in walk(blocks) if block.kind not in {"trivia", "marker"}]


def check(data: bytes) -> None:
    parsed = parse("a.md", data, front_matter=True)
    found = list(leaves(parsed.blocks))
    assert "".join(leaf.text for leaf in found).encode("utf-8", "surrogateescape") == data
    cursor = 0
    for leaf in found:
        assert leaf.span.start == cursor
        cursor = leaf.span.end
        assert data[leaf.span.start : leaf.span.end].decode("utf-8", "surrogateescape") == leaf.text
        assert leaf.span.line == data.count(b"\n", 0, leaf.span.start) + 1
        for start, end in leaf.pieces:
            assert 0 <= start <= end <= len(leaf.text)
        for inline in leaf.inlines:
            assert 0 <= inline.start <= inline.end <= len(leaf.text)
    names = [block.id for block in walk(parsed.blocks)]
    assert len(names) == len(set(names))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_leaves_tile_the_document(text):
    check(text.encode())


@given(st.binary(max_size=300))
def test_any_bytes_are_kept(data):
    check(data)


@given(st.lists(st.sampled_from(BROKEN)).map(b"".join))
def test_broken_utf8_is_kept(data):
    check(data)


def test_blocks_of_a_document():
    text = "# T\n\npara\n\n- a\n- b\n\n> q\n\n```sh\nls\n```\n\n| a |\n|---|\n| b |\n\n---\n\n<p>x</p>\n"
    assert kinds(text) == [
        "heading", "paragraph", "list", "item", "paragraph", "item", "paragraph", "quote", "paragraph", "code",
        "table", "rule", "html",
    ]  # fmt: skip


def test_front_matter_is_a_leaf():
    parsed = parse("SKILL.md", b"---\nname: x\n---\n# T\n", front_matter=True)
    assert [(block.kind, block.text) for block in parsed.blocks] == [
        ("front-matter", "---\nname: x\n---\n"),
        ("heading", "# T\n"),
    ]


def test_front_matter_behind_a_byte_order_mark():
    parsed = parse("SKILL.md", b"\xef\xbb\xbf---\r\nname: x\r\n---\r\n\r\n# T\r\n", front_matter=True)
    assert parsed.bom
    assert [block.kind for block in parsed.blocks] == ["trivia", "front-matter", "trivia", "heading"]


def test_empty_and_unclosed_front_matter():
    assert kinds("---\n---\n# T\n", front_matter=True) == ["front-matter", "heading"]
    assert parse("a.md", b"---\nname: x\n\n# T\n", front_matter=True).unclosed_front_matter
    assert not parse("a.md", b"---\n\n# T\n", front_matter=True).unclosed_front_matter


def test_inlines_have_their_places():
    block = parse("a.md", "é `code é` [x](a%20b.md) ![i](p.png) <b>\n".encode(), front_matter=False).blocks[0]
    found = [(item.kind, block.text[item.start : item.end], item.value) for item in block.inlines]
    assert found == [
        ("code", "`code é`", "code é"),
        ("link", "[x](a%20b.md)", "a%20b.md"),
        ("image", "![i](p.png)", "p.png"),
        ("html", "<b>", "<b>"),
    ]


def test_columns_count_characters():
    text = "- é\n  1. x\n"
    found = {block.text: block.column for block in walk(parse("a.md", text.encode(), front_matter=False).blocks)}
    assert (found["é"], found["x"]) == (3, 6)


def test_task_items_and_list_numbers():
    blocks = list(walk(parse("a.md", b"3. [x] a\n4. [ ] b\n5. c\n", front_matter=False).blocks))
    assert next(block.level for block in blocks if block.kind == "list") == 3
    assert [block.checked for block in blocks if block.kind == "item"] == [True, False, None]


@pytest.mark.parametrize(
    ("text", "closed"),
    [("```\nx\n```\n", True), ("```\nx\n", False), ("~~~~\nx\n~~~\n", False), ("````\n```\n````\n", True),
     ("```\n```", True), ("> ```\n> x\n> ```\n", True), ("- ```\n  x\n", False), ("```", False)],
)  # fmt: skip
def test_whether_a_fence_is_closed(text, closed):
    code = next(block for block in walk(parse("a.md", text.encode(), front_matter=False).blocks) if block.fenced)
    assert code.closed is closed


def test_nesting_is_bounded():
    data = b"> " * 5000 + b"x\n"
    parsed = parse("a.md", data, front_matter=False)
    assert parsed.too_deep == 1
    assert max(len(block.children) for block in walk(parsed.blocks)) >= 1
    assert sum(1 for block in walk(parsed.blocks) if block.kind == "quote") <= MAX_DEPTH
    check(data)


def test_an_opaque_document_is_one_leaf():
    (block,) = parse_opaque("a.md", b"# x\n\xff\n").blocks
    assert (block.kind, block.text, block.span.end_line) == ("opaque", "# x\n\udcff\n", 2)


def test_a_million_characters_on_one_line():
    check(b"x`" * 500_000)


def test_a_code_span_that_is_called_like_a_tag_is_a_code_span():
    blocks = walk(parse("a.md", b"A `Link`, an `Image`.\n\n- `Strong`\n", front_matter=False).blocks)
    found = [(item.kind, item.value) for block in blocks for item in block.inlines]
    assert found == [("code", "Link"), ("code", "Image"), ("code", "Strong")]


def test_the_first_byte_that_is_not_utf8_is_told():
    assert parse("a.md", "é\n".encode(), front_matter=False).invalid == -1
    assert parse("a.md", "é".encode() + b"\xff\xfe", front_matter=False).invalid == 2
    assert parse_opaque("a.md", b"\xff").invalid == 0

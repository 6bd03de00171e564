from skillrt.frontend.markdown import parse
from skillrt.ir.blocks import leaves, walk


def blocks(text: str):
    return parse("a.md", text.encode(), front_matter=False).blocks


def test_walk_gives_containers_before_their_children():
    kinds = [block.kind for block in walk(blocks("- one\n- two\n")) if block.kind not in {"trivia", "marker"}]
    assert kinds == ["list", "item", "paragraph", "item", "paragraph"]


def test_walk_survives_depth():
    assert sum(1 for _ in walk(blocks("> " * 500 + "deep\n"))) > 50


def test_leaves_hold_all_text():
    text = "# A\n\n> quote\n> more\n\n1. x\n   ```sh\n   ls\n   ```\n"
    assert "".join(leaf.text for leaf in leaves(blocks(text))) == text


def test_content_of_a_nested_code_block_has_no_indentation():
    code = next(b for b in walk(blocks("- x\n\n  ```py title=a\n  a = 1\n\n    b\n  ```\n")) if b.kind == "code")
    assert code.content == "a = 1\n\n  b\n"
    assert code.language == "py"
    assert code.text[code.offset_of_content(code.content.index("b"))] == "b"


def test_offset_of_content_at_the_end():
    code = next(b for b in walk(blocks("```\nab\n```\n")) if b.kind == "code")
    assert code.text[: code.offset_of_content(3)] == "```\nab\n"


def test_language_of_odd_info_strings():
    def language(info: str) -> str:
        return next(iter(blocks(f"```{info}\nx\n```\n"))).language

    assert [language(info) for info in ("Bash", "{python}", "{.python .numberLines}", "js,ignore", "")] == [
        "bash",
        "python",
        "python",
        "js",
        "",
    ]

import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.diff import diff_of
from skillrt.report.diff_html import diff_html
from tests.report.html_page import Page
from tests.report.sample_diff import diff_for, manifest_of, with_new_file

TEXT = "l1\nl2\nl3\nl4\none word\nl6\nl7\nl8\n"


def page_of(text: str, edits: list[tuple[int, int, str]], reason: str = "why") -> Page:
    return Page(diff_html(diff_for(text, edits, reason)))


def test_one_change():
    at = TEXT.index("word")
    page = page_of(TEXT, [(at, at + 4, "thing")])
    assert page.open == []
    assert page.words["del"] == ["word"]
    assert page.words["ins"] == ["thing"]
    assert "retarget/rule" in page.words["code"]
    assert [attrs["id"] for tag, attrs in page.tags if tag == "tbody" and attrs["class"] == "change"] == ["change-1"]


def test_it_needs_no_other_file_and_no_network():
    text = diff_html(diff_for(TEXT, [(0, 1, "http://x.example/")]))
    page = Page(text)
    for tag, attrs in page.tags:
        assert not attrs.keys() & {"src", "srcset", "action", "data"}
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert attrs.get("href", "#").startswith("#")
    assert not re.search(r"@import|url\(|fetch\(|XMLHttp|import\(", text)
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "${style} $title $$",
    "<!-- x -->",
    "</script><script>",
    "&lt;b&gt;",
    "\u202e\x00\x1b\udcff",
]


def tags_of(page: Page) -> list[str]:
    return [tag for tag, _ in page.tags]


def test_hostile_texts_stay_text():
    harmless = tags_of(page_of("aaa\nbbb\n", [(0, 3, "ccc")], "why"))
    for hostile in HOSTILE:
        page = page_of(f"{hostile}\nbbb\n", [(0, len(hostile), hostile + "!")], hostile)
        assert tags_of(page) == harmless
        assert page.open == []
        name = msgspec.structs.replace(manifest_of(b"", ()), name=hostile)
        assert "onerror" not in tags_of(Page(diff_html(diff_of(name, lambda _: b""))))


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_gives_a_page_that_nests(text: str, new: str):
    edits = [(0, min(3, len(text)), new)]
    if text[: edits[0][1]] == new:
        return
    page = page_of(text, edits, new)
    assert page.open == []


def test_invisible_characters_are_shown():
    text = diff_html(diff_for("a\u202eb\n", [(0, 1, "c")]))
    assert "\u202e" not in text
    assert "\\u202e" in text
    text.encode("utf-8")


def test_long_lines_are_cut():
    text = diff_html(diff_for("x" * 1_000_000 + "\n", [(0, 1, "y")]))
    assert len(text) < 100_000


def test_without_changes_it_says_so():
    page = Page(diff_html(diff_of(manifest_of(b"x", ()), lambda _: b"x")))
    assert any("same text" in words for words in page.words["p"])
    assert "assets/x.txt" in page.words["code"]


def test_files_that_passes_made_are_there_with_their_text():
    page = diff_html(with_new_file())
    assert "<h2><code>scripts/skillrt/a.sh</code> <small>new</small></h2>" in page
    assert "<ins>echo &lt;b&gt;</ins>" in page
    assert "lower-capabilities/outline" in page
    assert "same text as its source" not in page

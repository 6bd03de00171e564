import json
import re

import pytest

from skillrt.report.matrix_data import matrix_data
from skillrt.report.matrix_html import matrix_html
from tests.matrix.samples import TARGETS, rows
from tests.report.html_page import Page


def page_text(name: str = "pdf") -> str:
    return matrix_html(matrix_data(TARGETS, rows(name)))


def embedded(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">\n(.*?)\n*</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_the_table_reads_without_the_script():
    page = Page(page_text())
    assert page.open == []
    cells = [attrs["class"] for tag, attrs in page.tags if tag == "td" and attrs.get("class")]
    assert cells == ["fits", "left", "closed", "lossy", "fails", "fails", "fits", "fits"]
    assert page.words["b"][:2] == ["fits", "1 left, 1 closed, 1 lost"]
    assert "needs ffmpeg and 1 more" in page.words["small"]
    assert "80 tokens (-20)" in page.words["small"]
    assert all(attrs.get("scope") in {"row", "col"} for tag, attrs in page.tags if tag == "th")
    assert page.words["h1"] == ["4 skills on 2 targets"]
    tools = next(attrs for _, attrs in page.tags if attrs.get("class") == "tools")
    assert "hidden" in tools


def test_filters_and_orders_have_what_they_need():
    page = Page(page_text())
    found = [attrs for tag, attrs in page.tags if tag == "tr" and "data-at" in attrs]
    assert [attrs["data-states"] for attrs in found] == ["fits left absent", "closed lossy", "fails", "fits"]
    assert [attrs["data-kinds"] for attrs in found] == ["static", "profiled replayed", "measured", "static"]
    orders = [int(attrs["data-order"] or 0) for tag, attrs in page.tags if tag == "td" and "data-order" in attrs]
    assert orders[1] > orders[3] > orders[2] > orders[0]


def test_bars_are_the_skills_by_state():
    rects = [attrs for tag, attrs in Page(page_text()).tags if tag == "rect"]
    assert [(attrs["class"], attrs["x"], attrs["width"]) for attrs in rects[:3]] == [
        ("fits", "0", "500"), ("closed", "500", "250"), ("fails", "750", "250")
    ]  # fmt: skip


def test_details_are_in_the_page():
    data = embedded(page_text())
    assert data["skills"][0]["cells"][1]["gaps"][0]["primitive"] == "gen.regex"  # type: ignore[index]


HOSTILE = ["</script><script>alert(1)</script>", "<!--", '" onclick="x', "${style} $$", "\u202e\x00\udcff", "]]>"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_texts_of_skills_stay_texts(hostile: str):
    plain, page = Page(page_text()), Page(page_text(hostile))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    assert isinstance(embedded(page_text(hostile)), dict)


def test_it_needs_no_other_file_and_no_network():
    text = page_text()
    for tag, attrs in Page(text).tags:
        assert not attrs.keys() & {"src", "srcset", "action", "data"}
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert (attrs.get("href") or "#").startswith("#")
    assert not re.search(r"@import|@font-face|url\(|fetch\(|XMLHttp|import\(|innerHTML|outerHTML|eval\(", text)


def test_without_skills_or_targets_it_is_still_a_page():
    assert Page(matrix_html(matrix_data((), ()))).open == []

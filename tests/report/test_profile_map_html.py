import pytest

from skillrt.report.profile_map import Change, map_data
from skillrt.report.profile_map_html import profile_map_html, shade
from skillrt.targets import parse_target
from tests.report.html_page import Page
from tests.report.profile_samples import STRONG, WEAK


def test_the_page_needs_nothing_else_and_says_what_the_text_says():
    change = Change("<b>skill</b>", "tool.exec", "no gap", "asks L3", "weak")
    text = profile_map_html(map_data(["strong", "weak & worn"], [STRONG, WEAK], [change]))
    page = Page(text)
    assert not page.open, "every tag is closed"
    assert page.words["h1"][0].startswith("2 targets, ")
    assert "weak &amp; worn" in text
    assert "&lt;b&gt;skill&lt;/b&gt;" in text
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "src=" not in text
    assert "L1 + 8/8, L2 - 0/4, L3 - 0/4" in text


def test_without_a_change_that_is_said():
    assert "Nothing, of the skills that were given." in profile_map_html(map_data(["x"], [STRONG]))


@pytest.mark.parametrize(
    ("target", "wanted"), [(STRONG, "fit"), (WEAK, "gap-2"), (parse_target("nobody/knows@bare"), "doubt")]
)
def test_shades_follow_the_level(target, wanted: str):
    data = map_data(["x"], [target])
    (row,) = [row for row in data["primitives"] if row["primitive"] == "tool.exec"]
    assert shade(row["cells"][0]) == wanted

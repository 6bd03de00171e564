"""The heat map's page: complete, accessible, of one piece, safe."""

import re

import pytest

from skillrt.report.gaps import gap_rows
from skillrt.report.heat_map import HeatMap, SkillRow
from skillrt.report.heat_map_html import heat_map_html
from tests.report.gap_samples import requirement, target
from tests.report.html_page import Page

WEAK = target("v/weak", gen_regex="+--", gen_code_sql="?--")
STRONG = target("v/strong", origin="other-harness", gen_regex="+++", gen_code_sql="+++")


def row(name: str, *asked: tuple[str, int], reason: str = "patterns to write") -> SkillRow:
    facts = [requirement(primitive, level, reason) for primitive, level in asked]
    return SkillRow(name, f"lib/{name}", tuple(gap_rows(facts, item.capabilities) for item in (WEAK, STRONG)))


def page_text(*rows: SkillRow) -> str:
    return heat_map_html(HeatMap((WEAK, STRONG), rows))


def test_a_cell_says_gaps_and_doubts_and_their_details() -> None:
    text = page_text(row("pdf", ("gen.regex", 3), ("gen.code.sql", 1)), row("csv", ("gen.regex", 1)), row("none"))
    page = Page(text)
    assert page.open == []
    cells = [attrs["class"] for tag, attrs in page.tags if tag == "td"]
    assert cells[:6] == ["gap-2", "fit", "fit", "fit", "none", "none"]
    assert page.words["b"][:4] == ["1 gap", "fits", "fits", "fits"]
    assert "gen.regex" in page.words["code"]
    assert "asks L3, held L1" in text
    assert "0 of 3 at L3; asked at SKILL.md:3" in text
    assert "trials decide neither way; 2 of 3 at L1; asked at SKILL.md:1" in text
    assert "<dd>5 of 6</dd>" in text
    assert "3 skills on 2 targets" in page.words["title"]


def test_what_the_targets_lack_is_a_second_table() -> None:
    text = page_text(row("a", ("gen.regex", 3)), row("b", ("gen.regex", 2)), row("c"))
    assert '<td class="gap-3" data-order="2"><span class="plain">2 skills</span></td>' in text
    assert "no skill asks for more than a target holds" not in text
    assert "no skill asks for more than a target holds" in page_text(row("c", ("gen.regex", 1)))


def test_it_is_a_real_table_with_headings_and_a_legend() -> None:
    page = Page(page_text(row("pdf", ("gen.regex", 3))))
    heads = [attrs for tag, attrs in page.tags if tag == "th"]
    assert all(attrs.get("scope") in {"row", "col"} for attrs in heads)
    assert len([tag for tag, _ in page.tags if tag == "caption"]) == 2
    swatches = {
        attrs["class"] for tag, attrs in page.tags if tag == "span" and "swatch" in (attrs.get("class") or "")
    }
    assert len(swatches) == 7
    (root,) = [attrs for tag, attrs in page.tags if tag == "html"]
    assert root["lang"] == "en"
    regions = [attrs for tag, attrs in page.tags if attrs.get("role") == "region"]
    assert all(attrs["tabindex"] == "0" and attrs["aria-labelledby"] for attrs in regions)


def test_it_says_where_levels_come_from_and_what_was_not_read() -> None:
    text = page_text(SkillRow("bad", "lib/bad", error="no <SKILL.md>"), row("pdf", ("gen.regex", 3)))
    assert "could not be read: no &lt;SKILL.md&gt;" in text
    assert "the same model in another harness" in text
    assert "<li>a source</li>" in text
    assert Page(text).open == []


def test_it_needs_no_other_file_and_no_network() -> None:
    text = page_text(row("pdf", ("gen.regex", 3), reason="see http://x.example/"))
    page = Page(text)
    for tag, attrs in page.tags:
        assert not attrs.keys() & {"src", "srcset", "action", "data"}
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert (attrs.get("href") or "#").startswith("#")
    assert not re.search(r"@import|@font-face|url\(|fetch\(|XMLHttp|import\(|innerHTML", text)
    policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "</td></table>",
        "${style} $title $$",
        "\u202e\x00\udcff",
    ],
)
def test_texts_of_skills_stay_texts(hostile: str) -> None:
    plain = Page(page_text(row("pdf", ("gen.regex", 3)), SkillRow("b", "b", error="x")))
    page = Page(page_text(row(hostile, ("gen.regex", 3), reason=hostile), SkillRow(hostile, hostile, error=hostile)))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert page_text(row("a", ("gen.regex", 3))) == page_text(row("a", ("gen.regex", 3)))


def test_without_skills_or_targets_it_is_still_a_page() -> None:
    assert Page(heat_map_html(HeatMap((), ()))).open == []

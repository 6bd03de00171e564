import re

from skillrt.report.survey_data import survey_data
from skillrt.report.survey_html import survey_html
from skillrt.surveys.record import SkillRecord
from skillrt.surveys.summary import Summary
from tests.report.html_page import Page
from tests.report.survey_samples import sample


def page_of(summary: Summary) -> tuple[str, Page]:
    text = survey_html(survey_data(summary))
    return text, Page(text)


def test_every_part_has_a_heading_a_table_and_a_way_to_it():
    _, page = page_of(sample())
    assert page.open == []
    sections = [attrs["id"] for tag, attrs in page.tags if tag == "section"]
    links = [(attrs["href"] or "")[1:] for tag, attrs in page.tags if tag == "a" and attrs.get("class") != "skip"]
    assert sections == links
    assert {"what", "sizes", "needs", "primitives", "broken", "audit"} <= set(sections)
    assert page.words["h1"] == ["4 skills"]
    assert len([tag for tag, _ in page.tags if tag == "table"]) == len(sections)
    assert all(attrs.get("scope") for tag, attrs in page.tags if tag == "th")


def test_bars_are_as_long_as_shares():
    text, page = page_of(sample())
    rects = [attrs for tag, attrs in page.tags if tag == "rect"]
    assert any(attrs["class"] == "ours" and attrs["width"] == "667" for attrs in rects)
    assert any(attrs["class"] == "theirs" and attrs["width"] == "520" for attrs in rects)
    assert {attrs["class"] for attrs in rects} == {"track", "ours", "theirs", "low", "middle", "high", "warn"}
    assert text.count("<figure>") == 6


def test_it_needs_no_other_file_and_no_network():
    text, page = page_of(sample())
    for tag, attrs in page.tags:
        assert not attrs.keys() & {"src", "srcset", "action", "data"}
        assert tag not in {"link", "img", "iframe", "object", "base", "form", "script"}
        assert (attrs.get("href") or "#").startswith("#")
    assert not re.search(r"@import|@font-face|url\(", text)
    policy = next(attrs["content"] for _, attrs in page.tags if attrs.get("http-equiv"))
    assert (policy or "").startswith("default-src 'none'")


def test_words_from_elsewhere_stay_words():
    summary = sample()
    summary.add(SkillRecord("x", uses={"<script>": 1, "$title": 1}, audit={'a.b"><b>': 1}))
    _, plain = page_of(sample())
    _, page = page_of(summary)
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in plain.tags}
    assert "<script>" in page.words["th"]


def test_nothing_is_a_page_too():
    _, page = page_of(Summary())
    assert page.open == []

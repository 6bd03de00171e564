from skillrt.primitives import catalogue
from skillrt.report.probes_page import probes_page
from tests.rules.source_tree import ROOT


def test_every_probe_shows_an_instance_of_each_level():
    page = probes_page()
    for item in catalogue():
        if item.probe is not None:
            assert f"## `{item.id}`" in page
            for level in item.probe().levels:
                assert f"### {level}: {item.facts.levels[level].asks} (`{item.id}`)" in page


def test_the_page_is_short_enough_to_be_read():
    assert all(len(line) < 1200 for line in probes_page().splitlines())


def test_the_page_is_up_to_date():
    written = (ROOT / "docs" / "probes.md").read_text(encoding="utf-8")
    assert written == probes_page(), "run `make update`"

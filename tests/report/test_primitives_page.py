from skillrt.primitives import catalogue
from skillrt.report.primitives_page import primitives_page
from tests.rules.source_tree import ROOT


def test_every_primitive_has_a_section():
    page = primitives_page()
    assert all(f"## `{item.id}`" in page for item in catalogue())
    assert "| L3 | libraries from outside the standard library |" in page


def test_the_page_is_up_to_date():
    written = (ROOT / "docs" / "primitives.md").read_text(encoding="utf-8")
    assert written == primitives_page(), "run `make update`"

from skillrt.passes.concurrency.query_regions import queries_at_once
from skillrt.reading.fences import fences_of
from tests.passes.concurrency.sample import page

TWO = "-- Slow queries\nSELECT a FROM b;\n\n-- Unused indexes\nSELECT c FROM d WHERE e = 'set';\n"


def regions(code, title="Monitoring queries"):
    (section,) = [item for item in page(f"# T\n\n## {title}\n\n```sql\n{code}```\n").sections if item.level == 2]
    return [(item.kind, item.width) for fence in fences_of(section) for item in queries_at_once(fence, section)]


def test_queries_that_only_look_can_go_on_at_once():
    assert regions(TWO) == [("instruction", 2)]


def test_what_is_shown_for_another_reason_is_none():
    assert regions(TWO, "Joins") == []
    assert regions(TWO.replace("Slow queries", "Or, better")) == []
    assert regions("SELECT a FROM b;\n") == []


def test_what_may_change_something_is_none():
    assert regions(TWO + "DELETE FROM d;\n") == []
    assert regions("SELECT pg_cancel_backend(1);\nSELECT c FROM d;\n") == []
    assert regions("SELECT a FROM b FOR UPDATE;\nSELECT c FROM d;\n") == []

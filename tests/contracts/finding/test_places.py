from skillrt.contracts.finding.places import place_at
from skillrt.errors import Place, Span


def test_a_place_is_the_line_where_the_span_begins():
    assert place_at(Span("SKILL.md", 3, 9, 2, 4)) == Place("SKILL.md", 2)

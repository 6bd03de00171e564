from skillrt.errors import Place, Span


def test_a_place_reads_like_a_compilers():
    assert str(Place("references/a.md", 14, 5)) == "references/a.md:14:5"


def test_spans_and_places_sort_by_file_then_position():
    spans = [Span("b.md", 0, 1, 1, 1), Span("a.md", 9, 12, 2, 2), Span("a.md", 3, 4, 1, 1)]
    assert [(span.file, span.start) for span in sorted(spans)] == [("a.md", 3), ("a.md", 9), ("b.md", 0)]
    assert Place("a.md", 2, 1) < Place("a.md", 10, 1)


def test_they_can_be_members_of_sets():
    assert len({Span("a", 0, 1, 1, 1), Span("a", 0, 1, 1, 1)}) == 1

from skillrt.errors import Place, Span, also_on


def test_a_place_reads_like_a_compilers():
    assert str(Place("references/a.md", 14, 5)) == "references/a.md:14:5"


def test_spans_and_places_sort_by_file_then_position():
    spans = [Span("b.md", 0, 1, 1, 1), Span("a.md", 9, 12, 2, 2), Span("a.md", 3, 4, 1, 1)]
    assert [(span.file, span.start) for span in sorted(spans)] == [("a.md", 3), ("a.md", 9), ("b.md", 0)]
    assert Place("a.md", 2, 1) < Place("a.md", 10, 1)


def test_they_can_be_members_of_sets():
    assert len({Span("a", 0, 1, 1, 1), Span("a", 0, 1, 1, 1)}) == 1


def test_the_other_lines_of_a_finding():
    assert also_on([Place("a", 3)]) == also_on([Place("a", 3), Place("a", 3, 9)]) == ""
    assert also_on([Place("a", 3), Place("a", 9), Place("a", 1)]) == " (also on lines 1, 9)"
    assert also_on([Place("a", line) for line in range(9)]) == " (also on lines 1, 2, 3, 4, 5 and more)"

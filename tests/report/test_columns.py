from skillrt.report.columns import columns


def test_cells_are_aligned_and_never_cut():
    rows = [("A", "LONG HEADER"), ("a longer cell", "x")]
    assert list(columns(rows)) == ["  A              LONG HEADER", "  a longer cell  x"]


def test_control_characters_are_shown():
    (line,) = columns([("a\x1b[31mb",)], indent="")
    assert "\x1b" not in line


def test_nothing():
    assert list(columns([])) == []

from skillrt.matrix.cell import Cell, Seen
from tests.matrix.samples import CLOSED, FAILS, FITS, LEFT, LOSSY


def test_the_strongest_evidence_counts():
    assert [cell.evidence for cell in (FITS, CLOSED, LOSSY, FAILS)] == ["static", "profiled", "replayed", "measured"]
    # nobody knows how these ended
    assert Cell(profiled=True, seen=Seen(unknown=5)).evidence == "profiled"


def test_gaps_are_left_or_closed():
    assert (LEFT.left, LEFT.closed) == (1, 1)
    assert (CLOSED.left, CLOSED.closed) == (0, 1)
    assert [item.name for item in LEFT.absent] == ["ffmpeg", "jq"]

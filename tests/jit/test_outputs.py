import pytest

from skillrt.jit.outputs import is_open, matching, open_paths, output_paths, outputs_of
from skillrt.jit.template import Hole, Piece

HOLES = (
    Hole("h1", "file", ".csv", example="data.csv"),
    Hole("h2", "word", example="parts"),
    Hole("h3", "new-file", ".json", example="out.json"),
    Hole("h4", "word", example="md"),
)
VALUES = {"h1": "other.csv", "h2": "*", "h3": "a.json", "h4": "txt"}
ANY = Piece(text="*", use="any")


def test_single_files_are_made_of_the_words_of_the_request():
    found = outputs_of(["out.json", "data_new.csv", "log.txt"], HOLES)
    assert found["out.json"] == (Piece(hole="h3"),)
    assert found["data_new.csv"] == (Piece(hole="h1", use="stem"), Piece(text="_new.csv"))
    assert found["log.txt"] == (Piece(text="log.txt"),)
    assert output_paths(found.values(), VALUES) == ("a.json", "other_new.csv", "log.txt")


@pytest.mark.parametrize(("paths", "pieces"), [
    (["parts/a.csv", "parts/b.csv"], (Piece(hole="h2"), Piece(text="/"), ANY, Piece(text=".csv"))),
    (["data_a.csv", "data_b.csv"], (Piece(hole="h1", use="stem"), Piece(text="_"), ANY, Piece(text=".csv"))),
    (["x-small.png", "y-small.png"], (ANY, Piece(text="-small.png"))),
    (["texts/a.md", "texts/b.md"], (Piece(text="texts"), Piece(text="/"), ANY, Piece(text="."), Piece(hole="h4"))),
    (["north.csv", "nowhere.csv"], (ANY, Piece(text=".csv"))),
])  # fmt: skip
def test_several_that_nothing_tells_apart_are_any_number(paths: list[str], pieces: tuple[Piece, ...]):
    assert list(outputs_of(paths, HOLES).values()) == [pieces]
    assert is_open(pieces)
    assert output_paths([pieces], VALUES) == ()


def test_two_that_the_request_names_are_two():
    holes = (HOLES[0], Hole("h4", "new-file", ".csv", example="new.csv"))
    assert [is_open(pieces) for pieces in outputs_of(["data.csv", "new.csv"], holes).values()] == [False, False]


def test_which_files_they_may_be():
    pieces = (Piece(hole="h2"), Piece(text="/"), ANY, Piece(text=".csv"))
    changed = ["*/b.csv", "*/a.csv", "parts/a.csv", "*/deep/a.csv", "*/.csv", "*/a.txt"]
    assert matching(pieces, VALUES, changed) == ["*/a.csv", "*/b.csv"]
    assert open_paths([pieces, (Piece(hole="h3"),)], VALUES, changed) == ("*/a.csv", "*/b.csv")
    assert matching((Piece(hole="h3"),), VALUES, ["a.json", "b.json"]) == ["a.json"]

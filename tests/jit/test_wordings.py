from pathlib import Path

import pytest

from skillrt.jit.scenes import Scene, scene_of
from skillrt.jit.template import Word
from skillrt.jit.wordings import aligned, covers, matched, with_endings, wording_of

VALUES = {"h1": "a.csv", "h2": "b.csv", "h3": "3"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_text("id\n1\n")
    return tmp_path


def scene(text: str, folder: Path) -> Scene:
    return scene_of(text, folder)


def test_a_wording_serves_other_values_and_no_other_words(folder: Path):
    wording = wording_of(scene("Join a.csv with b.csv, top 3", folder), VALUES, frozenset(VALUES))
    assert wording[0] == Word(literal="join")
    assert matched(wording, scene("join C.csv with a.csv, top 10.", folder)) is None  # C.csv is not there
    assert matched(wording, scene("JOIN c.csv WITH a.csv, top 10.", folder)) == {
        "h1": "c.csv",
        "h2": "a.csv",
        "h3": "10",
    }
    for other in (
        "Join c.csv with a.csv, top 10 and mail it",
        "Join c.csv to a.csv, top 10",
        "Join c.csv with a.csv, top 10%",
        "Join c.csv with a.txt, top 10",
        "Join c.csv with a.csv, top ten",
        "",
    ):
        assert matched(wording, scene(other, folder)) is None, other


def test_a_hole_that_is_named_twice_has_one_value(folder: Path):
    wording = wording_of(scene("Sort a.csv as a.csv", folder), {"h1": "a.csv"}, frozenset(("h1",)))
    assert matched(wording, scene("Sort b.csv as b.csv", folder)) == {"h1": "b.csv"}
    assert matched(wording, scene("Sort b.csv as c.csv", folder)) is None


def test_what_never_varied_stands_as_it_is(folder: Path):
    wording = wording_of(scene("Top 3 of a.csv", folder), VALUES, frozenset(("h1",)))
    assert matched(wording, scene("Top 3 of b.csv", folder)) == {"h1": "b.csv"}
    assert matched(wording, scene("Top 4 of b.csv", folder)) is None


def test_requests_are_laid_side_by_side(folder: Path):
    one = scene("Greet Ada in a.csv", folder)
    pairs = aligned(one, scene("Greet Bob in b.csv", folder))
    assert pairs is not None
    assert [(a.value, b.value) for a, b in pairs if a.value != b.value] == [("Ada", "Bob"), ("a.csv", "b.csv")]
    assert aligned(one, scene("Greet Bob in b.txt", folder)) is None
    assert aligned(one, scene("Greet Bob", folder)) is None


def test_a_file_may_have_any_ending_that_was_proven_and_that_of_a_plain_text(tmp_path: Path):
    for name in ("a.txt", "b.html", "c.log", "d.csv"):
        (tmp_path / name).write_text("x")

    def wording(name: str) -> tuple[Word, ...]:
        return wording_of(scene_of(f"Sort {name}", tmp_path), {"h1": name}, frozenset(("h1",)))

    (alone,) = with_endings([wording("a.txt")])
    assert matched(alone, scene_of("Sort c.log", tmp_path)) is None
    both = with_endings([wording("a.txt"), wording("b.html")])
    assert both[0] == both[1]
    assert matched(both[0], scene_of("Sort b.html", tmp_path)) == {"h1": "b.html"}
    assert matched(both[0], scene_of("Sort c.log", tmp_path)) == {"h1": "c.log"}
    assert matched(both[0], scene_of("Sort d.csv", tmp_path)) is None


def test_a_wording_with_more_slots_covers_one_with_less():
    file = Word(hole="h1", shape=("file", ".csv"))
    sort, name = Word(literal="sort"), Word(literal="name")
    field = Word(hole="h2", shape=("field", ""))
    assert covers((sort, file, field), (sort, file, name))
    assert covers((sort, file, field), (sort, Word(hole="h3", shape=("file", ".tsv")), field))
    assert not covers((sort, file, name), (sort, file, field))
    assert not covers((sort, file, name), (sort, file, sort))
    assert not covers((sort, file), (sort, file, name))
    assert not covers((sort, field), (sort, file))

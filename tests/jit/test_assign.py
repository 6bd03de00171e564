from pathlib import Path

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.assign import assignments
from skillrt.jit.candidates import Candidate
from skillrt.jit.scenes import scene_of
from skillrt.jit.template import Hole

HOLES = (Hole("h1", "file", ".csv", example="a.csv"), Hole("h2", "file", ".csv", example="b.csv"))


def candidate(*holes: Hole, exposed: frozenset[str] = frozenset()) -> Candidate:
    values = {hole.id: hole.example for hole in holes}
    return Candidate("e", "", (), (), holes, values, exposed, {}, "", 0)


def workspace(tmp_path: Path, *files: str):
    for name in files:
        (tmp_path / name).write_text("id\n1\n")
    return tmp_path


def test_the_same_wording_fills_word_by_word(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv", "c.csv")
    home, other = scene_of("Join a.csv with b.csv", folder), scene_of("Join c.csv with a.csv.", folder)
    assert assignments(candidate(*HOLES), home, other) == [{"h1": "c.csv", "h2": "a.csv"}]


def test_another_wording_gives_every_way_that_fits(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv", "c.csv")
    home, other = scene_of("Join a.csv with b.csv", folder), scene_of("With c.csv at its right, join b.csv", folder)
    assert assignments(candidate(*HOLES), home, other) == [
        {"h1": "c.csv", "h2": "b.csv"},
        {"h1": "b.csv", "h2": "c.csv"},
    ]


def test_a_request_with_other_kinds_of_words_is_no_such_job(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv")
    home = scene_of("Join a.csv with b.csv", folder)
    assert assignments(candidate(*HOLES), home, scene_of("Print a.csv", folder)) == []
    assert assignments(candidate(*HOLES), home, scene_of("Join a.csv with b.csv twice into c.csv", folder)) != []


def test_a_word_that_differs_and_is_not_in_the_program_is_another_job(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv")
    holes = (Hole("h1", "file", ".csv", example="a.csv"),)
    home = scene_of("Sort a.csv upwards", folder)
    found = assignments(candidate(*holes), home, scene_of("Sort a.csv downwards", folder))
    assert found == [{"h1": "a.csv"}]  # a wording of its own: the replay has to tell


def test_a_value_that_stands_outside_its_sites_cannot_vary(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv")
    holes = (Hole("h1", "file", ".csv", example="a.csv"),)
    home, other = scene_of("Sort a.csv", folder), scene_of("Sort b.csv", folder)
    assert assignments(candidate(*holes, exposed=frozenset(("h1",))), home, other) == []


def test_a_file_that_no_request_names_must_be_the_only_one_of_its_kind(tmp_path: Path):
    holes = (Hole("h1", "workspace-file", ".csv", example="a.csv"),)
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    workspace(one, "x.csv")
    workspace(two, "x.csv", "y.csv")
    home = scene_of("Sort it", one)
    assert assignments(candidate(*holes), home, scene_of("Sort it", one)) == [{"h1": "x.csv"}]
    assert assignments(candidate(*holes), home, scene_of("Sort it", two)) == []


def test_too_many_ways_are_none(tmp_path: Path):
    names = [f"{letter}.csv" for letter in "abcd"]
    folder = workspace(tmp_path, *names)
    holes = tuple(Hole(f"h{at}", "file", ".csv", example=name) for at, name in enumerate(names))
    home = scene_of("Join a.csv b.csv c.csv d.csv", folder)
    assert assignments(candidate(*holes), home, scene_of("Of a.csv b.csv c.csv d.csv make one", folder)) == []


def test_plain_words_are_found_by_what_the_other_program_holds(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv")
    holes = (
        Hole("h1", "file", ".csv", example="a.csv"),
        Hole("h2", "word", example="cat"),
        Hole("h3", "word", example="dog"),
    )
    home = scene_of("Replace cat by dog in a.csv", folder)
    other = scene_of("In b.csv every hen becomes a cow", folder)
    found = assignments(candidate(*holes), home, other, frozenset(("hen", "cow")))
    assert [(values["h2"], values["h3"]) for values in found] == [("cat", "dog"), ("hen", "cow"), ("cow", "hen")]


def test_files_of_another_ending_are_tried_where_no_other_fits(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.txt", "d.csv")
    holes = (Hole("h1", "file", ".csv", example="a.csv"),)
    home = scene_of("Sort a.csv", folder)
    assert assignments(candidate(*holes), home, scene_of("Sort b.txt", folder)) == [{"h1": "b.txt"}]
    assert assignments(candidate(*holes), home, scene_of("In b.txt sort what is there", folder)) == [{"h1": "b.txt"}]
    assert assignments(candidate(*holes), home, scene_of("With b.txt sort d.csv", folder)) == [{"h1": "d.csv"}]


def test_as_many_words_change_as_the_other_request_has(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv")
    holes = (Hole("h1", "word", example="big"), Hole("h2", "word", example="cat"))
    home, other = scene_of("Find big cat", folder), scene_of("Where is a hen in it", folder)
    found = assignments(candidate(*holes), home, other, frozenset(("hen",)))
    assert [(values["h1"], values["h2"]) for values in found] == [("big", "cat"), ("hen", "cat"), ("big", "hen")]


def test_a_number_that_both_programs_have_anyway_may_be_left_unsaid(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv", "b.csv")
    more, less = scene_of("Top 5 of a.csv with 2 digits", folder), scene_of("Best 7 of b.csv, rounded", folder)
    file, five, two = (
        Hole("h1", "file", ".csv", example="a.csv"), Hole("h2", "number", example="5"),
        Hole("h3", "number", example="2"),
    )  # fmt: skip
    program = msgspec.structs.replace(candidate(file, five, two), actions=(Action("shell", "top 5 '%.2f' a.csv"),))
    assert assignments(program, more, less, numbers=frozenset("2")) == [{"h1": "b.csv", "h2": "7", "h3": "2"}]
    assert assignments(program, more, less) == []
    back = msgspec.structs.replace(
        candidate(msgspec.structs.replace(file, example="b.csv"), msgspec.structs.replace(five, example="7")),
        actions=(Action("shell", "top 7 '%.2f' b.csv"),),
    )
    assert assignments(back, less, more) == [{"h1": "a.csv", "h2": "5"}]
    other = scene_of("Top 5 of a.csv with 3 digits", folder)
    assert assignments(back, less, other) == []


def test_a_new_folder_with_a_slash_and_without(tmp_path: Path):
    folder = workspace(tmp_path, "a.csv")
    slash, word = (
        scene_of("Split a.csv into out/", folder),
        scene_of("Put parts of a.csv into the folder bits", folder),
    )
    file = Hole("h1", "file", ".csv", example="a.csv")
    one, other = (
        candidate(file, Hole("h2", "new-file", "/", example="out")),
        candidate(file, Hole("h2", "word", example="bits")),
    )
    assert {"h1": "a.csv", "h2": "bits"} in assignments(one, slash, word, frozenset(("bits",)))
    assert {"h1": "a.csv", "h2": "out"} in assignments(other, word, slash)

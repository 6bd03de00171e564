import msgspec
import pytest

from skillrt.jit.learn import Workshop
from skillrt.jit.live.shelf import Shelf, words_of
from skillrt.jit.template import Word, Wording


def test_a_request_finds_the_templates_that_have_its_words(workshop: Workshop):
    (template,) = workshop.learn().templates
    others = [
        msgspec.structs.replace(
            template,
            id=f"{at:012x}",
            wordings=tuple(
                msgspec.structs.replace(
                    wording, words=(msgspec.structs.replace(wording.words[0], literal=f"w{at}"), *wording.words[1:])
                )
                for wording in template.wordings
            ),
        )
        for at in range(50)
    ]
    shelf = Shelf([*others, template])
    assert shelf.size == 51
    assert shelf.looking_like("I need the total of length in boats.csv, saved as boats.json") == (template,)
    assert shelf.looking_like("W7 need the total of length in boats.csv, saved as boats.json") == (others[7],)
    assert shelf.looking_like("I need the total of length in boats.csv, saved as boats.json and more") == ()
    assert shelf.looking_like("") == ()


def test_words_are_cut_as_in_scenes():
    assert words_of("Sum a.csv into b.json!.") == ("sum", "a.csv", "into", "b.json")


def words(text: str) -> tuple[Word, ...]:
    kinds = {"F": ("file", ".csv"), "L": ("files", ".csv"), "N": ("number", "")}
    return tuple(
        Word(hole=f"h{at}", shape=kinds[item]) if item in kinds else Word(literal=item)
        for at, item in enumerate(text.split())
    )


@pytest.mark.parametrize(("wording", "request_", "found"), [
    ("sort F by N", "Sort my file.csv by 3", True), ("sort F by N", "Sort by 3", False),
    ("sort F by N", "Sort a.csv by 3 4", False), ("sort F by N now", "Sort a b.csv by 3 now", True),
    ("put L into F", "Put a.csv, b.csv and c.csv into all.csv", True), ("put L into F", "Put a.csv into", False),
    ("put L into F", "Put into into into all.csv", True), ("L F", "a.csv b.csv", True), ("L F", "a.csv", False),
    ("F : N rows", "my list.csv: 3 rows", True), ("F : N rows", ": 3 rows", False),
    ("sort F", "Sort a.csv by 3", True), ("F sorted F", "x sorted y sorted", True),
])  # fmt: skip
def test_names_of_files_may_be_several_words(workshop: Workshop, wording: str, request_: str, found: bool):
    (template,) = workshop.learn().templates
    mine = msgspec.structs.replace(template, wordings=(Wording(words(wording), ("e",)),))
    assert bool(Shelf([mine]).looking_like(request_)) is found

import msgspec

from skillrt.jit.learn import Workshop
from skillrt.jit.live.shelf import Shelf, words_of


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

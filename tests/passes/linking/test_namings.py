from skillrt.passes.linking.namings import Namings
from tests.growth import require_proportion


def test_where_a_text_has_a_name():
    text = "a.md, data.md; see x/a.md and a.mdx. long-name-of-a-document.en.md"
    namings = Namings(text)
    for name in ("a.md", "data.md", "a.mdx", "long-name-of-a-document.en.md", "document.en.md", ".en.md"):
        places = [place for place in range(len(text)) if text.startswith(name, place)]
        assert list(namings.of(name)) == places, name
        assert namings.hold(name)


def test_names_that_a_text_has_not():
    namings = Namings("a.md and b.py. c")
    assert not any(namings.hold(name) for name in ("b.md", "aa.md", "a.pdf", "and", "", "."))
    assert not Namings("").hold("a.md")


def test_what_stands_behind_an_option():
    assert Namings("cc -o ./tool a.c; ld -o=b.out").outputs == {"tool", "b.out"}


def test_many_names_in_a_long_text():
    def work(count: int) -> None:
        namings = Namings("".join(f"words and file-{number}.md\n" for number in range(count)))
        assert all(namings.hold(f"file-{number}.md") for number in range(count))

    require_proportion(work, 2_000)

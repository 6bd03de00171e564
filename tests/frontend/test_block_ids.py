from hypothesis import given
from hypothesis import strategies as st

from skillrt.frontend.markdown import parse
from skillrt.ir.blocks import walk


def ids(text: str, path: str = "a.md") -> dict[str, str]:
    blocks = walk(parse(path, text.encode(), front_matter=False).blocks)
    return {block.id: block.text for block in blocks if block.kind not in {"trivia", "marker"}}


def test_an_edit_elsewhere_keeps_the_ids():
    before = ids("# A\n\none\n\n- x\n- y\n\ntwo\n")
    after = ids("# A\n\nnew text\n\none\n\n- x\n- y\n\ntwo changed\n")
    assert {name for name, text in before.items() if text != "two\n"} <= after.keys()


def test_documents_have_ids_of_their_own():
    assert not ids("same\n").keys() & ids("same\n", "b.md").keys()


def test_equal_blocks_are_numbered():
    first, second = ids("same\n\nother\n\nsame\n").keys() - ids("other\n").keys()
    assert {first, second} == {min(first, second, key=len), min(first, second, key=len) + ".2"}


@given(st.lists(st.sampled_from(["a\n\n", "b\n\n", "- c\n", "> d\n\n", "# e\n"]), max_size=12).map("".join))
def test_ids_are_unique_and_repeatable(text):
    blocks = [block.id for block in walk(parse("a.md", text.encode(), front_matter=False).blocks)]
    assert len(blocks) == len(set(blocks))
    assert ids(text) == ids(text)

from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.offsets import Offsets, byte_width

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from([chr(code) for code in (0xDC80, 0xDCFF)]))


@given(TEXTS)
def test_byte_offsets_agree_with_the_encoder(text: str):
    offsets = Offsets(text)
    for index in range(len(text) + 1):
        assert offsets.byte(index) == len(text[:index].encode("utf-8", "surrogateescape"))


def test_width_of_a_hidden_byte_is_one():
    assert [byte_width(char) for char in ("a", "é", "→", "😀", "\udcff")] == [1, 2, 3, 4, 1]

import pytest

from skillrt.wire.exchange import Media, Opaque, Text
from skillrt.wire.openai_responses.content import decode_content, encode_content, plain, split_data_url


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ({"type": "input_text", "text": "a"}, Text(text="a")),
        ({"type": "refusal", "refusal": "no"}, Text(text="no", refusal=True)),
        (
            {"type": "input_image", "image_url": "data:image/png;base64,aGk="},
            Media(media_type="image/png", data="aGk="),
        ),
        ({"type": "input_image", "image_url": "https://h/x.png"}, Media(media_type="", url="https://h/x.png")),
        (
            {"type": "input_file", "file_data": "data:application/pdf;base64,aGk=", "filename": "file.pdf"},
            Media(media_type="application/pdf", data="aGk="),
        ),
        (
            {"type": "input_audio", "input_audio": {"data": "aGk=", "format": "wav"}},
            Media(media_type="audio/wav", data="aGk="),
        ),
    ],
)
def test_parts(value: dict[str, object], part: Text | Media) -> None:
    assert decode_content(value, "input_text", {}) == part
    assert encode_content(part, "input_text", {}) == value


def test_what_is_not_understood_is_kept() -> None:
    for value in ({"type": "hologram", "x": 1}, {"type": "input_image", "file_id": "f"}, 7, None):
        part = decode_content(value, "input_text", {})
        assert isinstance(part, Opaque)
        assert encode_content(part, "input_text", {}) == value


def test_a_text_of_an_unusual_type_keeps_it() -> None:
    part = decode_content({"type": "output_text", "text": "a"}, "input_text", {})
    assert isinstance(part, Text)
    assert part.text == "a"
    assert plain(part) is None
    assert encode_content(part, "input_text", {}) == {"type": "output_text", "text": "a"}


def test_data_urls() -> None:
    assert split_data_url("data:image/png;base64,aGk=") == ("image/png", "aGk=")
    for odd in ("https://h/;base64,aGk=", "data:;base64,aGk=", "data:image/png;base64,", ""):
        assert split_data_url(odd) == ("", "")

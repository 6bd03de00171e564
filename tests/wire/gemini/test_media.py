import pytest

from skillrt.wire.exchange import Media
from skillrt.wire.gemini.media import decode_media, encode_media


@pytest.mark.parametrize(
    "value",
    [
        {"inlineData": {"mimeType": "image/png", "data": "aGk=", "displayName": "x"}, "videoMetadata": {"fps": 1}},
        {"inlineData": {"data": "aGk="}},
        {"fileData": {"fileUri": "https://h/x", "mimeType": "video/mp4"}},
    ],
)
def test_media_come_back(value: dict[str, object]) -> None:
    part = decode_media(dict(value))
    assert part is not None
    written = encode_media(part)
    assert {key: written[key] for key in written if key != "videoMetadata"} == {
        key: value[key] for key in value if key != "videoMetadata"
    }


def test_media_without_bytes_are_not_understood() -> None:
    assert decode_media({"inlineData": {"mimeType": "image/png"}}) is None
    assert decode_media({"fileData": 7}) is None


def test_bytes_and_addresses_stand_apart() -> None:
    assert list(encode_media(Media(media_type="", url="gs://b/o"))) == ["fileData"]
    assert list(encode_media(Media(media_type="image/png", data="aGk="))) == ["inlineData"]

import pytest

from skillrt.wire.media import data_url, split_data_url


def test_a_data_url_comes_back():
    assert split_data_url(data_url("image/png", "aGk=")) == ("image/png", "aGk=")
    assert split_data_url("data:text/plain;charset=utf-8;base64,aGk=") == ("text/plain;charset=utf-8", "aGk=")


@pytest.mark.parametrize(
    "url",
    ["https://example.org/a.png", "data:,hello", "data:;base64,aGk=", "data:image/png;base64,", "data:a,b;base64,c"],
)
def test_other_urls_are_left(url: str):
    assert split_data_url(url) is None

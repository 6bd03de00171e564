import pytest

from skillrt.wire.codec import NotUnderstood
from skillrt.wire.gemini.paths import Path, decode_path, encode_path


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        ("/v1beta/models/g:generateContent", Path("g", False, False)),
        ("/v1beta/models/g:streamGenerateContent?alt=sse", Path("g", True, True)),
        ("/v1beta/models/g:streamGenerateContent", Path("g", True, False)),
        ("/v1/models/a%2Fb:generateContent?x=1", Path("a/b", False, False, "/v1/models/", "x=1")),
        (
            "/v1/projects/p/locations/l/publishers/google/models/g:generateContent",
            Path("g", False, False, "/v1/projects/p/locations/l/publishers/google/models/"),
        ),
    ],
)
def test_paths_come_back(path: str, meaning: Path) -> None:
    assert decode_path(path) == meaning
    assert encode_path(meaning) == path


def test_the_prefix_of_a_run_and_keys_are_left_out() -> None:
    assert decode_path("/run/r42/v1beta/models/g:generateContent?key=s3cret&alt=sse") == Path("g", False, True)


def test_other_paths_are_not_understood() -> None:
    for path in (
        "",
        "/v1beta/models",
        "/v1beta/models/g:countTokens",
        "g:generateContent",
        "/v1beta/models/:generateContent",
    ):
        with pytest.raises(NotUnderstood):
            decode_path(path)

import pytest

from skillrt.wire.errors import bare_error, bare_members, failing, is_cut
from skillrt.wire.exchange import Response, WireError
from skillrt.wire.json_text import to_bytes
from tests.wire.json_shapes import same


@pytest.mark.parametrize(
    ("rest", "message"),
    [({"message": "a", "detail": "b"}, "a"), ({"detail": "b", "message": 1}, "b"), ({"detail": [{"loc": []}]}, "")],
)
def test_a_body_that_fails_in_its_own_words(rest: dict[str, object], message: str):
    response = bare_error("gemini", dict(rest), 422)
    assert response.error is not None
    assert (response.error.message, response.error.status, response.stop) == (message, 422, "error")
    members = bare_members(response)
    assert members is not None
    assert same(to_bytes(members), rest)


def test_other_responses_have_none():
    assert bare_members(Response(dialect="gemini")) is None


def test_only_failures_count():
    assert (failing(200), failing(400), failing(529)) == (0, 400, 529)


def test_a_stream_without_an_end_is_cut_off_where_the_dialect_wants_one():
    assert is_cut(Response(dialect="openai-responses"))
    assert not is_cut(Response(dialect="openai-responses", stop="end"))
    assert not is_cut(Response(dialect="gemini", stop_word="NEW_REASON"))
    assert not is_cut(Response(dialect="gemini", error=WireError(message="no")))
    assert not is_cut(Response(dialect="openai-chat"))

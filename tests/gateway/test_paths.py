import pytest

from skillrt.gateway.paths import dialect_of, family_of, model_in_path


@pytest.mark.parametrize(
    ("method", "path", "dialect"),
    [
        ("POST", "/v1/chat/completions", "openai-chat"),
        ("POST", "/chat/completions", "openai-chat"),
        ("POST", "/v1/responses", "openai-responses"),
        ("POST", "/v1/messages", "anthropic-messages"),
        ("POST", "/v1beta/models/some-model:streamGenerateContent", "gemini"),
        ("POST", "/v1beta/models/tuned/one:generateContent", "gemini"),
        ("POST", "/v1beta/models/some-model:countTokens", None),
        ("POST", "/v1/messages/count_tokens", None),
        ("GET", "/v1/responses", None),
        ("GET", "/v1/models", None),
    ],
)
def test_what_a_request_is_for(method: str, path: str, dialect: str | None):
    assert dialect_of(method, path) == dialect


def test_requests_beside_those_for_answers():
    assert family_of("/v1/models", (("anthropic-version", "2023-06-01"),)) == "anthropic-messages"
    assert family_of("/v1beta/models", ()) == "gemini"
    assert family_of("/v1/models", (("Authorization", "Bearer x"),)) is None


def test_the_model_in_a_path():
    assert model_in_path("/v1beta/models/a%2Fb-1.5:generateContent") == "a/b-1.5"
    assert model_in_path("/v1/messages") == ""

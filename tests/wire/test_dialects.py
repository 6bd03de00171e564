import pytest

from skillrt.wire.dialects import CODECS, codec, dialect_of


def test_every_codec_knows_its_own_name():
    assert {name: found.dialect for name, found in CODECS.items()} == {name: name for name in CODECS}
    assert [codec(name) for name in CODECS] == list(CODECS.values())


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("/v1/chat/completions", "openai-chat"),
        ("/run/r42/openai/deployments/d/chat/completions?api-version=1", "openai-chat"),
        ("/v1/messages?beta=true", "anthropic-messages"),
        ("/run/0123/v1/messages", "anthropic-messages"),
        ("/v1/responses", "openai-responses"),
        ("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", "gemini"),
        ("/v1beta/models/gemini-2.5-pro:generateContent", "gemini"),
        ("/v1/messages/count_tokens?beta=true", None),
        ("/v1/messages/batches", None),
        ("/v1/threads/t1/messages", None),
        ("/v1/responses/r1/cancel", None),
        ("/v1beta/models/gemini-2.5-pro:countTokens", None),
        ("/v1/models", None),
    ],
)
def test_the_path_tells_the_dialect(path: str, dialect: str | None):
    assert dialect_of("POST", path) == (dialect if dialect in CODECS else None)
    assert dialect_of("GET", path) is None

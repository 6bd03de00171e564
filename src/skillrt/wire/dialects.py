"""Which dialects there are: a codec by its name, and the dialect that a request's path speaks."""

from skillrt.wire.anthropic.dialect import ANTHROPIC_MESSAGES
from skillrt.wire.codec import Codec
from skillrt.wire.exchange import Dialect
from skillrt.wire.gemini.dialect import GEMINI
from skillrt.wire.openai_chat.dialect import OPENAI_CHAT
from skillrt.wire.openai_responses.dialect import OPENAI_RESPONSES

_ALL: tuple[Codec, ...] = (OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC_MESSAGES, GEMINI)
CODECS: dict[Dialect, Codec] = {codec.dialect: codec for codec in _ALL}

# How the path of a request ends (query apart) that asks a model for a response in the dialect. A path that ends
# otherwise (models, count_tokens, batches, files) is no exchange and is relayed.
PATH_ENDS: tuple[tuple[str, Dialect], ...] = (
    ("/chat/completions", "openai-chat"),
    ("/responses", "openai-responses"),
    ("/v1/messages", "anthropic-messages"),
    (":generateContent", "gemini"),
    (":streamGenerateContent", "gemini"),
)


def codec(dialect: Dialect) -> Codec:
    """The codec of a dialect."""
    return CODECS[dialect]


def dialect_of(method: str, path: str) -> Dialect | None:
    """The dialect of a request by its method and path (with or without query); None: it is no exchange."""
    if method.upper() != "POST":
        return None
    place = path.partition("?")[0].rstrip("/")
    return next((dialect for end, dialect in PATH_ENDS if place.endswith(end) and dialect in CODECS), None)

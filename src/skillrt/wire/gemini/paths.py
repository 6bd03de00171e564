"""What the path of a request says: the model, the method, and in which form a stream is wanted."""

from urllib.parse import quote, unquote

import msgspec

from skillrt.wire.codec import NotUnderstood

GENERATE = "generateContent"
STREAM = "streamGenerateContent"
USUAL_PREFIX = "/v1beta/models/"
VERSIONS = ("v1", "v1alpha", "v1beta", "v1beta1")
SSE = "alt=sse"


class Path(msgspec.Struct, frozen=True):
    """`prefix` is what stands before the model's name; `query` what is asked besides `alt=sse`, without keys."""

    model: str
    stream: bool
    events: bool
    prefix: str = USUAL_PREFIX
    query: str = ""


def decode_path(path: str) -> Path:
    """The parts of a path; raises NotUnderstood where it asks for no content."""
    place, _, query = path.partition("?")
    head, _, method = place.rpartition(":")
    before, found, model = head.rpartition("/")
    if not found or not model or method not in (GENERATE, STREAM):
        raise NotUnderstood("the path names no model and method")
    # a prefix of a gateway or proxy before the version is not the provider's
    version = max(before.rfind(f"/{name}/") for name in VERSIONS)
    prefix = (before[version:] if version >= 0 else before) + "/"
    asked = [part for part in query.split("&") if part]
    # a key is for the one upstream that it was sent to
    rest = [part for part in asked if part != SSE and not part.lower().startswith("key=")]
    return Path(unquote(model), method == STREAM, SSE in asked, prefix, "&".join(rest))


def encode_path(path: Path) -> str:
    """The path that says this."""
    asked = [part for part in (SSE if path.events else "", path.query) if part]
    place = f"{path.prefix}{quote(path.model, safe='-._~@')}:{STREAM if path.stream else GENERATE}"
    return f"{place}?{'&'.join(asked)}" if asked else place

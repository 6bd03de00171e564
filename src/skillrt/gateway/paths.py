"""What the path of a request says besides its dialect (wire/dialects.py): the model, whose clients send it."""

import re
from typing import Final
from urllib.parse import unquote

from skillrt.gateway.events import Headers
from skillrt.gateway.headers import has
from skillrt.wire.exchange import Dialect

_GEMINI: Final = re.compile(r"/models/([^/:?]+(?:/[^/:?]+)*):(?:streamGenerateContent|generateContent)$")


def family_of(path: str, headers: Headers) -> Dialect | None:
    """The dialect whose clients send such a request beside those for answers (lists of models, counts of tokens)."""
    if has(headers, "anthropic-version") or has(headers, "x-api-key"):
        return "anthropic-messages"
    if has(headers, "x-goog-api-key") or path.startswith("/v1beta/"):
        return "gemini"
    return None


def model_in_path(path: str) -> str:
    """The model that a path of Gemini's names, empty where none is."""
    found = _GEMINI.search(path)
    return unquote(found.group(1)) if found else ""

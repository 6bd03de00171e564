"""JSON as it is written into files: indented, ASCII."""

import json
from typing import Any

import msgspec


def indented(value: Any) -> str:  # noqa: ANN401  (any JSON)
    """The text that `json.dumps(value, indent=1)` gives, in a third of its time: Python indents step by step."""
    text = json.dumps(value, separators=(",", ":"))
    try:
        return msgspec.json.format(text, indent=1)
    except msgspec.DecodeError:  # lone surrogates, which it refuses
        return json.dumps(value, indent=1)

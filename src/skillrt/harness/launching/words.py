"""The words of one launch, and filling them in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What is filled in. `base_url` and `key` reach the gateway; `model` is in the harness's form, `plain_model` as
    the user gave it; `configuration` is the folder of the harness's configuration, empty where it uses the user's.
    `provider` is the first part of the model's name, `own_file` the user's own configuration and `own_folder` where
    it lies: of a native run alone. `server*` are those of an MCP server that it is to start; empty: none."""

    prompt: str
    model: str
    plain_model: str
    folder: str
    base_url: str
    key: str
    dialect: str
    configuration: str = ""
    provider: str = ""
    own_file: str = ""
    own_folder: str = ""
    server: str = ""
    server_command: str = ""
    server_script: str = ""
    server_folder: str = ""


def filled(text: str, words: Words) -> str:
    """`text` with each `{word}` replaced once; what was filled in is not looked at again."""
    return _replaced(text, {f"{{{name}}}": value for name, value in _table(words).items()})


def filled_all(texts: Sequence[str], words: Words) -> tuple[str, ...]:
    """Each of them filled in."""
    return tuple(filled(text, words) for text in texts)


def filled_template(text: str, words: Words) -> str:
    """A configuration file with each `@word@` replaced, written as the inside of a JSON string.

    That is how TOML writes a basic string too, so that nothing that is filled in can end the string around it.
    """
    return _replaced(text, {f"@{name}@": _escaped(value) for name, value in _table(words).items()})


def _escaped(value: str) -> str:
    # DEL may stand in JSON as it is, but not in TOML
    return json.dumps(value, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _table(words: Words) -> dict[str, str]:
    return asdict(words)


def _replaced(text: str, table: Mapping[str, str]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(text):
        mark = text[at]
        word = next((word for word in table if text.startswith(word, at)), "") if mark in "{@" else ""
        parts.append(table[word] if word else mark)
        at += len(word) or 1
    return "".join(parts)

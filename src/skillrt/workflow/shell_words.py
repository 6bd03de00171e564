"""Words of the shell and of programs that matter where a value is put into a command, read from data/shell.toml."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class ShellWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See data/shell.toml for what each list means."""

    own: frozenset[str]
    evaluates: frozenset[str]
    runs: frozenset[str]
    interprets: frozenset[str]
    queries: frozenset[str]
    forwards: frozenset[str]


@cache
def shell_words() -> ShellWords:
    """The lists."""
    source = resources.files("skillrt.workflow") / "data" / "shell.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return msgspec.convert({name: text.split() for name, text in tables.items()}, ShellWords)

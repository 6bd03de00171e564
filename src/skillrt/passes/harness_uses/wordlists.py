"""The word lists of `words.toml`."""

import tomllib
from functools import cache
from importlib import resources


@cache
def word_list(name: str) -> frozenset[str]:
    """One list; raises KeyError for a name that the file does not have."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    source = resources.files("skillrt.passes.harness_uses") / "words.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(map(str, words)) for name, words in table.items()}

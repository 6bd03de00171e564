"""The tables of `words.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import cast

from skillrt.code.alternatives import one_of


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    source = resources.files("skillrt.passes.concurrency") / "words.toml"
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def phrases(table: str, name: str) -> re.Pattern[str]:
    """Any of the phrases of a list, as whole words."""
    body = one_of((item.lower() for item in _tables()[table][name]), _spelled)
    return re.compile(rf"(?<![\w-])(?:{body})", re.IGNORECASE)


@lru_cache(maxsize=64)
def needed_words(table: str, name: str) -> tuple[str, ...]:
    """Words of which one stands in every text, in lower case, in which a phrase of the list does: the longest of
    each. They are sooner looked for than the phrases."""
    return tuple(sorted({max(phrase.lower().split(), key=len) for phrase in _tables()[table][name]}))


@lru_cache(maxsize=64)
def words(table: str, name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_tables()[table][name])


def word_list(table: str, name: str) -> tuple[str, ...]:
    """The entries of a list as they stand."""
    return tuple(_tables()[table][name])


def _spelled(phrase: str) -> str:
    """Blanks match any run of them; a phrase of letters ends with the word, one in another script need not."""
    body = r"\s+".join(re.escape(part) for part in phrase.split())
    return body + (r"(?![\w-])" if phrase[-1].isascii() and phrase[-1].isalnum() else "")

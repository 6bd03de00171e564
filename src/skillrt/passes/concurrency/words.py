"""The tables of `words.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Final, cast

from skillrt.code.alternatives import one_of

_JOINED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # kana and Chinese characters
_TITLES: Final = frozenset({("workflow", "title"), ("workflow", "several"), ("workflow", "shown")})
_TITLE_END: Final = r"(?=\s*(?:[（(:：—-]|\Z))"


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    source = resources.files("skillrt.passes.concurrency") / "words.toml"
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def phrases(table: str, name: str) -> re.Pattern[str]:
    """Any of the phrases of a list, as whole words; of a script without blanks between words, wherever it stands, or,
    of lists of titles, where the title ends (`迁移步骤`, and not `各步骤的语气参考`)."""
    listed = [item.lower() for item in _tables()[table][name]]
    body = one_of(listed, _spelled)
    joined = one_of((item for item in listed if _JOINED.match(item)), _spelled)
    ends = _TITLE_END if (table, name) in _TITLES else ""
    return re.compile(rf"(?<![\w-])(?:{body})|(?:{joined}){ends}", re.IGNORECASE)


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

"""The tables of `words.toml`, and labels that name somebody and say nothing else."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.code.alternatives import one_of

_NOT_AFTER: Final = r"\w-"
_MARKS: Final = re.compile(r"[*_`#~]+|\[([^\]\n]*)\]\([^)\n]*\)")
_WORD: Final = re.compile(r"[^\W_][\w.+'’-]*")
_LONGEST: Final = 80  # characters of a label
Named = tuple[tuple[str, tuple[str, ...]], ...]  # name -> who has it


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists by table and name, as the file has them."""

    systems: dict[str, tuple[str, ...]]
    labels: dict[str, frozenset[str]]
    context: dict[str, frozenset[str]]
    keep: dict[str, frozenset[str]]
    cold: dict[str, frozenset[str]]
    installers: dict[str, tuple[str, ...]]


@cache
def shake_words() -> Words:
    """The tables, read once."""
    source = resources.files("skillrt.passes.shaking") / "words.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Words)


@lru_cache(maxsize=64)
def phrase_pattern(phrases: frozenset[str], *, exact_case: bool = False) -> re.Pattern[str]:
    """Any of the phrases as whole words."""
    if exact_case:
        return re.compile(rf"(?:{one_of(phrases, not_after=_NOT_AFTER)})(?![\w-])")
    body = one_of(item.lower() for item in phrases)
    return re.compile(rf"(?<![{_NOT_AFTER}])(?:{body})(?![\w-])", re.IGNORECASE)


def keeps(text: str, *lists: str) -> bool:
    """Whether a text has a word of these lists of `[keep]`."""
    return any(phrase_pattern(shake_words().keep[name]).search(text) for name in lists)


def plain(text: str) -> str:
    """A heading or label without Markdown marks, its words one blank apart."""
    return " ".join(_MARKS.sub(lambda found: found.group(1) or "", text).split())


def named_by(pairs: Mapping[str, Iterable[str]]) -> Named:
    """(name, owners) rows, from owner -> names."""
    owners: dict[str, list[str]] = {}
    for owner, names in pairs.items():
        for name in names:
            owners.setdefault(name, []).append(owner)
    return tuple((name, tuple(sorted(found))) for name, found in sorted(owners.items()))


def label_owners(label: str, names: Named, glue: frozenset[str], *, exact_case: bool = False) -> frozenset[str]:
    """Who a label names; empty where it names nobody, or says anything else as well."""
    if not label or len(label) > _LONGEST:
        return frozenset()
    pattern, table = _reader(names, exact_case)
    if not pattern.search(label):
        return frozenset()
    found: set[str] = set()

    def take(match: re.Match[str]) -> str:
        found.update(table[match.group() if exact_case else match.group().lower()])
        return " "

    rest = pattern.sub(take, label)
    if not all(word.lower() in glue or word.isdigit() for word in _WORD.findall(rest)):
        return frozenset()
    return frozenset(found)


@lru_cache(maxsize=16)
def _reader(names: Named, exact_case: bool) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    table = {(name if exact_case else name.lower()): owners for name, owners in names}
    return phrase_pattern(frozenset(name for name, _ in names), exact_case=exact_case), table

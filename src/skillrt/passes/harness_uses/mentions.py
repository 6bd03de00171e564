"""Products that a name or description names, and whether the product is what it speaks of or only where it runs."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from skillrt.passes.harness_uses.lexicon import Lexicon

# what tells a product's name from another sense of the word
_LOOSE_AFTER: Final = (
    r"(?:'s)?\s+(?:Code|skills?|commands?|plugins?|hooks?|agents?|sessions?|settings|CLI|rules|subagents?)\b"
)
_NAME: Final = r"[A-Z][\w.+-]*(?:\s[A-Z][\w.+-]*)?"
_LIST: Final = rf"(?:{_NAME}(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s|/))*"
# `in Claude Code, when ...`: nothing of the product's own follows that would be what is spoken of
_PLACE_BEFORE: Final = re.compile(rf"\b(?:in|inside|within|from)\s{_LIST}$")
_ENDS: Final = re.compile(
    rf"(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s|/){_NAME})*+"
    r"\s?(?:[.,;:)!?\"“”—–]|-\s|$|\s(?:when|whenever|if|to|for|or|by|as|while|without|via|with|so|after|before)\b)"
)
# `when Claude needs to ...`, `enables Clawdbot to ...`: the agent that follows the skill
_ROLE_BEFORE: Final = re.compile(r"\b(?:when|lets?|enables?|empowers?|allows?|helps?|for)\s(?:the\s)?$", re.I)
_ROLE_AFTER: Final = re.compile(r"\s(?:needs?\s|wants?\s|has\s)?to\s[a-z]")
# `works with Claude Code, Cursor, Codex`: where it can be had
_ANYWHERE_BEFORE: Final = re.compile(rf"\b(?:works?\s(?:with|in)|compatible\swith)\s{_LIST}$", re.I)
# `from GitHub, Jira, and Claude Code session history`: a source among others
_SOURCES_BEFORE: Final = re.compile(rf"\bfrom\s(?P<others>(?:{_NAME},\s)+)and\s$")
# what a product is made of, or what people set up in it
_THINGS: Final = re.compile(
    r"\b(?:hooks?|(?:slash[ -])?commands?|plugins?|sub-?agents?|agents?|(?<!this )(?<!the )(?<!agent )skills?|"
    r"cron\w*|settings|config\w*|memory|MCP|permissions?|rules|sessions?|history|extensions?|CLAUDE\.md|AGENTS\.md)\b"
    r"|\.(?:claude|codex|cursor|openclaw)\b",
    re.I,
)
_BLANKS: Final = re.compile(r"\s+")
_REACH: Final = 400  # characters before and behind a name that may tell what it is there for
_SENTENCE: Final = re.compile(r"[.!?;](?=\s)|\n\s*\n")


class Mention(msgspec.Struct, frozen=True):
    """A product's name at `start:end` of a text."""

    start: int
    end: int
    harnesses: tuple[str, ...]


def product_names(text: str, known: Lexicon) -> set[str]:
    """The harnesses that a name or description names."""
    return {name for mention in _mentions(text, known) for name in mention.harnesses}


def products_spoken_of(text: str, known: Lexicon) -> set[str]:
    """The harnesses that a description speaks of, without those where the skill merely runs.

    In doubt a product is spoken of: `for Claude Code` may be either.
    """
    mentions = list(_mentions(text, known))
    return {name for mention in mentions if not _is_in_passing(text, mention, known) for name in mention.harnesses}


def _mentions(text: str, known: Lexicon) -> Iterator[Mention]:
    taken: set[int] = set()
    # the longest first: `Codex CLI` is one name, not also `Codex`
    for name in sorted(known.products, key=len, reverse=True):
        if name not in text:
            continue
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w.])", text):
            taken.update(range(*match.span()))
            yield Mention(*match.span(), known.products[name].harnesses)
    for name, row in known.loose.items():
        if name not in text:
            continue
        for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?={_LOOSE_AFTER})", text):
            if match.start() not in taken:
                yield Mention(*match.span(), row.harnesses)


def _is_in_passing(text: str, mention: Mention, known: Lexicon) -> bool:
    """Whether a description names a product only as the place where the skill runs, as the agent that follows it, or
    as one source of many."""
    before = _BLANKS.sub(" ", text[max(0, mention.start - _REACH) : mention.start])
    after = text[mention.end : mention.end + _REACH]
    if _ANYWHERE_BEFORE.search(before):
        return True
    sources = _SOURCES_BEFORE.search(before)
    if sources and not product_names(sources["others"], known):
        return True
    placed = _PLACE_BEFORE.search(before) and _ENDS.match(after)
    acting = _ROLE_BEFORE.search(before) and _ROLE_AFTER.match(after)
    return bool(placed or acting) and not _THINGS.search(_sentence(text, mention.start, mention.end))


def _sentence(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return _SENTENCE.split(before)[-1] + text[start:end] + _SENTENCE.split(after)[0]

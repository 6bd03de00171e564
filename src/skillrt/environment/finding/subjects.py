"""Subjects: packages that a skill is about, by its name, its title and its description."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, cast

from skillrt.code.alternatives import one_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.sighting import Manner, Sighting
from skillrt.ir import Block, DependencyKind

_WORD: Final = re.compile(r"[A-Za-z][\w.+-]{1,40}(?<![.-])")
_PARTS: Final = re.compile(r"[a-z][a-z0-9]*")
_MEMO: Final = "environment.subjects"
_LANGUAGE: Final = {"python": "python", "node": "javascript"}
_MANY: Final = 50
_INSIDE: Final = r"\w/.`@-"
_FEW: Final = 3  # technologies that a description can be about; more are a list of what there is
_LONGEST: Final = 3  # parts of a skill's name that one package's name can have


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package that the skill's name or description says it is about.

    What the name says is needed. What the description alone says is one among others there: shown, unless code or an
    install line says more.
    """
    block = scene.module.front_matter_block
    if block is None or not scene.documents:
        return
    tables, matter = _tables(), scene.module.front_matter
    name = matter.get("name")
    parts = _PARTS.findall(name.lower()) if isinstance(name, str) else []
    at = 0
    while at < len(parts):
        for length in range(_LONGEST, 0, -1):
            words = "-".join(parts[at : at + length])
            if found := tables["names"].get(words):
                yield _sighting(scene, block, words, found, "use")
                at += length - 1
                break
        at += 1
    description = matter.get("description")
    shown = description.replace("React Native", "") if isinstance(description, str) else ""
    told = [word for word in dict.fromkeys(_WORD.findall(shown)) if word in tables["prose"]]
    # a text without code of the language advises on it
    languages = {fence.language for fence in scene.fences}
    yield from _beside(scene, languages)
    for word in told if len(told) <= _FEW else ():
        found = tables["prose"][word]
        if _LANGUAGE[found.partition(":")[0]] in languages:
            yield _sighting(scene, block, word, found, "example")


def _beside(scene: Scene, languages: set[str]) -> Iterator[Sighting]:
    """Libraries that the instructions name in words: shown, where there is code of their language."""
    table, names = _beside_table()
    for section in scene.sections:
        if section.path != scene.documents[0].path:
            continue
        for leaf in section.leaves:
            for found in list(names.finditer(leaf.text))[:_MANY] if leaf.kind != "code" else ():
                kind, _, package = table[found.group()].partition(":")
                if _LANGUAGE[kind] in languages:
                    span, place = span_in(leaf, *found.span()), place_of_file(section.path)
                    yield Sighting(cast("DependencyKind", kind), package, span, place, "example", "text", leaf.id)


def subject_words(scene: Scene) -> frozenset[str]:
    """The words in lower case of the skill's name, description and title, and their parts between hyphens; worked out
    once."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        matter = scene.module.front_matter
        texts = [text for key in ("name", "description") if isinstance(text := matter.get(key), str)]
        texts += [section.title for section in scene.sections if section.level == 1][:1]
        words = {word.lower() for text in texts for word in _WORD.findall(text)}
        known = memo[_MEMO] = frozenset(words | {part for word in words for part in word.split("-")})
    return cast("frozenset[str]", known)


def _sighting(scene: Scene, block: Block, word: str, found: str, manner: Manner) -> Sighting:
    kind, _, package = found.partition(":")
    at = re.search(rf"\b{re.escape(word)}\b", block.text, re.IGNORECASE)
    start = at.start() if at else 0
    span = span_in(block, start, start + len(word))
    place = place_of_file(scene.documents[0].path)
    return Sighting(cast("DependencyKind", kind), package, span, place, manner, "subject", block.id)


@cache
def _beside_table() -> tuple[Mapping[str, str], re.Pattern[str]]:
    table = _tables()["beside"]
    return table, re.compile(rf"(?:{one_of(table, not_after=_INSIDE)})(?![\w/-]|[ ][Dd]oc)")


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    source = resources.files("skillrt.environment") / "data" / "subjects.toml"
    return cast("dict[str, dict[str, str]]", tomllib.loads(source.read_text(encoding="utf-8")))

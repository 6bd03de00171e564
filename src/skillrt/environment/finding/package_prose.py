"""Packages in prose: "requires the `rich` library", lists of requirements, "Python packages: a, b"."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, cast

from skillrt.code import Offsets
from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.stand_ins import is_stand_in
from skillrt.environment.finding.tone import manner_of_section
from skillrt.environment.names import is_known_distribution, normal_python_name
from skillrt.environment.requirement_line import Requirement, read_requirement
from skillrt.environment.sighting import Sighting
from skillrt.errors import Span
from skillrt.ir import Block, DependencyKind
from skillrt.reading.sections import Section
from skillrt.reading.sentences import Sentence

_NAME: Final = r"[A-Za-z][\w.-]{1,60}(?<![.-])"
_WORTH: Final = re.compile(
    r"\b(?:packages?|librar(?:y|ies)|modules?|dependenc(?:y|ies)|requir\w+|prerequisites?|needs?|installed|PyPI)\b",
    re.I,
)
_NOT: Final = re.compile(
    r"\b(?:no|not|without|never|instead of|rather than|avoid|don['’]t|doesn['’]t|isn['’]t|remove|replaces?|vendored|"
    r"bundled|built-?in|standard)\b",
    re.I,
)
_REQUIRED: Final = re.compile(
    r"\b(?:dependenc(?:y|ies)|requirements?|prerequisites?|required|requires|optional|libraries|packages|"
    r"install(?:ation)?)\b",
    re.I,
)
# a version as lists state it: `pandas 1.4.3+`, `rich (>=13)`, `numpy>=1.23`
_VERSION: Final = re.compile(
    r"[`*_]{0,3}[ \t(]*(?:v(?=\d))?((?:[><=~!]=?[ ]?)?\d[\w.]*(?:\.\*)?)(\+?)(?:\s*,\s*[<>=!~]+\s*[\w.]+)?"
)
_ITEM: Final = re.compile(rf"[\s\-*+•]{{0,12}}(?:\d{{1,2}}[.)] )?(?:\*\*|__|`){{0,2}}({_NAME}(?:\[[\w,-]+\])?)")
_ITEM_END: Final = re.compile(r"[`*_]{0,3}[ \t]*(?:$|[:(,;—–]|- |\n|v?\d|[><=~]=?|\|)")
_OF_PYTHON: Final = re.compile(
    r"[`*_]{0,3}[ \t]+(?:Python|PyPI|pip)[ \t]+(?:packages?|librar(?:y|ies)|modules?|SDK|client)\b", re.I
)
_OF_NODE: Final = re.compile(
    r"[`*_]{0,3}[ \t]+(?:npm|Node(?:\.js)?)[ \t]+(?:packages?|librar(?:y|ies)|modules?)\b", re.I
)
_CALLED: Final = re.compile(r"[`*_]{0,3}[ \t]+(?:packages?|librar(?:y|ies)|modules?|dependenc(?:y|ies))\b", re.I)
_ASKS: Final = re.compile(
    r"\b(?:requires?|required|needs?|needed|depends? on|install(?:s|ed)?|dependenc(?:y|ies)|uses?|built (?:on|with)|"
    r"powered by|relies on|via)\b",
    re.I,
)
_LIST: Final = re.compile(
    r"(?:Python (?:packages|libraries|dependencies|modules|requirements)|pip packages|"
    r"(?:required|Python) (?:packages|libraries)|dependencies)(?: (?:required|needed))?[*_]{0,2}[:：][*_]{0,2}[ \t]*",
    re.I,
)
_CHAIN: Final = re.compile(
    rf"((?:{_NAME}, (?:and )?|{_NAME} and ){{0,6}}{_NAME})[ ](?:Python )?(?:packages|libraries|dependencies)\b"
)
_LEFT_OUT: Final = frozenset({"python", "pip", "uv", "node", "npm"})
_PLAIN: Final = re.compile(rf"(?<![\w`./@-]){_NAME}(?![\w/@`]|\(\))")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package that prose names."""
    for section in scene.sections:
        leaves = {leaf.id: leaf for leaf in section.leaves}
        lead = section.title
        for sentence in section.sentences:
            block = leaves.get(sentence.block)
            if block is None:
                continue
            if sentence.kind != "item":
                said = sentence.text.strip().rstrip("*_ ")
                lead = said if said.endswith((":", "：")) else section.title
            yield from _of_sentence(section, block, sentence, lead)


def _of_sentence(section: Section, block: Block, sentence: Sentence, lead: str) -> Iterator[Sighting]:
    text = sentence.text
    listed = sentence.kind in ("item", "row") and _REQUIRED.search(lead[-100:])
    if not listed and not _WORTH.search(text):
        return
    if _NOT.search(text):
        return
    found = dict(_in_list(text)) if listed else {}
    found.update(_named(block, sentence))
    for start, (kind, name, version) in sorted(found.items()):
        # the lead of a list speaks of its items as the heading does
        before = f"{lead} | {text[:start]}"
        manner = manner_of_section(section, before + text[start : start + 80], "use")
        span = _span(block, sentence.start + start, len(name))
        via = "requirements in prose" if listed else "prose"
        yield Sighting(kind, name, span, place_of_file(section.path), manner, via, block.id, version=version)


def _in_list(text: str) -> Iterator[tuple[int, tuple[DependencyKind, str, str]]]:
    """The package with which an item of a list of requirements begins."""
    found = _ITEM.match(text)
    if found is None or not _ITEM_END.match(text, found.end()):
        return
    version = _VERSION.match(text, found.end())
    marked = "`" in text[: found.start(1)] or version is not None
    name = _known(found.group(1), marked=marked)
    if name:
        yield found.start(1), ("python", name, _range(version) if version else "")


def _named(block: Block, sentence: Sentence) -> Iterator[tuple[int, tuple[DependencyKind, str, str]]]:
    """Packages that the sentence calls so, in code spans or not."""
    text, asks = sentence.text, _ASKS.search(sentence.text) is not None
    enumerated = _LIST.search(text)
    for inline in block.inlines:
        start, value = inline.start - sentence.start, inline.value
        if inline.kind != "code" or not 0 <= start < len(text):
            continue
        after = text[inline.end - sentence.start :][:40]
        if _OF_NODE.match(after) and package_of(value) == value:
            yield start, ("node", value, "")
            continue
        said = _OF_PYTHON.match(after) is not None
        called = asks and (
            _CALLED.match(after) is not None or "dependenc" in text or "Python" in text or "pip" in text
        )
        if said or called or (enumerated and start >= enumerated.end()):
            read = read_requirement(value)
            if (
                isinstance(read, Requirement)
                and (said or is_known_distribution(read.name))
                and not is_stand_in(read.name)
            ):
                yield start, ("python", read.name, read.version)
    plain = [enumerated.end()] if enumerated else []
    for start in plain:
        yield from _plain(text[start : start + 300].partition(". ")[0], start)
    if asks:
        for found in _CHAIN.finditer(text):
            yield from _plain(found.group(1), found.start(1))


def _plain(text: str, base: int) -> Iterator[tuple[int, tuple[DependencyKind, str, str]]]:
    for found in _PLAIN.finditer(text):
        if name := _known(found.group(), marked=False):
            yield base + found.start(), ("python", name, "")


def _known(text: str, *, marked: bool) -> str:
    """The normal name where the data knows the distribution and it is no plain word; '' otherwise."""
    name = normal_python_name(text.partition("[")[0])
    if name in _LEFT_OUT or is_stand_in(name) or not is_known_distribution(name) or (not marked and name in _english()):
        return ""
    return name


def _range(version: re.Match[str]) -> str:
    number, plus = version.group(1).replace(" ", ""), version.group(2)
    text = number if number[0] in "><=~!" else f">={number}" if plus else ""
    read = read_requirement(f"x{text}")
    return read.version if isinstance(read, Requirement) else ""


def _span(block: Block, start: int, length: int) -> Span:
    offsets, line = Offsets(block.text), block.span.line + block.text.count("\n", 0, start)
    end = min(start + length, len(block.text))
    low = block.span.start
    return Span(block.span.file, low + offsets.byte(start), low + offsets.byte(end), line, line)


@cache
def _english() -> frozenset[str]:
    source = resources.files("skillrt.environment") / "data" / "package_words.toml"
    rows = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return frozenset(rows["names"]["english"])

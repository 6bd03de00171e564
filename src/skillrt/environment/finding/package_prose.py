"""Packages in prose: "requires the `rich` library", lists of requirements, "Python packages: a, b"."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import Offsets
from skillrt.code.shapes import python_modules
from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.passages import passages_of
from skillrt.environment.finding.plain_words import called, words
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
_WORTH_TEXT: Final = """
package packages library libraries module modules dependency dependencies require requires required requiring
requirement requirements prerequisite prerequisites need needs needed installed installs pypi
"""
_WORTH: Final = frozenset(_WORTH_TEXT.split())
_NOT: Final = re.compile(
    r"\b(?:no|not|without|never|instead of|rather than|avoid|don['’]t|doesn['’]t|isn['’]t|remove|replaces?|vendored|"
    r"bundled|built-?in|standard)\b",
    re.I,
)
_REQUIRED: Final = re.compile(
    r"\b(?:dependenc(?:y|ies)|prerequisites?|requirements?|libraries|packages|modules|installation|optional for|"
    r"required software|requires)\b",
    re.I,
)
_NOT_REQUIRED: Final = re.compile(
    r"\b(?:fields?|parameters?|inputs?|sections?|information|properties|attributes|arguments|keys?|columns?|documents?|"
    r"functional|design|content|format\w*|security|business|user)\b",
    re.I,
)
# a version as lists state it: `pandas 1.4.3+`, `rich (>=13)`, `numpy>=1.23`
_VERSION: Final = re.compile(
    r"[`*_]{0,3}[ \t(]*(?:v(?=\d))?((?:[><=~!]=?[ ]?)?\d[\w.]*(?:\.\*)?)(\+?)(?:\s*,\s*[<>=!~]+\s*[\w.]+)?"
)
_ITEM: Final = re.compile(rf"[\s\-*+•]{{0,12}}(?:\d{{1,2}}[.)] )?(?:\*\*|__|`){{0,2}}({_NAME}(?:\[[\w,-]+\])?)")
_ITEM_END: Final = re.compile(r"[`*_]{0,3}[ \t]*(?:$|[:(,;—–]|- |\n|v?\d|[><=~]=?|\|)")
_ROW: Final = re.compile(rf"(?:[ \t]*,[ \t]*(?:and[ \t]+)?{_NAME}){{1,12}}\s*\Z")
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
_COMMENT: Final = re.compile(
    rf"#[ \t]*(?:Note:[ \t]*)?Requires?:?[ \t]+((?:{_NAME}(?:,[ \t]+(?:and[ \t]+)?|[ \t]+and[ \t]+))*{_NAME})"
    r"(?:[ \t]+(?:librar(?:y|ies)|packages?))?[ \t]*$",
    re.M | re.I,
)
_MANY: Final = 50
_LEFT_OUT: Final = frozenset({"python", "pip", "uv", "node", "npm"})
_WORD: Final = re.compile(rf"(?<![\w`./@-]){_NAME}(?![\w/@`]|\(\))")

_SPEAKS: Final = re.compile(r"\bdependenc(?:y|ies)\b|\bPython\b|\bpip\b|\bPyPI\b")
_FILE: Final = re.compile(r"\.(?:toml|txt|json|md|py|ya?ml|js|ts|cfg|lock|sh|html|csv|xlsx?|pdf)\Z", re.IGNORECASE)
# what speaks of packages of another kind
_OTHERS: Final = re.compile(
    r"\b(?:npm|npx|pnpm|yarn|devDependenc\w+|node_modules|package\.json|brew|apt(?:-get)?|cargo|crates?|gems?|"
    r"NuGet|dotnet|Maven|Gradle|CocoaPods|SwiftPM|LaTeX|TeX|CRAN|TypeScript|JavaScript)\b|\\usepackage"
)
# how plainly something is said to be a package: a word, a code span, with a version or beside `library`, by its kind
_PLAIN, _MARKED, _SURE, _SAID = 1, 2, 3, 4
_Placed = tuple[int, tuple[DependencyKind, str, str]]


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package that prose names."""
    for section in scene.sections:
        leaves = {leaf.id: leaf for leaf in section.leaves}
        lead = section.title
        asks: bool | None = None  # what the lead does; few have items
        for sentence in section.sentences:
            block = leaves.get(sentence.block)
            if block is None:
                continue
            if sentence.kind != "item":
                said = sentence.text.strip().rstrip("*_ ")
                lead = said if said.endswith((":", "：")) else section.title
                asks = None
            listed = False
            if sentence.kind in ("item", "row"):
                asks = listed = _asks_for_items(lead) if asks is None else asks
            if listed or not (_WORTH.isdisjoint(sentence.words) and _WORTH.isdisjoint(sentence.label_words)):
                yield from _of_sentence(section, block, sentence, lead, listed=listed)
    yield from _of_comments(scene)


def _of_comments(scene: Scene) -> Iterator[Sighting]:
    """Comments of code blocks that name what the block requires: `# Requires x and y`."""
    for passage in passages_of(scene):
        if passage.language != "python" or passage.block is None or "equires" not in passage.text:
            continue
        for comment in list(_COMMENT.finditer(passage.text))[:_MANY]:
            for found in _WORD.finditer(comment.group(1)):
                if name := _known(found.group(), _PLAIN):
                    start = comment.start(1) + found.start()
                    span = passage.span(start, start + len(found.group()))
                    yield Sighting("python", name, span, passage.place, "example", "comment", passage.id)


def _asks_for_items(lead: str) -> bool:
    """Whether the items behind a sentence or under a heading are what is required."""
    said = lead[-100:]
    return _REQUIRED.search(said) is not None and not _NOT_REQUIRED.search(said)


def _of_sentence(
    section: Section, block: Block, sentence: Sentence, lead: str, *, listed: bool
) -> Iterator[Sighting]:
    text = sentence.text
    if _NOT.search(text):
        return
    found = dict(_in_list(text)) if listed else {}
    found.update(_named(block, sentence))
    if _OTHERS.search(text) and not _SPEAKS.search(text.replace("ependenc", "")):
        found = {start: item for start, item in found.items() if item[0] == "node"}
    for start, (kind, name, version) in sorted(found.items()):
        # the lead of a list speaks of its items as the heading does
        before = f"{lead} | {text[:start]}"
        manner = manner_of_section(section, before + text[start : start + 80], "use")
        span = _span(block, sentence.start + start, len(name))
        via = "requirements in prose" if listed else "prose"
        yield Sighting(kind, name, span, place_of_file(section.path), manner, via, block.id, version=version)


def _in_list(text: str) -> Iterator[_Placed]:
    """The package with which an item of a list of requirements begins; all where it is a row of names."""
    found = _ITEM.match(text)
    if found is None or not _ITEM_END.match(text, found.end()):
        return
    version = _VERSION.match(text, found.end())
    sure = version is not None and not version.group(1).isdigit()
    strength = _SURE if sure else _MARKED if "`" in text[: found.start(1)] else _PLAIN
    if name := _known(found.group(1), strength):
        yield found.start(1), ("python", name, _range(version) if version else "")
    if _ROW.match(text, found.end()):  # `NumPy, pandas, scikit-learn`
        yield from _plain(text[found.end() :], found.end())


def _named(block: Block, sentence: Sentence) -> Iterator[_Placed]:
    """Packages that the sentence calls so, in code spans or not."""
    text, asks = sentence.text, _ASKS.search(sentence.text) is not None
    enumerated = _LIST.search(text)
    for inline in block.inlines:
        start = inline.start - sentence.start
        if inline.kind == "code" and 0 <= start < len(text):
            after = text[inline.end - sentence.start :][:40]
            if _OF_NODE.match(after) and package_of(inline.value) == inline.value:
                yield start, ("node", inline.value, "")
            elif strength := _strength(
                after, asks=asks, listed=bool(enumerated and start >= enumerated.end()), text=text
            ):
                yield from _in_span(inline.value, start, strength)
    if enumerated:
        listed = text[enumerated.end() : enumerated.end() + 300].partition(". ")[0]
        yield from _plain(listed, enumerated.end())
    for found in _CHAIN.finditer(text) if asks else ():
        yield from _plain(found.group(1), found.start(1))


def _strength(after: str, *, asks: bool, listed: bool, text: str) -> int:
    """How plainly a code span is said to be a package of Python; 0 where it is not."""
    if _OF_PYTHON.match(after):
        return _SAID
    if asks and _CALLED.match(after):
        return _SURE
    return _MARKED if listed or (asks and _SPEAKS.search(text)) else 0


def _in_span(value: str, start: int, strength: int) -> Iterator[_Placed]:
    read = read_requirement(value)
    if isinstance(read, Requirement) and not _FILE.search(value):
        name = _known(read.name, _SURE if read.version and strength < _SURE else strength)
        if name:
            yield start, ("python", name, read.version)


def _plain(text: str, base: int) -> Iterator[_Placed]:
    for found in _WORD.finditer(text):
        if name := _known(found.group(), _PLAIN):
            yield base + found.start(), ("python", name, "")


def _known(text: str, strength: int) -> str:
    """The normal name of what is a package by what is known and by how plainly it is said; '' otherwise."""
    shown = text.partition("[")[0]
    name, lists = normal_python_name(shown), words()
    name = called().get(name, name)
    if name in _LEFT_OUT or name in python_modules() or is_stand_in(name):
        return ""
    if strength == _SAID:
        return name
    if name in lists["programs"] or _FILE.search(shown) or not is_known_distribution(name):
        return ""
    if name in lists["english"] and strength < (_MARKED if name in lists["marked"] else _SURE):
        return ""
    # `NumPy` is a name, `Missing` and `TRL` begin a sentence or stand for something
    plain = strength > _PLAIN or shown.islower() or (shown[1:] != shown[1:].lower() and not shown.isupper())
    return name if plain else ""


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

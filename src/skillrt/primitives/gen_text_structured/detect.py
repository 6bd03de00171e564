"""Where a skill makes the agent produce JSON, YAML, XML or TOML: blocks that it has to fill in or adapt.

What a program prints or an interface answers is only read, and the front matter of a Markdown file is no data.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.primitives.base import Detected, Evidence, Level
from skillrt.primitives.view.files import paths_behind
from skillrt.primitives.view.view import SkillView, at_fence, at_sentence
from skillrt.primitives.weighing import at_most, need_in, phrase_evidence, verdict
from skillrt.reading.fences import Fence

_ID: Final = "gen.text.structured"
_ANSWER: Final = re.compile(
    r"\b(?:respon[sd]\w*|returns?|returned|outputs?|prints?|printed|produces?|emits?|receives?|example result|"
    r"results? "
    r"look|object \(key|payload (?:received|looks))\b|\bgenerated automatically\b",
    re.I,
)
_FRONT_MATTER: Final = re.compile(r"\A\s*(?:#[^\n]*\n)?\s*(?:---\s*\n|(?:name|description):)")
_NESTED: Final = re.compile(r"^(?:\t| {2,})\s*[\w\"'-].*[:=\[{]", re.M)
_MAIN_LINES: Final = 16
_MAIN_MOST: Final = 0.6
_ELSEWHERE_LINES: Final = 60
_ELSEWHERE_MOST: Final = 0.4
_SMALL: Final = 500
_LARGE: Final = 5000
_DATA: Final = (".json", ".jsonc", ".yaml", ".yml", ".toml", ".xml")
_FILE_WEIGHT: Final = 0.35
_HINT: Final = 0.5
_NEED: Final = 0.6
_NEED_OF_LONG: Final = 0.38


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for; L3 where most of its blocks are data and more than 5 KB of it."""
    fences = tuple(fence for fence in view.fences if _is_written(fence))
    code = tuple(_code(view, fences))
    evidence = [
        *code,
        *phrase_evidence(view, _ID, "L2 strong", "asks for structured data"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of structured data to be written"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of configuration"), _HINT),
        *_files(view),
    ]
    kinds = sorted({fence.language for fence in fences})
    return verdict(
        evidence,
        f"writes {', '.join(kinds) or 'structured data'}",
        _level(view, fences),
        max(_NEED, _NEED_OF_LONG * need_in(view)),
    )


def _files(view: SkillView) -> Iterator[Evidence]:
    """Files of data behind verbs of changing, one a name."""
    seen: set[str] = set()
    for found, word in paths_behind(view, f"{_ID}:verb"):
        name = word.text.rpartition("/")[2]
        if name.endswith(_DATA) and name not in seen:
            seen.add(name)
            weight = _FILE_WEIGHT if found.section.path == view.skill_file else _FILE_WEIGHT / 2
            yield at_sentence(found, "L2", weight, "has the agent change a file of data")


def _is_written(fence: Fence) -> bool:
    if fence.role != "data" or fence.language == "csv" or _FRONT_MATTER.match(fence.text):
        return False
    return not (fence.lead and _ANSWER.search(fence.lead.text[-120:]))


def _code(view: SkillView, fences: Sequence[Fence]) -> Iterator[Evidence]:
    for fence in fences:
        if fence.path == view.skill_file:
            weight = min(_MAIN_MOST, 0.2 + fence.lines / _MAIN_LINES)
        else:
            weight = min(_ELSEWHERE_MOST, fence.lines / _ELSEWHERE_LINES)
        level: Level = "L2" if len(fence.text) > _SMALL or _NESTED.search(fence.text) else "L1"
        yield at_fence(fence, level, weight, "shows data to adapt")


def _level(view: SkillView, fences: Sequence[Fence]) -> Level:
    size = sum(len(fence.text) for fence in fences)
    lines = sum(fence.lines for fence in fences)
    if size > _LARGE and lines * 2 > sum(fence.lines for fence in view.fences):
        return "L3"
    return "L1" if fences and not any(_NESTED.search(fence.text) for fence in fences) and size < _SMALL else "L2"

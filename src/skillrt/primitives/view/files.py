"""Files that the text tells the agent to do something with: a verb, and a path close behind it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.view.view import Found, SkillView, at_sentence

_NEAR: Final = 8
_ELSEWHERE: Final = 0.5
_ENDING: Final = re.compile(r"[^\s/]\.(?!com\b|org\b|io\b|dev\b|net\b|ai\b|js\b)[a-z][a-z0-9]{1,9}\Z|/[\w.*<>{}$-]*\.[a-z]{1,10}\Z")
_FOLDER: Final = re.compile(r"\A\.{0,2}[\w.~$*<>{}-]*/[\w./~$*<>{}-]+\Z")
_NO_FILE: Final = re.compile(r"\A(?:and/or|read/write|input/output|i/o|n/a|w/o|client/server|true/false|yes/no|pass/fail)\Z|://|\A\d")


def named_files(
    view: SkillView, label: str, level: Level, weight: float, reason: str, known: Iterable[str] = ()
) -> Iterator[Evidence]:
    """Evidence from the phrases of `label` (verbs) with a path among the next words, one for each path.

    Paths that are `known` already give none.
    """
    seen = {path.lower() for path in known}
    for found in view.hits(label):
        path = path_behind(found)
        if path and path not in seen:
            seen.add(path)
            part = weight if found.section.path == view.skill_file else weight * _ELSEWHERE
            yield at_sentence(found, level, part, reason)


def path_behind(found: Found) -> str:
    """The first word behind the phrase that is a path to a file or folder, lower case; empty where there is none."""
    words = found.sentence.words
    for word in words[found.hit.last : found.hit.last + _NEAR]:
        if is_path(word.text):
            return word.text
    return ""


def is_path(word: str) -> bool:
    """Whether a word (lower case) names a file or a folder by path."""
    if _NO_FILE.search(word):
        return False
    return bool(_ENDING.search(word) or (_FOLDER.match(word) and word.count("/") >= 2))

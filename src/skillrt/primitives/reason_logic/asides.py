"""Parts of a skill that say when the skill itself is to be used, or what else there is to read.

They hold conditions, but nobody decides by them while doing the work: whoever reads them uses the skill already.
"""

import re
from typing import Final

from skillrt.primitives.view.view import Found, SkillView

_SELF: Final = (
    r"(?:(?:this|the|these)(?: (?:skill|workflow|guide|agent|template|plugin|command|mode)s?)?|it|me|[a-z-]+ skill)"
)
_HEADING: Final = re.compile(
    r"\W*(?:\d+[.):]\s*)?(?:"
    rf"when (?:and how )?(?:not )?to (?:use|activate|apply|invoke|trigger|run|reach for)(?: {_SELF})?|"
    rf"(?:do not |don['’]t |only )?use {_SELF} (?:when|for|if|to)|"
    r"used? when|use cases?|triggers|"
    r"(?:activation|trigger|triggering)(?: (?:conditions?|phrases?|keywords?|words?))?|"
    r"(?:related|companion|complementary)(?: \w+)?|see also|(?:further|additional) (?:reading|resources?)|"
    r"(?:external |useful )?(?:links|resources)|sources)\W*\Z",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    rf"\W*(?:do not |don['’]t |only )?(?:use|activate|invoke|apply|trigger|load) {_SELF}\b[^.]{{0,24}} "
    r"(?:when|whenever|if|for)\b|\W*(?:use|activate)d?\b[^.]{0,14}\bwhen\b\W*\Z",
    re.IGNORECASE,
)


def is_aside(found: Found, view: SkillView) -> bool:
    """Whether a phrase stands in such a part, or in a sentence that says when the skill is to be used."""
    section = found.section
    places = view.once("reason.logic:asides", _asides)
    return (section.path, section.index) in places or _SENTENCE.match(found.sentence.text) is not None


def _asides(view: SkillView) -> frozenset[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for section in view.sections:
        inside = any((section.path, parent) in found for parent in section.parents)
        if inside or (section.level > 1 and _HEADING.match(section.title)):
            found.add((section.path, section.index))
    return frozenset(found)

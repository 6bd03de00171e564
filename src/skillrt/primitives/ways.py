"""Ways: where a skill tells several ways to one job, in sections beside each other or far apart."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.code.shapes import python_shape, shell_shape
from skillrt.ir import Block
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

_OTHER_WAY: Final = re.compile(
    r"\A(?:\d{1,2}[.)]\s*)?(?:option|method|approach|alternative|variant|path|route|way)s?\b(?:\s+[A-Z0-9]\b|:|\Z)|"
    r"\A(?:using|via|with|without)\s|\((?:recommended|alternative|default|preferred|fallback)\b|"
    r"\b(?:using|via)\s+[`\w.-]+\Z",
    re.I,
)
# headings whose parts are choices
_CHOICES: Final = re.compile(
    r"\b(?:options|methods|approaches|alternatives|strategies|implementations|backends|schedulers|engines|providers|"
    r"frameworks?(?: patterns)?|variants|installation|deployment|authori[sz]ation patterns|pick a|choos\w+)\b",
    re.I,
)
_SAME_HEAD: Final = frozenset(
    [
        "implementation",
        "implementations",
        "setup",
        "installation",
        "version",
        "example",
        "client",
        "integration",
        "backend",
        "method",
        "approach",
    ]
)
_PREFIX: Final = re.compile(
    r"\A(?:(?:pattern|template|option|method|example|approach|way)\s+)?[\dA-Z]{1,2}\s*[.):–—-]\s*", re.I
)
_WORD: Final = re.compile(r"[a-z][a-z0-9]+", re.I)
_LITTLE: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "from",
        "with",
        "in",
        "on",
        "and",
        "or",
        "by",
        "via",
        "using",
        "into",
        "your",
        "all",
    ]
)
# words of headings that say nothing about which job it is
_LOOSE: Final = _LITTLE | frozenset(
    [
        "basic",
        "simple",
        "advanced",
        "quick",
        "new",
        "workflow",
        "pipeline",
        "script",
        "example",
        "examples",
        "complete",
        "multiple",
        "file",
        "files",
        "data",
        "analysis",
        "tool",
        "tools",
        "run",
        "use",
    ]
)
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MANY: Final = 400


class Way(msgspec.Struct, frozen=True):
    """One way to a purpose. `sections` tell it; where it is only part of a section, `leaves` are its blocks there."""

    id: str
    title: str
    sections: tuple[Section, ...]
    leaves: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[str, ...]:
        """The ids of everything that tells the way, headings included."""
        inside = [
            name for section in self.sections for name in (section.heading, *(leaf.id for leaf in section.leaves))
        ]
        return tuple(dict.fromkeys(name for name in (*inside, *(leaf.id for leaf in self.leaves)) if name))


def ways_of(name: str, group: Sequence[Section], view: SkillView) -> tuple[Way, ...]:
    """The ways to a job whose sections are `group`; none where there are less than two."""
    found = list(_children(group)) or list(_scripts(group, view)) or list(_libraries(group, view))
    if len(found) < 2:
        return ()
    return tuple(
        Way(f"{name}{_LETTERS[number % 26]}", title, sections, leaves)
        for number, (title, sections, leaves) in enumerate(found[:26])
    )


def are_ways(titles: Sequence[str]) -> bool:
    """Whether headings beside each other are the same thing done with different means: `X Implementation`, `Y
    Implementation`."""
    heads = [_words(_PREFIX.sub("", title))[-1:] for title in titles]
    same = [head for head in heads if head and head[0] in _SAME_HEAD]
    return len(titles) >= 2 and len(same) * 3 >= len(titles) * 2 and len(set(same)) == 1


def offers_choice(title: str) -> bool:
    """Whether a heading announces things to choose among."""
    return bool(_CHOICES.search(title))


_Found = tuple[str, tuple[Section, ...], tuple[Block, ...]]


def _children(group: Sequence[Section]) -> Iterator[_Found]:
    """Parts of the job whose headings say that they are one way of several."""
    top = group[0]
    levels = sorted({section.level for section in group if section.level > top.level})
    below = [section for section in group if levels and section.level == levels[0]]
    named = [section for section in below if _OTHER_WAY.search(section.title)]
    if len(named) < 2:
        whole = len(below) > 1 and (_CHOICES.search(top.title) or are_ways([section.title for section in below]))
        named = [section for section in below if _has_code(section, group)] if whole else []
    for section in named if len(named) > 1 else ():
        inside = tuple(item for item in group if item is section or section.index in item.parents)
        yield section.title, inside, ()


def _has_code(section: Section, group: Sequence[Section]) -> bool:
    return any(
        leaf.kind == "code"
        for item in group
        if item is section or section.index in item.parents
        for leaf in item.leaves
    )


def _scripts(group: Sequence[Section], view: SkillView) -> Iterator[_Found]:
    """Code to write, or a bundled script that does it: both in the job, or the script in a section of its own whose
    words are those of the job."""
    places = {(section.path, section.index) for section in group}
    here = [fence for fence in view.fences if (fence.path, fence.section) in places]
    own = [fence for fence in here if fence.role == "code"]
    calls = {block for call in view.calls for block in call.blocks}
    if not own or not calls:
        return
    inside = [fence for fence in here if fence.block.id in calls]
    if inside:
        title = (inside[0].lead.text if inside[0].lead else "bundled script").strip(" :*\n")
        yield "own code", (), tuple(fence.block for fence in own)
        yield title[:80], (), tuple(fence.block for fence in inside)
        return
    wanted = _stems(group[0].title)
    for section in view.main:
        if (section.path, section.index) in places or not any(leaf.id in calls for leaf in section.leaves):
            continue
        if 2 * len(wanted & _stems(section.title)) > len(wanted):
            yield "own code", (), tuple(fence.block for fence in own)
            yield section.title, (section,), ()
            return


def _libraries(group: Sequence[Section], view: SkillView) -> Iterator[_Found]:
    """The same words under two headings far apart, with code that uses different libraries or programs."""
    top = group[0]
    wanted = _job_words(top.title)
    if not wanted or not _has_code(top, group):
        return
    means = _means(view.fences, top)
    inside = {section.index for section in group if section.path == view.skill_file}
    yielded = False
    for section in view.main[:_MANY]:
        if section.index in inside or section.level == 0 or _job_words(section.title) != wanted:
            continue
        other = _means(view.fences, section)
        if means and other and not means & other:
            if not yielded:
                yield top.title, tuple(group), ()
                yielded = True
            yield section.title, (section,), ()


def _means(fences: Sequence[Fence], section: Section) -> frozenset[str]:
    """Libraries and programs that the code right below a heading uses."""
    found: set[str] = set()
    for fence in fences:
        if fence.path == section.path and fence.section == section.index:
            if fence.language == "python":
                found.update(python_shape(fence.text).libraries)
            elif fence.role == "commands":
                found.update(shell_shape(fence.text).programs)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _words(title: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(title))


def _stems(title: str) -> set[str]:
    """The beginnings of the words of a heading: `searches` and `search` are one."""
    return {word[:5] for word in _words(_PREFIX.sub("", title)) if word not in _LITTLE}


def _job_words(title: str) -> frozenset[str]:
    """What a heading is about, without order and plural: two words or more, else it says too little."""
    words = {word.rstrip("s") for word in _words(_PREFIX.sub("", title)) if word not in _LOOSE}
    return frozenset(words) if len(words) > 1 else frozenset()

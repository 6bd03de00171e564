"""Where a skill makes the agent write files: paths behind verbs of writing, blocks that show a named file.

Code that is run and thrown away, and files that a program writes, do not count.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.tool_file_write.contents import name_of_content
from skillrt.primitives.view.files import named_files
from skillrt.primitives.view.view import SkillView, at_fence, at_sentence
from skillrt.primitives.weighing import (
    NEED,
    at_most,
    description_evidence,
    in_main,
    need_in,
    phrase_evidence,
    total,
    verdict,
)

_ID: Final = "tool.file.write"
_SOURCE: Final = re.compile(
    r"^(?:export\s|module\.exports|package\s+\w+|public\s+class\s|class[ \t]+\w+|"
    r"import[ \t][^\n]{1,200}[ \t]from[ \t])",
    re.M,
)
_MAIN_WEIGHT: Final = 0.5
_ELSEWHERE_WEIGHT: Final = 0.25
_PATH_WEIGHT: Final = 0.6
_DOCUMENT: Final = re.compile(r"\.(?:md|mdx|txt)\b", re.I)
_DOCUMENT_WEIGHT: Final = 0.5
_SOURCE_LINES: Final = 10
_SOURCE_SHARE: Final = 0.3
_SOURCE_MOST: Final = 1.0
_PLACE_WEIGHT: Final = 1.0
_HINT: Final = 0.5
_SEVERAL: Final = 3
_SUBJECT: Final = 1.0
# a file that another document names counts less than one that SKILL.md names
_ELSEWHERE_FILE: Final = 0.75
# what SKILL.md itself must weigh: code of a project that only references show is looked up, not written
_MAIN_NEED: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L3 where at least three files are named, else L2; a text does not tell how short a
    file will be."""
    contents = tuple(_contents(view))
    paths = tuple(_paths(view))
    evidence = [
        *(item for _, item in contents),
        *paths,
        *at_most(_sources(view), _SOURCE_MOST),
        *phrase_evidence(view, _ID, "L2 strong", "has the agent write files", allowed=True),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of files to be written", allowed=True),
        *phrase_evidence(view, _ID, "L3 usual", "speaks of several files to be written", allowed=True),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of a document to be made", allowed=True), _HINT),
        *_by_tools(view),
        *_places(view),
        *description_evidence(view, _ID, "subject", "L2", _SUBJECT, "is about making or changing files"),
    ]
    main = in_main(view, evidence) / (_MAIN_NEED * need_in(view))
    files = _files(view, [*(item for _, item in contents), *paths])
    several = files >= _SEVERAL or total(evidence, "L3") >= NEED
    return verdict(evidence, _reason(len(contents) + len(paths)), "L3" if several else "L2", most=main)


def _paths(view: SkillView) -> Iterator[Evidence]:
    """Files behind verbs of writing. A document that is named is written; data and code may come out of a program."""
    for item in named_files(view, f"{_ID}:verb", "L2", _PATH_WEIGHT, "has the agent write a file"):
        block = view.block(item.block)
        document = block is not None and _DOCUMENT.search(block.text, item.start, item.end)
        yield msgspec.structs.replace(item, weight=item.weight + _DOCUMENT_WEIGHT) if document else item


def _contents(view: SkillView) -> Iterator[tuple[str, Evidence]]:
    """Blocks that show the content of a file, by the file's name; one a name."""
    seen: set[str] = set()
    for fence in view.fences:
        if fence.role not in ("code", "data"):
            continue
        name = name_of_content(fence)
        if name and name.rpartition("/")[2] not in seen:
            seen.add(name.rpartition("/")[2])
            weight = _MAIN_WEIGHT if fence.path == view.skill_file else _ELSEWHERE_WEIGHT
            yield name, at_fence(fence, "L2", weight, "shows the content of a file")


def _files(view: SkillView, found: Sequence[Evidence]) -> float:
    main = {name for section in view.main for name in (section.heading, *(leaf.id for leaf in section.leaves))}
    return sum(1 if item.block in main else _ELSEWHERE_FILE for item in found)


def _places(view: SkillView) -> Iterator[Evidence]:
    """Sections that say where the results are kept: what has a place is written there."""
    for found in view.hits(f"{_ID}:place"):
        if found.sentence.kind == "heading":
            weight = _PLACE_WEIGHT if found.section.path == view.skill_file else _ELSEWHERE_WEIGHT
            yield at_sentence(found, "L2", weight, "says where results are kept")


def _sources(view: SkillView) -> list[Evidence]:
    """Blocks that can only live in a file of a project (they export something, or define classes), where they are a
    good part of the code."""
    code = [fence for fence in view.fences if fence.role == "code"]
    found = [fence for fence in code if fence.lines >= _SOURCE_LINES and _SOURCE.search(fence.text)]
    if sum(fence.lines for fence in found) < sum(fence.lines for fence in code) * _SOURCE_SHARE:
        return []
    return [at_fence(fence, "L2", _ELSEWHERE_WEIGHT, "shows code of a project") for fence in found]


def _by_tools(view: SkillView) -> Iterator[Evidence]:
    """Tools that write files, named in the text; in the front matter they are only allowed."""
    allowed = view.module.front_matter_block
    for fact in view.uses:
        if fact.operation not in ("file.write", "file.edit") or not fact.blocks:
            continue
        block = view.block(fact.blocks[0])
        if block is not None and (allowed is None or block.id != allowed.id):
            yield Evidence(block.id, 0, len(block.text), "L2", 0.5, "names a tool that writes files")


def _reason(files: int) -> str:
    return f"writes {files} named files" if files > 1 else "writes files"

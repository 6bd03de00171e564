"""The files that a text says are to be made, each with what it says of them."""

import re
from collections.abc import Mapping
from typing import Final

from skillrt.primitives.draft import Gap
from skillrt.primitives.notes import section_of
from skillrt.primitives.tool_file_write.contents import name_of_content, names_itself
from skillrt.primitives.view.files import paths_behind
from skillrt.primitives.view.view import Found, SkillView
from skillrt.reading.instructions import is_instruction
from skillrt.reading.present import is_lowered

_MAKES: Final = frozenset({"write", "writes", "save", "saved", "create", "export", "generate", "place", "put"})
WRITES: Final = re.compile(r"\b(?:create|write|save|put|generate|place|set up|copy)\b", re.I)
_STEP: Final = re.compile(r"\A\W*(?:(?:step|phase)\s+)?\d{1,2}\b|\A\W*(?:create|write|generate|scaffold)\b", re.I)
_PERHAPS: Final = re.compile(
    r"❌|\b(?:if you|before you|would|never|not|don['’]t|without|may|can|could|optionally|e\.g)\b", re.I
)
_AROUND: Final = frozenset("./~_-<>{}[]*")
_SAID: Final = 160


def named_to_make(view: SkillView, gap: Gap) -> Mapping[str, tuple[str, str]]:
    """Path -> what SKILL.md says of it and the block where, for files that are to be made anew: what is only changed
    or added to is there already, and documents that are read on demand show ways to choose among."""
    wanted = {item.block for item in gap.detected.evidence}
    own = {path.rpartition("/")[2].lower() for path in view.module.paths}
    said: dict[str, tuple[str, str]] = {}
    for found, word in paths_behind(view, "tool.file.write:verb"):
        if found.section.path == view.skill_file and found.sentence.block in wanted and _makes(found, view):
            _take(said, _whole(found.sentence.text, word.start, word.end), found.sentence.text, found.sentence.block)
    for fence in view.fences:
        there = fence.path == view.skill_file and fence.block.id in wanted and not is_lowered(fence.block)
        name = name_of_content(fence) if there else ""
        if not name:
            continue
        # below `Step 2: Add the fixture`, a first line `// src/app.ts` says which file the block is
        section = section_of(view, fence.block.id) if names_itself(fence) else None
        if fence.lead is not None and WRITES.search(fence.lead.text):
            _take(said, name, fence.lead.text, fence.block.id)
        elif section is not None and _STEP.search(section.title):
            _take(said, name, section.title, fence.block.id)
    order = {leaf.id: number for number, leaf in enumerate(leaf for section in view.main for leaf in section.leaves)}
    said = dict(sorted(said.items(), key=lambda item: order.get(item[1][1], len(order))))
    bases = [path.rpartition("/")[2] for path in said if "/" in path]
    return {
        path: text for path, text in said.items() if path.rpartition("/")[2].lower() not in own and path not in bases
    }


def _makes(found: Found, view: SkillView) -> bool:
    sentence = found.sentence
    block = view.block(sentence.block)
    if block is None or is_lowered(block) or sentence.kind in ("row", "heading"):
        return False
    if not is_instruction(sentence):
        return False  # a program writes it, or it is told what was written
    return sentence.words[found.hit.first] in _MAKES and not _PERHAPS.search(sentence.text)


def _whole(text: str, start: int, end: int) -> str:
    """The path with the signs at its ends that belong to no word: `./`, `~/`, `<name>`."""
    while start > 0 and text[start - 1] in _AROUND:
        start -= 1
    while end < len(text) and (text[end] in _AROUND or text[end].isalnum()):
        end += 1
    return text[start:end].strip("*_").rstrip(".-").removeprefix("./")


def _take(said: dict[str, tuple[str, str]], path: str, text: str, block: str) -> None:
    plain = "." in path.rpartition("/")[2] and not path.startswith(("/", "~", "..", "*.", "[", "-"))
    balanced = all(path.count(left) == path.count(right) for left, right in ("<>", "{}", "[]"))
    if plain and balanced:
        said.setdefault(path, (" ".join(text.split())[:_SAID], block))

"""Forms that a skill shows: blocks of text with places to fill in, and limits that the text sets to their lines."""

import re
from typing import Final

from skillrt.primitives.draft import Gap
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

_INFOS: Final = ("", "text", "txt", "markdown", "md")
_HOLE: Final = re.compile(
    r"\[[A-Za-z][^\]\[\n`]{2,120}\](?![(\[])|<(?!https?:)[A-Za-z][\w .:|/-]{2,60}>|\{\{?[A-Za-z][\w ,.:-]{1,60}\}"
)
_MARK: Final = re.compile(
    r"^(?:#{1,6} \S|[ \t]*(?:[-*+] )?\*\*[^*\n\[<{]{1,60}(?::\*\*|\*\*:)|[A-Z][A-Za-z /-]{1,30}: *[\[<{])", re.M
)
# what is said to another agent, typed as a command, or only shown
_SAMPLE: Final = re.compile(
    r"\b(?:prompts?|(?:sub)?agents?|task tool|invok\w+|run|usage|syntax|calls?|examples?|samples?|patterns?|"
    r"dialogues?|conversations?|demo|wrong|avoid)\b",
    re.I,
)
_CALLED: Final = re.compile(
    r"\b(?:formats?|templates?|structures?|reports?|outputs?|forms?|headers?|messages?|deliverables?|documents?|summary|"
    r"body|follow\w*|contains?|includes?|write|present|create|generate|produce|use|fill|return)\b",
    re.I,
)
# rules and talk in a block have to stay in sight
_RULES: Final = re.compile(
    r"\b(?:ALWAYS|NEVER|MUST|DO NOT|IMPORTANT|must be|You are|Your (?:job|task))\b|"
    r"^(?:You|User|Assistant|Agent|Human):",
    re.M,
)
_COUNT: Final = (
    r"[^.\n]{0,40}?(?:max(?:imum)?(?: of)?|under|at most|up to|within|below|no more than|limit\w* to|<=?|≤)"
    r"\s*:?\s*(\d{2,3})\s*(?:characters|chars)\b"
)
_SUBJECT: Final = re.compile(r"\b(?:subject|title|first|summary|header)\b", re.I)
# "under 72 characters" are 71 at most
_LESS: Final = re.compile(
    r"(?:\b(?:under|below|fewer than|less than)|<)\s*:?\s*\d{2,3}\s*(?:characters|chars)\Z", re.I
)
_LENGTH: Final = re.compile(rf"\A{_COUNT}", re.I)
_LINES: Final = re.compile(
    rf"\b(?:all|each|every|body) lines?\b{_COUNT}|\bwrap\w*(?: \w+){{0,3}} (?:at|to) (\d{{2,3}})\b", re.I
)
_PERIOD: Final = re.compile(r"\b(?:no|without(?: a)?) (?:trailing )?(?:period|full stop)\b", re.I)
_MOST_SIZE: Final = 20_000
_MOST_SENTENCE: Final = 600
_MANY: Final = 12


def forms(view: SkillView, gap: Gap) -> tuple[Fence, ...]:
    """The blocks among the evidence that a copy can be made of and filled in; of very many only those of SKILL.md."""
    wanted = {item.block for item in gap.detected.evidence}
    found = tuple(fence for fence in view.fences if fence.block.id in wanted and _is_form(fence, view))
    return found if len(found) <= _MANY else tuple(fence for fence in found if fence.path == view.skill_file)


def title_of_form(fence: Fence) -> str:
    """What it is a form of: its first heading without places, else nothing."""
    first = next((line for line in fence.text.split("\n") if line.startswith("#")), "")
    return " ".join(_HOLE.sub(" ", first.lstrip("# ")).split())


def limits(view: SkillView) -> str:
    """Options that say how long lines may be, where SKILL.md says it of the first line or of all lines."""
    said = view.once("follow.format:limits", _said)
    return "".join(f" {name} {said[name]}".rstrip() for name in ("--first", "--line", "--no-period") if name in said)


def _said(view: SkillView) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for section in view.main:
        about_first = bool(_SUBJECT.search(section.title))
        for sentence in section.sentences:
            text = sentence.text[:_MOST_SENTENCE]
            if number := _LINES.search(text):
                found.setdefault("--line", set()).add(_most(number, number.group(1) or number.group(2)))
            elif (own := _SUBJECT.search(text)) or about_first:
                own_at = own.end() if own else 0
                if number := _LENGTH.match(text[own_at:].lstrip("*_: -")):
                    found.setdefault("--first", set()).add(_most(number, number.group(1)))
                if _PERIOD.search(text):
                    found.setdefault("--no-period", set()).add("")
    # two numbers speak of two things
    return {name: min(values) for name, values in found.items() if len(values) == 1}


def _most(said: re.Match[str], number: str) -> str:
    return str(int(number) - 1) if _LESS.search(said.group()) else number


def _is_form(fence: Fence, view: SkillView) -> bool:
    """Whether it has places to fill in and something that a check can look for; one line is simply written."""
    block = fence.block
    if block.info.strip().lower() not in _INFOS or fence.role not in ("form", "data") or is_lowered(block):
        return False
    if not block.fenced or not block.closed or len(fence.text) > _MOST_SIZE:
        return False
    if _RULES.search(fence.text) or fence.text.count("```") % 2:
        return False
    section = next(item for item in view.sections if (item.path, item.index) == (fence.path, fence.section))
    around = f"{section.title} {fence.path} {fence.lead.text[-80:] if fence.lead else ''}"
    if _SAMPLE.search(around) or not _CALLED.search(around):
        return False
    marks = bool(_MARK.search(fence.text)) or (_is_message(fence) and bool(limits(view)))
    return fence.lines >= 3 and marks and _is_blank(fence.text)


def _is_blank(text: str) -> bool:
    """Whether much of it is left to be filled in; a sample that is filled in already is no form."""
    lines = sum(1 for line in text.split("\n") if line.strip() and not line.startswith("#"))
    places = len(_HOLE.findall(text))
    return places > 1 and places * 3 >= lines


def _is_message(fence: Fence) -> bool:
    """Whether the block begins with a line of places, as messages of commits do: `<type>: <subject>`. Without signs
    between them a check could not tell it from any other line."""
    first = fence.text.lstrip().partition("\n")[0]
    return len(_HOLE.findall(first)) > 1 and bool(_HOLE.sub("", first).strip())

"""Requests become commands that are ready to run, and pages are fetched by a bundled program that gives plain text or
single fields.

What has to be searched for first stays: no program knows where.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.primitives.base import Evidence, Level
from skillrt.primitives.bundling import program, shell_word, uses_of
from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.notes import named, note_near
from skillrt.primitives.tool_web.requests import base_address, command, requests_in
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

REQUEST: Final = "ready-request"
PROGRAM: Final = "fetch-program"
_FETCH: Final = program("fetch.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_ADDRESS: Final = re.compile(r"https?://|\b(?:URLs?|endpoints?|APIs?)\b", re.I)
# what is to be fetched is named: the text does not just speak of the web
_FETCHES: Final = re.compile(
    r"\b(?:fetch|retrieve|download|open|read|visit|scrape|get|call)\w{0,3}\b[^.\n]{0,40}"
    r"(?:\b(?:URLs?|web ?pages?|pages?|web ?sites?|articles?|endpoints?)\b|https?://)",
    re.I,
)
_SEARCH: Final = re.compile(
    r"\b(?:search\w*|web_?search|research\w*|brows\w+|google|look(?:ing)? up|news|competitors?|fact.check\w*|"
    r"find \w*\s?(?:sources|articles|papers))\b",
    re.I,
)
# requests that a fetched page does not stand for: with a login or sent data, or ones that the skill makes itself
_MORE: Final = re.compile(r"\b(?:curl|wget|Authorization|Bearer|POST|PUT|PATCH|DELETE|api[_ -]?keys?)\b", re.I)

_LOGIN: Final = re.compile(r"\b(?:Authorization|Bearer|api[_ -]?keys?)\b", re.I)
_SENDS: Final = re.compile(r"fetch\.sh (?:POST|PUT|PATCH)\b")


def lower(view: SkillView, gap: Gap) -> Iterable[Draft]:
    """Ready commands where requests are shown; the program where addresses are known and only fetching is asked."""
    yield from _requests(view, gap)
    yield from _program(view, gap)


def _requests(view: SkillView, gap: Gap) -> Iterator[Draft]:
    wanted = {item.block for item in gap.detected.evidence}
    base = base_address(view)
    found: list[Replacement] = []
    for fence in view.fences:
        if fence.block.id in wanted and fence.role == "form" and fence.block.fenced and not is_lowered(fence.block):
            new = _commands(fence, base)
            if new:
                found.append(Replacement(fence.block.id, 0, len(fence.block.text), new, uses_of(new, _FETCH.path)))
    if found and all(_is_whole(view, item.new) for item in found):
        reason = "the requests are given as commands that are ready to run, with options for what varies"
        yield Draft(REQUEST, reason, "removes", tuple(found), (_FETCH,), 0, _RAISES)


def _commands(fence: Fence, base: str) -> str:
    """The block's requests as a list of commands in the block's own indentation; empty where one cannot be given."""
    requests = requests_in(fence.text)
    if len(requests) == 1 and not fence.text.lstrip().startswith(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")):
        return ""  # a bare address says where something is; whether to ask it, the text around says
    lines = [command(item, _FETCH.path, base) for item in requests]
    if not lines or not all(lines):
        return ""
    margin = " " * (fence.block.column - 1)
    ending = "\n" if fence.block.text.endswith("\n") else ""
    several = "\n".join(f"{margin}- `{line}`" for line in lines)
    new = f"Run{named(fence)}: `{lines[0]}`{ending}" if len(lines) == 1 else f"Run{named(fence)}:\n{several}{ending}"
    # a word that the shell's quotes take apart would count as lost
    return new if holds(new, fence.block.text) else ""


def _is_whole(view: SkillView, commands: str) -> bool:
    """Whether each command sends what it has to: a body where it writes, a login where the skill has one."""
    asks = any(_LOGIN.search(leaf.text) for section in view.sections for leaf in section.leaves)
    for line in commands.split("\n"):
        if "fetch.sh" in line and asks and "--bearer" not in line and "--header" not in line:
            return False
        if _SENDS.search(line) and "--data" not in line:
            return False
    return True


def _program(view: SkillView, gap: Gap) -> Iterator[Draft]:
    fetching = tuple(item for item in gap.detected.evidence if not _is_search(view, item))
    if len(fetching) < len(gap.detected.evidence) or not fetching:
        return
    if any(_MORE.search(leaf.text) for section in view.main for leaf in section.leaves):
        return
    base = base_address(view)
    naming = [item for item in fetching if _matches(view, item, _ADDRESS if base else _FETCHES)]
    if not base and not naming:
        return
    shown = f"{base}/..." if base and shell_word(base) == base else "URL"
    more = "; `--pages N --page-name NAME`: pages of results" if gap.required == "L3" else ""
    text = (
        f"Fetch by command, one address a turn: `sh {_FETCH.path} {shown}` (`--text`: a page as plain text; "
        f"`--field items.*.name`: fields of JSON; `--find WORDS`: lines with these words{more}; `--help`: the rest)."
    )
    stating = [item for item in naming if base and _matches(view, item, re.compile(re.escape(base)))]
    note = note_near(view, stating or _by_weight(naming or fetching), text, _FETCH.path, stated=bool(stating))
    if note is not None:
        reason = "a bundled program asks the address and reads out what is wanted; the model names both"
        yield Draft(PROGRAM, reason, "supports", (note,), (_FETCH,), 0, _RAISES)


def _is_search(view: SkillView, item: Evidence) -> bool:
    return _matches(view, item, _SEARCH)


def _matches(view: SkillView, item: Evidence, pattern: re.Pattern[str]) -> bool:
    """Whether the words of the evidence do."""
    block = view.block(item.block)
    return block is not None and pattern.search(block.text[item.start : item.end]) is not None


def _by_weight(items: Sequence[Evidence]) -> list[Evidence]:
    return sorted(items, key=lambda item: -item.weight)

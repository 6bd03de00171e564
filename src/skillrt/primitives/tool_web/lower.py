"""Requests that the text shows become commands that are ready to run."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.primitives.base import Level
from skillrt.primitives.bundling import program, uses_of
from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.notes import named
from skillrt.primitives.tool_web.requests import base_address, command, requests_in
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.present import is_lowered

REQUEST: Final = "ready-request"
_FETCH: Final = program("fetch.sh")
_RAISES: Final[tuple[tuple[str, Level], ...]] = (("tool.exec", "L1"),)
_LOGIN: Final = re.compile(r"\b(?:Authorization|Bearer|api[_ -]?keys?)\b", re.I)


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Ready commands where every request is shown whole; what has to be searched for stays."""
    wanted = {item.block for item in gap.detected.evidence}
    base = base_address(view)
    found: list[Replacement] = []
    for fence in view.fences:
        if fence.block.id in wanted and fence.role == "form" and fence.block.fenced and not is_lowered(fence.block):
            new = _commands(fence, base)
            if new:
                found.append(Replacement(fence.block.id, 0, len(fence.block.text), new, uses_of(new, _FETCH.path)))
    if found and all(_has_login(view, item.new) for item in found):
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


def _has_login(view: SkillView, commands: str) -> bool:
    """Whether each command sends a login where the skill has one."""
    asks = any(_LOGIN.search(leaf.text) for section in view.sections for leaf in section.leaves)
    lines = [line for line in commands.split("\n") if "fetch.sh" in line]
    return not asks or all("--bearer" in line or "--header" in line for line in lines)

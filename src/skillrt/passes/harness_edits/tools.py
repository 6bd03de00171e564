"""Tools: another name where the target has such a tool, plain words where it has none; arguments along with them."""

import re
from collections.abc import Iterator

from skillrt.passes.harness_edits.plain_words import in_plain_words
from skillrt.passes.harness_edits.scene import Change, Scene
from skillrt.passes.harness_uses import Use
from skillrt.targets import Tool, operations

_PLAIN_WORD = re.compile(r"[a-z]+")
_ARGUMENT = re.compile(r"(?P<quote>[\"'`]?)(?P<name>[A-Za-z_]\w{0,40})(?P=quote)\s{0,2}[=:]")
_SPAN_ARGUMENT = re.compile(r"`+(?P<name>[A-Za-z_]\w{0,40})(?=`|\s{0,2}[=:])")
_MAX_CALL = 4000


def tool_changes(use: Use, scene: Scene) -> Iterator[Change]:
    """What becomes of one tool's name, and of its arguments."""
    if not use.meaning:
        return  # a tool of a server: it is called so wherever the server is connected
    operation = operations()[use.meaning]
    tool = scene.target.tool_for(use.meaning)
    if use.form in {"matcher", "allowed"}:
        return
    if tool is None:
        yield from in_plain_words(use, scene, operation)
        return
    yield Change(use, use.start, use.end, _spelled(use, tool), "tool-name", _reason(scene, tool))
    yield from _arguments(use, scene, tool)


def _reason(scene: Scene, tool: Tool) -> str:
    return f"{scene.target.title} calls the tool that can {operations()[tool.operation].does} `{tool.name}`"


def _spelled(use: Use, tool: Tool) -> str:
    """The name; as a code span where it would read like an ordinary word."""
    bare = use.passage.kind == "prose" and not use.passage.in_code(use.start, use.end) and use.form != "call"
    return f"`{tool.name}`" if bare and _PLAIN_WORD.fullmatch(tool.name) else tool.name


def _arguments(use: Use, scene: Scene, tool: Tool) -> Iterator[Change]:
    """Names of arguments: in the call that the name is the head of, else in code spans of the same block."""
    renamed = _renamed(use, scene, tool)
    if not renamed:
        return
    text = use.passage.text
    if use.form == "call":
        opening = text.find("(", use.end, use.end + 8)
        found = _ARGUMENT.finditer(text, opening + 1, _closing(text, opening)) if opening >= 0 else iter(())
    elif use.passage.kind == "prose":
        found = _SPAN_ARGUMENT.finditer(text)
    else:
        return
    for match in found:
        new = renamed.get(match["name"])
        if new:
            why = f"`{tool.name}` takes this as `{new}`"
            yield Change(use, match.start("name"), match.end("name"), new, "tool-argument", why)


def _renamed(use: Use, scene: Scene, tool: Tool) -> dict[str, str]:
    """Old argument name -> new one, over all harnesses that the use may belong to; those that stay are left out."""
    found: dict[str, str] = {}
    for name in use.harnesses:
        old = scene.harnesses[name].tool(use.what) if name in scene.harnesses else None
        for neutral, written in old.arguments.items() if old else ():
            new = tool.arguments.get(neutral)
            if new and new != written:
                found.setdefault(written, new)
    return found


def _closing(text: str, opening: int) -> int:
    """The offset of the bracket that closes the one at `opening`, as far as it is near."""
    depth = 0
    for position in range(opening, min(len(text), opening + _MAX_CALL)):
        if text[position] == "(":
            depth += 1
        elif text[position] == ")":
            depth -= 1
            if depth == 0:
                return position
    return min(len(text), opening + _MAX_CALL)

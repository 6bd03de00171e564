"""Tools: another name where the target has such a tool, plain words where it has none; arguments along with them."""

import re
from collections.abc import Iterator, Sequence

from skillrt.passes.harness_edits.plain_words import in_plain_words
from skillrt.passes.harness_edits.scene import Change, Scene
from skillrt.passes.harness_uses import Use
from skillrt.targets import Tool, operations

_PLAIN_WORD = re.compile(r"[a-z]+")
_ARGUMENT = re.compile(r"(?P<quote>[\"'`]?)(?P<name>[A-Za-z_]\w{0,40})(?P=quote)\s{0,2}[=:]")
_SPAN_ARGUMENT = re.compile(r"`+(?P<name>[A-Za-z_]\w{0,40})(?=`|\s{0,2}[=:])")
_MAX_CALL = 4000
_SAID = frozenset({"tool-name", "tool-explained"})
_JOINT = re.compile(
    r"(?P<mark>[`*\"]{0,3})\s{0,2}(?:[,/、+&]\s{0,2}|(?=and\s|or\s))(?P<word>(?:and|or)\s)?(?P<next>[`*\"]{0,3})"
)
_LIST_BEFORE = re.compile(r"(?P<mark>[`*\"]{0,3}),\s{1,2}[`*\"]{0,3}\Z")


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


def once_each(changes: Sequence[Change], text: str) -> list[Change]:
    """The changes in order, where neighbours in a list that come to the same say it once: "`x` or `x`"."""
    kept: list[Change] = []
    last: Change | None = None
    for item in changes:
        same = last is not None and (item.rule, item.new) == (last.rule, last.new) and item.rule in _SAID
        joint = _JOINT.fullmatch(text, last.end, item.use.start) if same and last else None
        if joint and item.rule == "tool-explained":
            kept.pop()
        if last and joint and item.rule == "tool-name" and _closes_alike(item, joint, text):
            kept[-1:] = _one_of(kept[-1], last, item, joint, text)
        else:
            kept.append(item)
        last = item
    return kept


def _closes_alike(item: Change, joint: re.Match[str], text: str) -> bool:
    return joint["mark"] == joint["next"] and text.startswith(joint["mark"], item.end)


def _one_of(made: Change, first: Change, second: Change, joint: re.Match[str], text: str) -> tuple[Change, Change]:
    """Two changes to the same name, one of which takes its name out of the list: the one behind a mere comma. `made`
    is what became of the first."""
    why, mark = f"`{second.new}` stands beside it for another tool", len(joint["mark"])
    before = _LIST_BEFORE.search(text, max(0, first.start - 16), first.start)
    if before and joint["word"] and made is first:
        gone = (before.start() + len(before["mark"]), first.end + mark)
        return Change(first.use, *gone, "", first.rule, why), second
    return made, Change(second.use, first.end + mark, second.end + mark, "", second.rule, why)


def _reason(scene: Scene, tool: Tool) -> str:
    return f"{scene.target.title} calls the tool that can {operations()[tool.operation].does} `{tool.name}`"


def _spelled(use: Use, tool: Tool) -> str:
    """The name; as a code span where it would read like an ordinary word."""
    bare = use.passage.kind == "prose" and not use.passage.in_code(use.start, use.end) and use.form != "call"
    return f"`{tool.name}`" if bare and _PLAIN_WORD.fullmatch(tool.name) else tool.name


def lost_arguments(use: Use, scene: Scene) -> Iterator[tuple[str, Tool]]:
    """Arguments of a call that the target's tool has nothing for, with that tool: they stay, and do nothing there."""
    tool = scene.target.tool_for(use.meaning) if use.meaning else None
    if tool is None or use.form != "call" or not tool.arguments:
        return
    held = {*tool.arguments, "description"}  # a title for people, which nobody misses
    lost = {written for neutral, written in _written(use, scene) if neutral not in held} - {*tool.arguments.values()}
    yield from ((name, tool) for name in dict.fromkeys(match["name"] for match in _named(use)) if name in lost)


def _arguments(use: Use, scene: Scene, tool: Tool) -> Iterator[Change]:
    """Names of arguments: in the call that the name is the head of, else in code spans of the same block."""
    renamed = _renamed(use, scene, tool)
    if not renamed:
        return
    for match in _named(use):
        new = renamed.get(match["name"])
        if new:
            why = f"`{tool.name}` takes this as `{new}`"
            yield Change(use, match.start("name"), match.end("name"), new, "tool-argument", why)


def _named(use: Use) -> Iterator[re.Match[str]]:
    """Where the text names what may be arguments of the tool."""
    text = use.passage.text
    if use.form == "call":
        opening = text.find("(", use.end, use.end + 8)
        if opening >= 0:
            yield from _ARGUMENT.finditer(text, opening + 1, _closing(text, opening))
    elif use.passage.kind == "prose":
        yield from _SPAN_ARGUMENT.finditer(text)


def _written(use: Use, scene: Scene) -> Iterator[tuple[str, str]]:
    """The tool's arguments, neutral and by name, over all harnesses that the use may belong to."""
    for name in use.harnesses:
        old = scene.harnesses[name].tool(use.what) if name in scene.harnesses else None
        yield from old.arguments.items() if old else ()


def _renamed(use: Use, scene: Scene, tool: Tool) -> dict[str, str]:
    """Old argument name -> new one; those that stay are left out."""
    found: dict[str, str] = {}
    for neutral, written in _written(use, scene):
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

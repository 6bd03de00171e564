"""Front matter: keys outside the specification move under `metadata`, stay where the target heeds them, or go."""

import json
import re
from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from skillrt.ir import Entry, FrontMatter, parse_front_matter
from skillrt.passes.harness_edits.descriptions import is_trigger, joined
from skillrt.passes.harness_edits.scene import Scene
from skillrt.passes.harness_uses import SPECIFIED
from skillrt.targets import meanings, operations
from skillrt.verify.specification import MAX_DESCRIPTION

_BINDS = re.compile(
    r"\b(must|never|always|only|required?|mandatory|forbidden|prohibited|do not|don't|does not|cannot|can't|not)\b",
    re.I,
)
_HINTS: Final = frozenset({"arguments.hint", "arguments.names"})  # what they say binds nobody
_TOOL: Final = re.compile(r"([A-Za-z]\w*)(\([^()]*\))?")


class KeyChange(msgspec.Struct, frozen=True):
    """What became of one key: `moved` under metadata, `joined` to the description, as far as it fits (`cut`),
    `dropped`, `needless` and so dropped, `renamed`, or `tools` were mapped; and why.

    `lost` are entries of `allowed-tools` for which a target that heeds it may ask now."""

    key: str
    what: str
    reason: str
    advice: str = ""
    lost: tuple[str, ...] = ()


def new_front_matter(text: str, read: FrontMatter, scene: Scene) -> tuple[str, tuple[KeyChange, ...]]:
    """The text of the front-matter block for the target, and what changed; the same text where nothing has to.

    Front matter that cannot be read, or could not be read afterwards, stays as it is.
    """
    if not read.present or read.problem:
        return text, ()
    changes: list[KeyChange] = []
    pieces: list[tuple[int, int, str]] = []
    moved: list[Entry] = []
    for entry in read.entries:
        if entry.key == "allowed-tools":
            pieces += _tools(text, entry, scene, changes)
        elif is_trigger(entry, read, scene):
            pieces += _trigger(text, entry, read, changes, moved)
        elif entry.key not in SPECIFIED:
            pieces += _key(text, entry, scene, changes, moved)
    if moved:
        placed = _placed(text, read, moved, pieces)
        if placed is None:
            return text, ()
        pieces = placed
    result = _applied(text, pieces)
    sound = _sound(result, read, moved, longer=any(item.what in {"joined", "cut"} for item in changes))
    return (result, tuple(changes)) if result != text and sound else (text, ())


def _key(
    text: str, entry: Entry, scene: Scene, changes: list[KeyChange], moved: list[Entry]
) -> list[tuple[int, int, str]]:
    heeded = scene.target.heeds(entry.key)
    if heeded and heeded.effect == "behaviour":
        return []
    row = scene.known.keys.get(entry.key)
    behaves = row is not None and row.meaning not in {"information", "trigger"}
    same = next((key for key in scene.target.front_matter if row and key.meaning == row.meaning), None)
    if same and behaves:
        changes.append(KeyChange(entry.key, "renamed", f"{scene.target.title} calls it `{same.key}`"))
        return [(entry.start, entry.start + len(entry.key), same.key)]
    if behaves and ((row and row.meaning in _HINTS) or not _BINDS.search(text[entry.start : entry.end])):
        known = meanings().keys[row.meaning] if row else None
        does = known.does if known else ""
        reason, advice = f"{scene.target.title} does not heed it ({does})", known.instruction if known else ""
        if known and known.default == _string(entry.value):
            changes.append(KeyChange(entry.key, "needless", f"`{known.default}` is what holds without it"))
        else:
            changes.append(KeyChange(entry.key, "dropped", reason, advice))
    else:
        moved.append(entry)
        changes.append(KeyChange(entry.key, "moved", "the specification's place for it is under `metadata`"))
    return [(entry.start, entry.end, "")]


def _trigger(
    text: str, entry: Entry, read: FrontMatter, changes: list[KeyChange], moved: list[Entry]
) -> list[tuple[int, int, str]]:
    """Words on when to load the skill go where every harness shows them to the model; what is cut stays as well."""
    there = read.entry("description")
    assert there is not None, "`is_trigger` has seen one"
    words = joined(str(there.value), str(entry.value))
    gone = (entry.start, entry.end, "")
    if words.whole:
        changes.append(KeyChange(entry.key, "joined", "the model is shown no other key than `description`"))
    else:
        changes.append(KeyChange(entry.key, "cut", f"a description has at most {MAX_DESCRIPTION} characters"))
        moved.append(entry)
    if words.text == there.value:
        return [gone]
    written = text[there.value_start : there.value_end]
    ending = written[len(written.rstrip()) :]
    new = json.dumps(words.text, ensure_ascii=False) + ending
    return [gone, (there.value_start, there.value_end, new)]


def _tools(text: str, entry: Entry, scene: Scene, changes: list[KeyChange]) -> list[tuple[int, int, str]]:
    """`allowed-tools` with the target's names. What has none is left out: that allows less, never more."""
    items = listed_tools(entry.value)
    named = {item: _allowed(item, scene) for item in items}
    new = list(dict.fromkeys(name for name in named.values() if name))
    if new == items or not items:
        return []
    gone = f"{len(items) - len(new)} left out: no such tool, or no patterns" if len(new) < len(items) else "renamed"
    lost = tuple(item for item, name in named.items() if not name and _is_lost(item, new, scene))
    reason = f"the names that {scene.target.title} has for these tools ({gone})"
    changes.append(KeyChange("allowed-tools", "tools", reason, lost=lost))
    if not new:
        return [(entry.start, entry.end, "")]
    return [(entry.value_start, entry.value_end, spelled_tools(text[entry.value_start : entry.value_end], new))]


def _allowed(item: str, scene: Scene) -> str:
    """An entry of `allowed-tools` for the target; empty where it is left out."""
    match = _TOOL.fullmatch(item)
    row = scene.known.tools.get(match.group(1)) if match else None
    if match is None or row is None or scene.target.name in row.harnesses:
        return item
    return _tool_entry(scene, row.meaning, match.group(2) or "")


def _is_lost(item: str, new: Sequence[str], scene: Scene) -> bool:
    """Whether what the entry allowed is done by commands in the shell now, of which the target allows not every one.

    What is not done by a tool any more (a question to the user, a checklist) needs no leave."""
    match = _TOOL.fullmatch(item)
    row = scene.known.tools.get(match.group(1)) if match else None
    shell = scene.target.tool_for("shell.run")
    if match is None or row is None or (shell is not None and shell.name in new):
        return False
    return bool(match.group(2)) or row.meaning == "shell.run" or bool(operations()[row.meaning].by_shell)


def _tool_entry(scene: Scene, operation: str, pattern: str) -> str:
    """The entry for the target; empty where it has no such tool, or knows no patterns: without its pattern the entry
    would allow more than before."""
    tool = scene.target.tool_for(operation) or scene.target.near_tool(operation)
    return f"{tool.name}{pattern}" if tool and (not pattern or scene.target.syntax.tool_patterns) else ""


def listed_tools(value: Any) -> list[str]:  # noqa: ANN401  (YAML values have any type)
    """The entries of `allowed-tools`, a list or one text."""
    if isinstance(value, list):
        return [item for item in cast("list[Any]", value) if isinstance(item, str)]
    if not isinstance(value, str):
        return []
    return [item.strip() for item in re.findall(r"[^\s,()]+(?:\([^()]*\))?", value)]


def spelled_tools(written: str, items: Sequence[str]) -> str:
    """The items in the form of the list that stood there: block list, flow list, commas or spaces."""
    if written.startswith("["):
        quote = '"' if '"' in written else ""
        return "[" + ", ".join(f"{quote}{item}{quote}" for item in items) + "]"
    block = re.match(r"-(\s+)", written)
    if block:
        indent = re.search(r"\n([ \t]*)-", written)
        return ("\n" + (indent.group(1) if indent else "")).join(f"-{block.group(1)}{item}" for item in items)
    joined = (", " if "," in written else " ").join(items)
    quote = written[:1] if written[:1] in {'"', "'"} else ""
    return f"{quote}{joined}{quote}"


def _placed(
    text: str, read: FrontMatter, moved: Sequence[Entry], pieces: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]] | None:
    """The pieces with the moved entries put under `metadata`; None where metadata is no mapping."""
    newline = "\r\n" if "\r\n" in text else "\n"
    there = read.entry("metadata")
    value = cast("object", there.value) if there else None
    held = cast("dict[str, Any]", value) if isinstance(value, dict) else None
    taken = set(held or ())
    rows = [(_free(entry.key, taken), entry) for entry in moved]
    if there is None or not (held is not None or value):
        lines = "".join(f"  {key}: {_scalar(text, entry)}{newline}" for key, entry in rows)
        first = there or moved[0]
        kept = [piece for piece in pieces if piece[:2] != (first.start, first.end)]
        return [*kept, (first.start, first.end, f"metadata:{newline}{lines}")]
    if held is None:
        return None
    if text[there.value_start] == "{":
        at = there.value_start + 1
        added = ", ".join(
            f"{json.dumps(key)}: {json.dumps(_plain(text, entry), ensure_ascii=False)}" for key, entry in rows
        )
        return [*pieces, (at, at, added + (", " if held else ""))]
    line = text.rfind("\n", 0, there.value_start) + 1
    indent = text[line : there.value_start]
    body = text[there.value_start : there.end].rstrip()
    at = there.value_start + len(body)
    added = "".join(f"{newline}{indent}{key}: {_scalar(text, entry)}" for key, entry in rows)
    return [*pieces, (at, at, added)] if not indent.strip() and indent else None


def _free(key: str, taken: set[str]) -> str:
    while key in taken:
        key = f"source-{key}"
    taken.add(key)
    return key


def _scalar(text: str, entry: Entry) -> str:
    """The value as one line of YAML that is a string, as the specification wants it."""
    written = text[entry.value_start : entry.value_end]
    if isinstance(entry.value, str) and "\n" not in written and written[:1] not in {"|", ">", "*", "&"}:
        return written
    plain = _plain(text, entry)
    single = plain[:1] in "{[" and "'" not in plain and "\n" not in plain
    return f"'{plain}'" if single and plain else json.dumps(plain, ensure_ascii=False)


def _plain(text: str, entry: Entry) -> str:
    """The value as a string; a number as it is written, for 1.10 is no 1.1."""
    number = isinstance(entry.value, int | float) and not isinstance(entry.value, bool)
    return text[entry.value_start : entry.value_end].strip() if number else _string(entry.value)


def _string(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    items = cast("list[Any]", value) if isinstance(value, list) else None
    if items is not None and all(isinstance(item, str | int | float) for item in items):
        return ", ".join(str(item) for item in items)
    return (
        ""
        if value is None
        else str(value)
        if isinstance(value, int | float)
        else json.dumps(value, ensure_ascii=False)
    )


def _applied(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    cursor = 0
    for start, end, new in sorted(pieces):
        parts += (text[cursor:start], new)
        cursor = max(cursor, end)
    return "".join([*parts, text[cursor:]])


def _sound(text: str, before: FrontMatter, moved: Sequence[Entry], *, longer: bool) -> bool:
    """Whether the new text can be read, and says the same of everything that was not changed; a `longer` description
    begins as it did."""
    after = parse_front_matter(text)
    if after.problem or not after.present:
        return False
    kept = [key for key in SPECIFIED if key not in {"metadata", "allowed-tools", "description"}]
    metadata = after.get("metadata")
    holds = not moved or (isinstance(metadata, dict) and len(cast("dict[str, Any]", metadata)) >= len(moved))
    first, now = before.get("description"), after.get("description")
    begun = isinstance(first, str) and isinstance(now, str) and now.startswith(first.rstrip())
    described = begun if longer else now == first
    return holds and described and all(after.get(key) == before.get(key) for key in kept)

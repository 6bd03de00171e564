"""Raw bodies: JSON, event streams, other text. In a stream a secret may be cut anywhere, between any two events."""

import json
from typing import cast

from skillrt.store.traces.redaction.redactor import Redactor

_DATA = "data:"


def redact_body(redactor: Redactor, body: bytes) -> bytes:
    """A body that nothing here understands, without its secrets; what is no text becomes a note of its size."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return redactor.data(body)
    if _DATA in text[:65_536]:
        text = _stream(redactor, text)
    mended = redactor.text(text)
    return mended.encode("utf-8", "replace")


def _stream(redactor: Redactor, text: str) -> str:
    """Join what the events say at the same place in their JSON, look for secrets there, and write the events anew."""
    lines = text.split("\n")
    events = {at: event for at, line in enumerate(lines) if (event := _event(line)) is not None}
    pieces: dict[tuple[str, ...], list[tuple[int, tuple[str | int, ...], str]]] = {}
    for at, event in events.items():
        for path, value in _texts(event):
            place = tuple(str(step) for step in path)
            pieces.setdefault(place, []).append((at, path, value))
    changed: set[int] = set()
    for found in pieces.values():
        changed |= _mend(redactor, events, found)
    for at in changed:
        end = "\r" if lines[at].endswith("\r") else ""
        lines[at] = f"{_DATA} {json.dumps(events[at], ensure_ascii=False)}{end}"
    return "\n".join(lines)


def _event(line: str) -> dict[str, object] | None:
    if not line.startswith(_DATA):
        return None
    try:
        event = json.loads(line[len(_DATA) :])
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", event) if isinstance(event, dict) else None


def _texts(event: object) -> list[tuple[tuple[str | int, ...], str]]:
    """Every text with the way to it."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    todo: list[tuple[tuple[str | int, ...], object]] = [((), event)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, str):
            found.append((path, node))
        elif isinstance(node, dict):
            todo.extend(((*path, key), value) for key, value in cast("dict[str, object]", node).items())
        elif isinstance(node, list):
            todo.extend(((*path, at), value) for at, value in enumerate(cast("list[object]", node)))
    return found


def _mend(
    redactor: Redactor, events: dict[int, dict[str, object]], found: list[tuple[int, tuple[str | int, ...], str]]
) -> set[int]:
    """Take secrets out of the pieces of one text; the placeholder goes where the secret began."""
    spans = redactor.spans("".join(value for _, _, value in found)) if len(found) > 1 else []
    changed: set[int] = set()
    for start, end, mark in reversed(spans):
        offset = 0
        for index, (at, path, value) in enumerate(found):
            first, last = max(start - offset, 0), min(end - offset, len(value))
            if first < last:
                kept = value[:first] + (mark if start >= offset else "") + value[last:]
                found[index] = (at, path, kept)
                _put(events[at], path, kept)
                changed.add(at)
            offset += len(value)
    return changed


def _put(event: object, path: tuple[str | int, ...], value: str) -> None:
    node = cast("dict[str | int, object]", event)
    for step in path[:-1]:
        node = cast("dict[str | int, object]", node[step])
    node[path[-1]] = value

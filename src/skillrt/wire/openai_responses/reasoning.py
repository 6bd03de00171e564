"""Reasoning items: summaries or raw text, and what only the provider can read."""

from skillrt.wire.exchange import Part, Thinking
from skillrt.wire.json_text import Json, Members, items, marked, rebuild, take_text
from skillrt.wire.members import objects_in, settled

# what divides the parts of a summary in the normal form
BETWEEN = "\n\n"


def decode_reasoning(item: Members, constants: Members) -> tuple[Part, ...] | None:
    """The thinking of one item; None where its parts are not understood."""
    del item["type"]
    summary = _texts(item.get("summary"), "summary_text")
    content = _texts(item.get("content"), "reasoning_text")
    raw = bool(content) and summary == []
    texts = content if raw else summary
    if texts is None:
        return None
    if raw:
        del item["content"]
    item.pop("summary")
    # a single text that is not empty and no text at all need no mark
    lengths = [len(text) for text in texts] if len(texts) > 1 or texts == [""] else None
    identity = "" if item.get("id") == constants.get("id", "") else take_text(item, "id")
    if identity:
        constants = {}
    hidden = take_text(item, "encrypted_content")
    extra = settled(item, constants, {"raw": raw or None, "lengths": lengths})
    return (Thinking(text=BETWEEN.join(texts), hidden=hidden, id=identity, extra=extra),)


def encode_reasoning(part: Thinking, constants: Members) -> Members:
    """The item of a piece of thinking."""
    raw = marked(part.extra, "raw") is True
    kind = "reasoning_text" if raw else "summary_text"
    texts: list[Json] = [
        {"type": kind, "text": text} for text in _cut(part.text, items(marked(part.extra, "lengths")))
    ]
    known: Members = {"type": "reasoning", "summary": [] if raw else texts}
    if raw:
        known["content"] = texts
    if part.id:
        known["id"] = part.id
    if part.hidden:
        known["encrypted_content"] = part.hidden
    return rebuild(constants, part.extra, known)


def _texts(value: Json, kind: str) -> list[str] | None:
    """The texts of a list of parts that are no more than texts of that kind."""
    found = objects_in(value)
    if found is None:
        return None
    texts: list[str] = []
    for one in found:
        text = one.get("text")
        if len(one) != 2 or one.get("type") != kind or not isinstance(text, str):
            return None
        texts.append(text)
    return texts


def _cut(text: str, lengths: list[Json] | None) -> list[str]:
    """The text in the pieces that it was joined from; in one piece where it has changed since."""
    whole = [text] if text else []
    sizes = [size for size in lengths or () if isinstance(size, int)]
    if not sizes or sum(sizes) + len(BETWEEN) * (len(sizes) - 1) != len(text):
        return whole
    pieces: list[str] = []
    start = 0
    for size in sizes:
        pieces.append(text[start : start + size])
        start += size + len(BETWEEN)
    return pieces if BETWEEN.join(pieces) == text else whole

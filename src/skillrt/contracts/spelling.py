"""How a text spells what it needs: whether it has the name, and whether that is all of a name."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Dependency, Module

_AROUND: Final = 40  # bytes before and behind a sighting
_ONE_MORE: Final = re.compile(r"[ \t]+[A-Z][a-z]+")
# a word with a capital that begins no sentence
_ONE_BEFORE: Final = re.compile(r"[\w,)][ \t]+[A-Z][a-z]+[ \t]+\Z")


def is_spelled(item: Dependency, module: Module) -> bool:
    """Whether the text has the name: "never commit it" is about git, and names nothing."""
    return any(item.name in text.lower() for _, text, _ in _sightings(item, module))


def is_cut_from_a_name(item: Dependency, module: Module) -> bool:
    """Whether all that the prose has is another name: "Atlas Cloud" is no program `atlas`, and the "Repo Prompt MCP
    server" none that is called `prompt`."""
    if item.kind not in ("system", "mcp") or set(item.via) != {"text"}:
        return False
    found = list(_sightings(item, module))
    return bool(found) and all(_is_cut(item, *around) for around in found)


def _is_cut(item: Dependency, before: str, text: str, after: str) -> bool:
    whole = re.compile(re.escape(item.name), re.IGNORECASE).search(text)
    if whole is None or not whole.group()[:1].isupper():
        return False
    if item.kind == "mcp":
        return _ONE_BEFORE.search(before + text[: whole.start()]) is not None
    return _ONE_MORE.match(text[whole.end() :] + after) is not None


def _sightings(item: Dependency, module: Module) -> Iterator[tuple[str, str, str]]:
    """Each place in a document, with what stands before and behind it."""
    texts = {document.path: document.text for document in module.documents}
    for span in (item.span, *item.evidence):
        data = texts.get(span.file, "").encode("utf-8", "surrogateescape")
        parts = (data[max(0, span.start - _AROUND) : span.start], data[span.start : span.end])
        pieces = (*parts, data[span.end : span.end + _AROUND])
        before, text, after = (piece.decode("utf-8", "replace") for piece in pieces)
        yield before, text, after

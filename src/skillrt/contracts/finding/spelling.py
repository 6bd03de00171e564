"""How a text spells what it needs: whether it has the name, and whether that is all of a name."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Dependency, Module

_AROUND: Final = 40  # bytes before and behind a sighting
_ONE_MORE: Final = re.compile(r"[ \t]+[A-Z][a-z]+")
# words with a capital that begin no sentence
_ONES_BEFORE: Final = re.compile(r"[\w,)][ \t]+((?:[A-Z][\w&.'/]{0,30}[ \t]+){1,3})\Z")


def is_spelled(item: Dependency, module: Module) -> bool:
    """Whether the text has the name: "never commit it" is about git, and names nothing."""
    return any(item.name in text.lower() for _, text, _ in sightings(item, module))


def is_cut_from_a_name(item: Dependency, module: Module) -> bool:
    """Whether all that the prose has is another name: "Atlas Cloud" is no program `atlas`, and the "Repo Prompt MCP
    server" none that is called `prompt`."""
    if item.kind not in ("system", "mcp") or set(item.via) != {"text"}:
        return False
    found = list(sightings(item, module))
    return bool(found) and all(_is_cut(item, *around) for around in found)


def is_called_only(item: Dependency, module: Module) -> bool:
    """Whether the text has a program's name only as a function: `flag("x")` in pseudocode."""
    found: list[bool] = []
    for _, text, after in sightings(item, module):
        whole = re.search(re.escape(item.name), text, re.IGNORECASE)
        found.append(whole is not None and (text[whole.end() :] + after).startswith("("))
    return item.kind == "system" and bool(found) and all(found)


def whole_name(item: Dependency, module: Module) -> str:
    """The name of a server of which `item` is the last word: "Repo Prompt"; empty where it is all."""
    if item.kind != "mcp" or not is_cut_from_a_name(item, module):
        return ""
    for before, text, _ in sightings(item, module):
        whole = re.search(re.escape(item.name), text, re.IGNORECASE)
        found = _ONES_BEFORE.search(before + text[: whole.start()]) if whole is not None else None
        if whole is not None and found is not None:
            return f"{found.group(1)}{whole.group()}"
    return ""


def _is_cut(item: Dependency, before: str, text: str, after: str) -> bool:
    whole = re.compile(re.escape(item.name), re.IGNORECASE).search(text)
    if whole is None or not whole.group()[:1].isupper():
        return False
    if item.kind == "mcp":
        return _ONES_BEFORE.search(before + text[: whole.start()]) is not None
    return _ONE_MORE.match(text[whole.end() :] + after) is not None


def sightings(item: Dependency, module: Module) -> Iterator[tuple[str, str, str]]:
    """Each place in a document, with what stands before and behind it."""
    texts = {document.path: document.text for document in module.documents}
    for span in (item.span, *item.evidence):
        data = texts.get(span.file, "").encode("utf-8", "surrogateescape")
        parts = (data[max(0, span.start - _AROUND) : span.start], data[span.start : span.end])
        pieces = (*parts, data[span.end : span.end + _AROUND])
        before, text, after = (piece.decode("utf-8", "replace") for piece in pieces)
        yield before, text, after

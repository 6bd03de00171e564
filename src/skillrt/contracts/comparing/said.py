"""Names in code spans and links of a text that came and went, whatever they are names of.

What no other message is about is told by these: a lock has no line for every name, so they are known only where both
texts are.
"""

import re
from collections.abc import Collection
from typing import Final

from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.traces import text_of
from skillrt.contracts.comparing.wording import MANY, quoted
from skillrt.contracts.finding.written_paths import written_path
from skillrt.errors import Diagnostic
from skillrt.frontend import SkillSource, load
from skillrt.ir import Inline

_NAME: Final = re.compile(r"[^\s`\"'|]{2,90}\Z")
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")  # bytes that are no UTF-8: what is encrypted has no names
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_MOST: Final = 200


def names_between(before: SkillSource, after: SkillSource) -> Said:
    """The names of the present documents that no text file had, and those of before that none has."""
    old, new = text_of(before) or "", text_of(after) or ""
    return _only(_names(after), old), _only(_names(before), new)


def text_changes(difference: Difference, told: Collection[Diagnostic]) -> list[Diagnostic]:
    """What of the names no other message has."""
    messages = "\n".join(item.message for item in told)
    came, gone = ([name for name in names if not _is_told(name, messages)] for names in difference.said)
    parts = [
        *((f"now has {quoted(came, MANY)}",) if came else ()),
        *((f"no longer has {quoted(gone, MANY)}",) if gone else ()),
    ]
    message = f"its text {' and '.join(parts)} in code spans or links"
    return [Diagnostic.of("lock.names-changed", message)] if parts else []


def _is_told(name: str, messages: str) -> bool:
    """Whether a message has the name, perhaps as paths are written there."""
    path = written_path(name) if "/" in name or "." in name else None
    return name in messages or (path is not None and f"`{path[0]}`" in messages)


def _only(names: Collection[str], other: str) -> tuple[str, ...]:
    return tuple([name for name in names if name not in other][:_MOST])


def _names(source: SkillSource) -> list[str]:
    documents = [document for document in load(source).documents if not _NO_TEXT.search(document.text)]
    spans = (inline for document in documents for leaf in document.every_leaf for inline in leaf.inlines)
    found = {_name(inline): None for inline in spans if inline.kind in ("code", "link", "image")}
    return [name for name in found if name]


def _name(inline: Inline) -> str:
    """What a code span or link names; empty where that is no name, or an address."""
    # a link to a part of a text is about its headings
    name = (inline.value if inline.kind == "code" else inline.value.partition("#")[0]).strip()
    is_name = _NAME.match(name) and _LETTERS.search(name) and "://" not in name
    # a code span has no emphasis: the mark is a part of the name (`_shared/`)
    return name.strip(",;:" if inline.kind == "code" else "*_,;:") if is_name else ""

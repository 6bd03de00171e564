"""A paragraph that a pass puts below the title of SKILL.md."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.errors import Span
from skillrt.ir import Anchor, Block, Derivation, Document, Inline, Module, leaves

_SPAN: Final = re.compile(r"`([^`\n]+)`")


class Insertion(msgspec.Struct, frozen=True):
    """Which pass puts it there, by which rule and why, and the bundled files whose paths in it become anchors."""

    pass_name: str
    rule: str
    reason: str
    anchors: tuple[str, ...] = ()


def with_paragraph(module: Module, text: str, made: Insertion) -> Module:
    """A paragraph below the title, or below the front matter where the text does not begin with a title."""
    document = module.documents[0]
    at = _place(document.blocks)
    behind = document.blocks[at:]
    before = "".join(leaf.text for leaf in leaves(document.blocks[:at]))
    line_end = "\r\n" if "\r\n" in before else "\n"
    lead = "" if not before or before.endswith(line_end * 2) else line_end * (1 if before.endswith("\n") else 2)
    text = lead + text.replace("\n", line_end) + line_end * 2
    block = _block(document, behind[0].span if behind else None, text, made)
    changed = msgspec.structs.replace(document, blocks=(*document.blocks[:at], block, *behind))
    anchors = [
        Anchor(blocks=(block.id,), span=block.span, path=path, written=path, within=True)
        for path in made.anchors
        for _ in range(text.count(path))
    ]
    return msgspec.structs.replace(module, documents=(changed, *module.documents[1:])).with_facts(*anchors)


def _place(blocks: Sequence[Block]) -> int:
    """The index of the first block behind the title and the gap after it."""
    at = 0
    for kinds in (("trivia",), ("front-matter",), ("trivia",), ("heading",), ("trivia",)):
        if at < len(blocks) and blocks[at].kind in kinds:
            at += 1
    return at


def _block(document: Document, behind: Span | None, text: str, made: Insertion) -> Block:
    """The paragraph: it stands at no characters of the source."""
    start, line = len(document.data), document.text.count("\n") + 1
    if behind is not None:
        start, line = behind.start, behind.line
    span = Span(document.path, start, start, line, line)
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    origin = Derivation(made.pass_name, made.rule, made.reason, 0, len(text), "", span)
    inlines = tuple(Inline("code", found.start(), found.end(), found.group(1)) for found in _SPAN.finditer(text))
    name = f"p-{made.pass_name}-{digest}"
    return Block(name, "paragraph", span, 1, text, inlines=inlines, derivations=(origin,))

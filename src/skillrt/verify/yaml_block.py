"""The front matter as YAML: is it there, can it be read, by strict readers too. Codes: `frontmatter.*`."""

import re
from collections.abc import Iterator

from skillrt.errors import Diagnostic, Edit, Fix, Place
from skillrt.ir import Block, Document, Entry, Module, place_of, span_of
from skillrt.verify.strict_yaml import strict_problem

_OPENING = re.compile(r"\A\ufeff?(\s+)---[ \t]*\r?\n[A-Za-z_][\w-]*:")
_FENCES = re.compile(r"\A---[^\n]*\n|\n(?:---|\.\.\.)[ \t]*\r?\n?\Z")


def check_yaml(module: Module, brackets_in: Entry | None = None) -> Iterator[Diagnostic]:
    """Whether the front matter of SKILL.md is there and is YAML. Says nothing of what is in it.

    `brackets_in` is an entry whose value some harness wants in brackets.
    """
    document = module.documents[0]
    block = module.front_matter_block
    if block is None:
        yield from _absent(module, document)
    elif module.front_matter.problem:
        yield _unreadable(module, block)
    else:
        yield from _strict(block, brackets_in)


def front_matter_finding(
    block: Block, where: tuple[int, int], code: str, message: str, *, hint: str = "", fix: Fix | None = None
) -> Diagnostic:
    """A diagnostic at the characters `where` (start, end) of the block; its excerpt is the line where they begin."""
    text = block.text
    start, end = where
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)].rstrip("\r")
    return Diagnostic.of(code, message, place_of(block, start, end), excerpt=line, hint=hint, fix=fix)


def _absent(module: Module, document: Document) -> Iterator[Diagnostic]:
    known = {item.code for item in module.diagnostics if item.place and item.place.file == document.path}
    if known & {"frontmatter.unclosed", "text.too-large"}:
        return
    head = "".join(block.text for block, _ in zip(document.leaves(), range(4), strict=False))
    late = _OPENING.match(head)
    if late is None:
        message = f"`{document.path}` has no front matter"
        yield Diagnostic.of("frontmatter.missing", message, Place(document.path, 1), excerpt=head.split("\n", 1)[0])
        return
    line = head.count("\n", 0, late.end(1)) + 1
    # a byte-order mark has three bytes
    offset = 3 if head.startswith("\ufeff") else 0
    blank = Edit(document.path, offset, offset + len(late.group(1).encode("utf-8", "surrogateescape")), "")
    yield Diagnostic.of(
        "frontmatter.not-first",
        f"the front matter begins in line {line}; it must begin in the first",
        Place(document.path, line, 1, line, 4),
        excerpt="---",
        fix=Fix("remove what stands above the front matter", (blank,)),
    )


def _unreadable(module: Module, block: Block) -> Diagnostic:
    front = module.front_matter
    at = min(front.at, max(0, len(block.text) - 1))
    if not front.mended:
        return front_matter_finding(
            block, (at, at + 1), "frontmatter.invalid-yaml", f"the front matter is not YAML: {front.problem}"
        )
    fix = Fix("put the values in quotes", _line_edits(block, front.mended))
    return front_matter_finding(
        block,
        (at, at + 1),
        "frontmatter.needs-quotes",
        f"YAML cannot read this without quotes: {front.problem}",
        fix=fix,
    )


def _line_edits(block: Block, mended: str) -> tuple[Edit, ...]:
    """One edit for each line that the mended text has otherwise; both have the same number of lines."""
    edits: list[Edit] = []
    position = 0
    for old, new in zip(block.text.split("\n"), mended.split("\n"), strict=True):
        if old != new:
            span = span_of(block, position, position + len(old))
            edits.append(Edit(span.file, span.start, span.end, new))
        position += len(old) + 1
    return tuple(edits)


def _strict(block: Block, brackets_in: Entry | None) -> Iterator[Diagnostic]:
    opening = _FENCES.match(block.text)
    base = opening.end() if opening else 0
    allowed = (brackets_in.value_start - base, brackets_in.value_end - base) if brackets_in else (0, 0)
    found = strict_problem(block.text[base : _closing(block.text, base)], allowed)
    if found is None:
        return
    start, end = base + found.start, base + found.end
    if found.repeats:
        yield front_matter_finding(block, (start, end), "frontmatter.duplicate-key", found.words)
    else:
        yield front_matter_finding(
            block, (start, end), "frontmatter.strict-yaml", f"strict readers refuse {found.words}"
        )


def _closing(text: str, base: int) -> int:
    """Where the last line `---` or `...` begins."""
    body = text.rstrip("\r\n \t")
    return max(base, body.rfind("\n") + 1)

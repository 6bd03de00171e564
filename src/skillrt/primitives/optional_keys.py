"""Which inputs the text around a block calls optional: what a program made of it must not demand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from skillrt.ir import Block
from skillrt.reading.sections import Section

_OPTIONAL: Final = re.compile(
    r"\b(?:optional|optionally|not required|opcional|optionnel|optionnelle)\b|可选|可選|選填|选填|任意"
    r"|\bdefaults?(?: to\b| is\b| value\b| ?[:=])|默认|預設|デフォルト",
    re.I,
)
_REQUIRED: Final = re.compile(
    r"\W*(?:is )?(?:required|req|mandatory|needed|obligatorio|obligatoire|必填|必须|必須|必需|是否必填|是否必须)\W*",
    re.I,
)
_NO: Final = re.compile(r"\W*(?:no|n|false|否|いいえ|✗|✘|❌|×|optional|可选|任意)\W*", re.I)
_NAME: Final = re.compile(
    r"`([^`\n]{1,60})`|\*\*([^*\n]{1,60})\*\*|\"([\w-]{1,40})\"|^\s*(?:[-*+]\s+)?([\w-]{1,40})\s*[:(]"
)
_SIGNS: Final = re.compile(r"[\W_]+")


def key_of(name: str) -> str:
    """A name without what the ways to write it differ in: `min_len`, `--min-len` and `minLen` are one."""
    return _SIGNS.sub("", name).lower()


def sections_around(section: Section, sections: Sequence[Section]) -> Iterator[Section]:
    """A section, those around it, and those beside it under a heading that is not the title of the document."""
    own = {section.index, *section.parents}
    levels = {item.index: item.level for item in sections if item.path == section.path}
    beside = next((index for index in reversed(section.parents) if levels.get(index, 0) > 1), None)
    for other in sections:
        if other.path == section.path and (other.index in own or beside in other.parents):
            yield other


def optional_keys(blocks: Iterable[Block]) -> frozenset[str]:
    """The keys of what tables and sentences call optional, as `key_of` gives them."""
    found: set[str] = set()
    for block in blocks:
        if block.kind == "table":
            found.update(_of_table(block.text.splitlines()))
        elif block.kind != "code":
            for line in block.text.splitlines():
                if _OPTIONAL.search(line):
                    found.update(
                        key_of(name) for name in map(_given, _NAME.finditer(line)) if not _OPTIONAL.search(name)
                    )
    return frozenset(found - {""})


def _given(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _of_table(lines: Sequence[str]) -> Iterator[str]:
    """The first cells of rows that say "no" under "Required", or "optional" anywhere."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    asked = [at for at, title in enumerate(rows[0]) if _REQUIRED.fullmatch(title)] if rows else []
    for row in rows[2:]:
        if any(at < len(row) and _NO.fullmatch(row[at]) for at in asked) or any(map(_OPTIONAL.search, row[1:])):
            yield key_of(row[0])

"""Lines of code blocks that came and went: where no finder saw a fact in them, the lines themselves are told."""

from collections.abc import Iterator
from typing import Final

from skillrt.contracts.comparing.wording import joined_words
from skillrt.contracts.lock_file import clean
from skillrt.environment.finding.scene import Scene
from skillrt.ir import Module

_FEW: Final = 4
_MOST: Final = 200
_LONGEST: Final = 100
_COMMENTS: Final = ("#", "//", "-- ", "<!--", "* ", "*/", "/*", '"""')


def code_lines_between(before: Module, after: Module) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines that only the present blocks have, and those that only the blocks of before had."""
    old, new = dict.fromkeys(_lines(before)), dict.fromkeys(_lines(after))
    came = [line for line in new if line not in old]
    gone = [line for line in old if line not in new]
    return tuple(came[:_MOST]), tuple(gone[:_MOST])


def told_lines(came: tuple[str, ...], gone: tuple[str, ...]) -> str:
    """` (now `a` and 3 more; no longer `b`)`; empty where only comments and brackets changed."""
    parts = [
        *((f"now {_listed(came)}",) if came else ()),
        *((f"no longer {_listed(gone)}",) if gone else ()),
    ]
    return f" ({'; '.join(parts)})" if parts else ""


def _listed(lines: tuple[str, ...]) -> str:
    return joined_words([f"`{line}`" for line in lines], _FEW)


def _lines(module: Module) -> Iterator[str]:
    """The lines that say something, in order, long ones cut."""
    for fence in Scene(module).fences:
        for line in fence.text.splitlines():
            text = " ".join(line.split()).replace("`", "'")
            if sum(map(str.isalnum, text)) > 1 and not text.startswith(_COMMENTS):
                yield clean(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")

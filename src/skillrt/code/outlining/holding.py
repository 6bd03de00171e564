"""Does a text hold what stood elsewhere: its words in order; of outlined code, all but its literals."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
# what outlining may change: literals, and the comments between them
_LITERAL: Final = re.compile(
    r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
)
_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d_.]*(?:[eE][+-]?\d+)?\b")
_CODE_WORD: Final = re.compile(r"[A-Za-z_]\w*")


def holds(text: str, old: str, literals: Sequence[str] | None = None) -> bool:
    """Whether `text` holds what stood in a block: its words in order, with anything between them; the lines of
    fences do not count.

    With `literals` the block was outlined: then all but its literals has to be there, these among them.
    """
    if literals is None:
        return _in_order(_WORD.findall(_without_fences(old)), _WORD.findall(text))
    free = {word for literal in literals for word in _CODE_WORD.findall(literal)}
    wanted = [word for word in _code_words(old) if word not in free]
    return _in_order(wanted, _code_words(text))


def _in_order(wanted: Iterable[str], there: Iterable[str]) -> bool:
    rest = iter(there)
    return all(word in rest for word in wanted)


def _without_fences(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(("```", "~~~")))


@lru_cache(maxsize=512)
def _code_words(text: str) -> tuple[str, ...]:
    """The names and keywords of code without comments, strings and numbers."""
    bare = _LITERAL.sub(" ", _without_fences(text))
    bare = _NUMBER.sub(" ", re.sub(r"(?m)(?:^|(?<=\s))(?:#|//).*$", " ", bare))
    return tuple(_CODE_WORD.findall(bare))

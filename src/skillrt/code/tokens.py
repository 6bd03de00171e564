"""How many tokens a text costs a model, by the vocabulary o200k_base, which ships with the tokenizer: no download.

Models differ in their vocabularies by some ten per cent; one that anybody can count again is the measure here.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Final

VOCABULARY: Final = "o200k_base"
# The vocabulary's own pattern lets no token reach over a line end into a mark, so that a text may be cut there, what
# two versions of a document share is counted once.
_CUT: Final = "\n#"
_MOST_REMEMBERED: Final = 64 * 1024  # characters of a piece
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@cache
def can_count() -> bool:
    """Whether the tokenizer is installed; it has no wheels for Python 3.14 and later."""
    return find_spec("rs_bpe") is not None


def count_tokens(text: str) -> int:
    """The tokens of `text`; what is no Unicode (a byte kept as a lone surrogate) is U+FFFD. Needs `can_count()`."""
    return sum(_remembered(piece) if len(piece) <= _MOST_REMEMBERED else _counted(piece) for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    first, *others = text.split(_CUT)
    begun = [first, *(f"#{piece}" for piece in others)]
    # every piece but the last has lost its line end
    return [f"{piece}\n" for piece in begun[:-1]] + [piece for piece in begun[-1:] if piece]


def _counted(piece: str) -> int:
    if not piece.isascii():
        piece = _SURROGATE.sub("\ufffd", piece)
    return _counter()(piece)


_remembered = lru_cache(maxsize=4096)(_counted)


@cache
def _counter() -> Callable[[str], int]:
    # loaded where it is needed: 50 ms
    counter: Callable[[str], int] = import_module("rs_bpe.bpe").openai.o200k_base().count
    return counter

"""To what use a value of a request is put in a program: as it is, a part of a path, the same said in another way."""

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final, Literal

from skillrt.jit.programs.plain_words import is_name, is_plain, is_tame

Use = Literal[
    "value", "stem", "name", "folder", "hundredth", "plain", "any", "less", "more", "first",
    "tame", "name-of-key",
    "lower", "upper", "capital", "number", "character", "blanks", "raised", "lowered",
    "times-60", "times-100", "times-1000", "times-1024", "times-3600", "times-1048576",
    "plain-lower", "plain-upper", "plain-capital",
]  # fmt: skip
OTHERWISE: Final[tuple[Use, ...]] = (
    "lower", "upper", "capital", "number", "character", "blanks", "raised", "lowered",
    "times-60", "times-100", "times-1000", "times-1024", "times-3600", "times-1048576",
    "plain-lower", "plain-upper", "plain-capital",
)  # fmt: skip
"""The same said in another way: other letters, a number for its word, as many blanks, another unit."""

_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_FEW: Final = re.compile(r"[1-9]|[1-3]\d")


def used(value: str, use: Use) -> str:
    """A value put to use. Raises ValueError where it cannot be."""
    return _USES[use](value)


def _as_it_is(value: str) -> str:
    return value


def _name(value: str) -> str:
    return value.rpartition("/")[2]


def _stem(value: str) -> str:
    stem, dot, _ = _name(value).rpartition(".")
    return stem if dot and stem else _name(value)


def _folder(value: str) -> str:
    return value.rpartition("/")[0]


def _hundredth(value: str) -> str:
    return repr(float(value) / 100)


def _less(value: str) -> str:
    return str(int(value) - 1)


def _more(value: str) -> str:
    return str(int(value) + 1)


def _first(value: str) -> str:
    return value.partition("\n")[0]


def _plain(value: str) -> str:
    if not is_plain(value):
        raise ValueError(value)
    return value


def _tame(value: str) -> str:
    if not is_tame(value):
        raise ValueError(value)
    return value


def _name_of_key(value: str) -> str:
    if not is_name(value):
        raise ValueError(value)
    return value


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:].lower()


def _if_plain(use: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: use(_plain(value))


def _number(value: str) -> str:
    return _spelled("numbers", value)


def _character(value: str) -> str:
    return _spelled("characters", value)


def _blanks(value: str) -> str:
    if not _FEW.fullmatch(value):
        raise ValueError(value)
    return " " * int(value)


def _times(factor: int) -> Callable[[str], str]:
    return lambda value: _written(_decimal(value) * factor)


def _raised(value: str) -> str:
    return _written(1 + _decimal(value) / 100)


def _lowered(value: str) -> str:
    return _written(1 - _decimal(value) / 100)


def _decimal(value: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        raise ValueError(value)
    return Decimal(value)


def _written(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spelled(table: str, value: str) -> str:
    found = _tables()[table].get(value.casefold())
    if found is None:
        raise ValueError(value)
    return found


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("skillrt.jit").joinpath("data/spelled.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


_USES: Final[Mapping[Use, Callable[[str], str]]] = {
    "value": _as_it_is, "any": _as_it_is, "name": _name, "stem": _stem, "folder": _folder, "hundredth": _hundredth,
    "less": _less, "more": _more, "first": _first, "plain": _plain,
    "tame": _tame, "name-of-key": _name_of_key,
    "lower": str.lower, "upper": str.upper, "capital": _capital,
    "number": _number, "character": _character, "blanks": _blanks, "raised": _raised, "lowered": _lowered,
    "times-60": _times(60), "times-100": _times(100), "times-1000": _times(1000), "times-1024": _times(1024),
    "times-3600": _times(3600), "times-1048576": _times(1048576),
    "plain-lower": _if_plain(str.lower), "plain-upper": _if_plain(str.upper), "plain-capital": _if_plain(_capital),
}  # fmt: skip

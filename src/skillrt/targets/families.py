"""Families of models: what a model's name says, and which measured model is nearest to one that was not measured."""

import math
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec

_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)*b?(?![a-z])|\d+(?:\.\d+)*", re.ASCII)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)b", re.ASCII)
_DATE_DIGITS = 6  # a run of so many digits is a date or a build, not a version
_SMALLEST, _LARGEST = 0.01, 100_000.0  # thousand million parameters; a name may say anything
_FEWEST_SHARED = 2  # letters: `o` of `o3` is no name of a family


class Sizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`families.toml`: sizes in thousand million parameters that words in names stand for."""

    date: str
    source: str
    plain: float
    words: dict[str, float]


class ModelName(msgspec.Struct, frozen=True):
    """A model's name, read: `qwen/qwen3.5-122b-a10b` is qwen, qwen, (3, 5), 122, `()`.

    `size` in thousand million parameters, by number or by word; `words` are those that say neither.
    """

    vendor: str
    stem: str
    version: tuple[int, ...]
    size: float
    words: tuple[str, ...]


def read_name(model: str) -> ModelName:
    """What a model's name says. The vendor stands before the last slash, a router perhaps before that."""
    place, _, name = model.lower().rpartition("/")
    sizes = _sizes()
    stem, size, by_number = "", 0.0, False
    version: list[int] = []
    words: list[str] = []
    for part in _PART.findall(name):
        number = _SIZE.fullmatch(part)
        if number:
            # the first is the whole model, `a10b` after it what is active
            size, by_number = (size, True) if by_number else (float(number.group(1)), True)
        elif part[0].isdigit():
            if len(part) < _DATE_DIGITS:
                version += [int(piece) for piece in part.split(".")]
        elif not stem:
            stem = part
        elif part in sizes.words:
            size = size or sizes.words[part]
        elif len(part) > 1:  # `v` of v3.2, `a` of a10b
            words.append(part)
    size = min(max(size, _SMALLEST), _LARGEST) if size else sizes.plain
    return ModelName(place.rpartition("/")[2], stem, tuple(version), size, tuple(sorted(words)))


def nearest(model: str, known: Iterable[str]) -> str | None:
    """The known model of the same family that is nearest: by size, then by words, then by version, then by name.

    The family: the same first word of the name, and the same vendor unless one of the two names says none.
    """
    wanted = read_name(model)
    if len(wanted.stem) < _FEWEST_SHARED:
        return None
    family = [item for item in sorted(known) if _same_family(wanted, read_name(item))]
    return min(family, key=lambda item: _distance(wanted, read_name(item)), default=None)


def _same_family(one: ModelName, other: ModelName) -> bool:
    same_vendor = one.vendor == other.vendor or not one.vendor or not other.vendor
    return same_vendor and one.stem == other.stem


def _distance(one: ModelName, other: ModelName) -> tuple[float, int, float]:
    size = abs(math.log2(one.size) - math.log2(other.size))
    return round(size, 6), len(set(one.words) ^ set(other.words)), _version_distance(one.version, other.version)


def _version_distance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """1 for each main version between them, a tenth for each minor one; an unnamed version is far from any."""
    if bool(one) != bool(other):
        return math.inf
    weighed = [sum(number / 10**place for place, number in enumerate(version[:3])) for version in (one, other)]
    return round(abs(weighed[0] - weighed[1]), 6)


@cache
def _sizes() -> Sizes:
    source = resources.files("skillrt.targets") / "families.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Sizes)

"""Which skills an agent cannot tell apart by their descriptions, among thousands, without comparing each with each.

Tuned by reading what it reports on 5,500 published skills: similarity alone also finds families made from one mould
(`convert-excel-to-md`, `convert-word-to-md`), which an agent tells apart by the word that stands in name and
description. Those are left out, as `told_apart` says.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

# Words that carry no meaning of their own in a description of what something is for.
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do for from has have if in into is it its of on or that the their then this to "
        "use used user users uses using when whenever which with you your skill skills agent",
    )
)
# A name with dots inside (`Voice.ai`) is one word; so are `c++` and `c#`.
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*(?:\+\+|#)?")
_NAME_PART = re.compile(r"[^\W_]+")
THRESHOLD: Final = 0.7
# A description with fewer words says too little to be compared.
_MIN_WORDS: Final = 4
_MAX_CHARACTERS: Final = 4096
# The words at the beginning that say what it is about.
_HEAD: Final = 12
# Descriptions made from one mould by the thousand would each be compared with all others; so many are enough.
_MAX_CANDIDATES: Final = 200


class Described(msgspec.Struct, frozen=True):
    """A skill as an agent sees it when it chooses."""

    name: str
    description: str


def alike(skills: Sequence[Described], threshold: float = THRESHOLD) -> Iterator[tuple[int, int]]:
    """Pairs of indices (first < second), in order, of skills that are hard to choose between.

    The similarity of two descriptions is the weight of the words in both over the weight of the words in either
    (weighted Jaccard), where a word weighs more the fewer descriptions have it.
    """
    bags = [_bag(item.description) for item in skills]
    weights = _weights(bags)
    sizes = [sum(weights[word] for word in bag) for bag in bags]
    rank = {word: number for number, word in enumerate(sorted(weights, key=lambda item: (-weights[item], item)))}
    index: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[int, int]] = []
    for number, bag in enumerate(bags):
        if len(bag) < _MIN_WORDS:
            continue
        prefix = _prefix(sorted(bag, key=rank.__getitem__), sizes[number], weights, threshold)
        for other in _candidates(prefix, index):
            shared = sum(weights[word] for word in bags[other] & bag)
            if shared >= threshold * (sizes[other] + sizes[number] - shared) - 1e-9:
                found.append((other, number))
        for word in prefix:
            index[word].append(number)
    yield from (pair for pair in sorted(found) if not told_apart(skills[pair[0]], skills[pair[1]]))


def told_apart(one: Described, two: Described) -> bool:
    """Whether each has a word in its name that the other's name lacks, and that only its own description says.

    It is enough that only its own description begins with it: many go on to name what they are not for.
    """
    return any(_has_own_word(one, two, n) and _has_own_word(two, one, n) for n in (_HEAD, _MAX_CHARACTERS))


def _has_own_word(one: Described, two: Described, count: int) -> bool:
    words = frozenset(_NAME_PART.findall(one.name.lower())) - frozenset(_NAME_PART.findall(two.name.lower()))
    said, other = _ordered(one.description)[:count], _ordered(two.description)[:count]
    if any(_stands_for(token, word) for token in frozenset(said).difference(other) for word in words):
        return True
    joined, other_joined = ("".join(item).replace(".", "") for item in (said, other))
    # `springboot` in the name is `Spring Boot` in the text
    return any(len(word) > 5 and word in joined and word not in other_joined for word in words)


def _stands_for(token: str, word: str) -> bool:
    """Whether a word of the text is a form of a word of the name: `planning` of `plan`, `azure` of `az`."""
    return token.startswith(word) or (len(token) > 3 and word.startswith(token))


def _ordered(text: str) -> list[str]:
    return _WORD.findall(text[:_MAX_CHARACTERS].lower())


def _bag(text: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in _ordered(text)) - _EMPTY


def _singular(word: str) -> str:
    """Without the `s` of a plural, roughly: both texts are treated alike."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _weights(bags: Sequence[frozenset[str]]) -> dict[str, float]:
    """The inverse document frequency of each word; equal texts count once, as copies make no word common."""
    distinct = set(bags)
    counts = Counter(word for bag in distinct for word in bag)
    return {word: math.log(1 + len(distinct) / count) for word, count in counts.items()}


def _prefix(words: list[str], size: float, weights: dict[str, float], threshold: float) -> list[str]:
    """The rarest words of a text such that any text as similar as `threshold` shares one of them.

    Two texts of weights a and b that reach t have at least t * max(a, b) in common; hence the words left out may
    weigh less than t * a together.
    """
    left = size
    for number, word in enumerate(words):
        if left < threshold * size - 1e-9:
            return words[:number]
        left -= weights[word]
    return words


def _candidates(prefix: list[str], index: dict[str, list[int]]) -> list[int]:
    counts = Counter(other for word in prefix for other in index[word][-_MAX_CANDIDATES:])
    likely = sorted(counts, key=lambda item: (-counts[item], item))
    return sorted(likely[:_MAX_CANDIDATES])

"""Draw instances from seeds. The same arguments give the same draws everywhere."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from skillrt.primitives.base import Level
from skillrt.primitives.probing import Instance

WARES: Final = tuple(
    [
        "anvil",
        "basket",
        "candle",
        "drill",
        "easel",
        "funnel",
        "goblet",
        "hammer",
        "inkwell",
        "jug",
        "kettle",
        "lantern",
        "mirror",
        "needle",
        "oar",
        "pulley",
        "quilt",
        "rake",
        "saddle",
        "teapot",
        "umbrella",
        "vase",
        "wrench",
        "yoke",
        "anchor",
        "barrel",
        "chisel",
        "dial",
        "ferrule",
        "gasket",
        "hinge",
        "ladle",
    ]
)
PLACES: Final = tuple(
    [
        "Amber",
        "Birch",
        "Cedar",
        "Delta",
        "Ember",
        "Fjord",
        "Grove",
        "Haven",
        "Islet",
        "Juniper",
        "Knoll",
        "Linden",
        "Marsh",
        "Nook",
        "Orchard",
        "Pine",
        "Quarry",
        "Ridge",
        "Spruce",
        "Tarn",
        "Upland",
        "Vale",
        "Willow",
        "Heath",
        "Brook",
        "Cairn",
        "Dune",
        "Ford",
        "Glen",
        "Moor",
    ]
)
COLOURS: Final = tuple(
    [
        "red",
        "blue",
        "green",
        "black",
        "white",
        "amber",
        "violet",
        "teal",
        "ochre",
        "grey",
        "crimson",
        "ivory",
        "indigo",
        "olive",
    ]
)
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def draws(primitive: str, level: Level, seed: str) -> Random:
    """The random numbers of one instance; any text is a seed."""
    return Random(f"{primitive} {level} {seed}".encode("utf-8", "surrogatepass"))


def one_of(primitive: str, kinds: dict[Level, tuple[Callable[[Random], Instance], ...]]) -> Callable[..., Instance]:
    """A `make` that draws one of the kinds of a level, then the instance of it."""

    def make(level: Level, seed: str) -> Instance:
        random = draws(primitive, level, seed)
        return random.choice(kinds[level])(random)

    return make


def code(random: Random) -> str:
    """A name such as `KD-417`."""
    return f"{random.choice(_LETTERS)}{random.choice(_LETTERS)}-{random.randint(100, 999)}"


def codes(random: Random, count: int) -> list[str]:
    """Different names, in no order."""
    found: list[str] = []
    while len(found) < count:
        name = code(random)
        if name not in found:
            found.append(name)
    return found


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

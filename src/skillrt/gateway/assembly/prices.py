"""What tokens cost, by a dated table; a model that is not in it has no price."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from skillrt.wire.exchange import Usage

_DATED: Final = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|latest)$")


class Price(msgspec.Struct, frozen=True):
    """US dollars for a million tokens. What was read from a cache or written to one costs as `input` where its own
    price is not known."""

    input: float
    output: float
    cache_read: float | None = None
    cache_write: float | None = None


class Prices(msgspec.Struct, frozen=True):
    """The table: prices by model name."""

    date: str
    sources: tuple[str, ...]
    models: dict[str, Price]


@cache
def prices() -> Prices:
    """The table, read once."""
    text = (resources.files("skillrt.gateway.assembly") / "prices.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Prices)


def price_of(model: str) -> Price | None:
    """The price of a model: by its name, without its provider, then without the date at its end."""
    name = model.lower().rpartition("/")[2].replace("@", "-")
    table = prices().models
    return table.get(name) or table.get(_DATED.sub("", name))


def cost_of(model: str, usage: Usage) -> float | None:
    """What these tokens cost in US dollars; None where the price is not known."""
    price = price_of(model)
    if price is None:
        return None
    read = price.input if price.cache_read is None else price.cache_read
    write = price.input if price.cache_write is None else price.cache_write
    plain = max(usage.input - usage.cache_read - usage.cache_write, 0)
    total = plain * price.input + usage.cache_read * read + usage.cache_write * write + usage.output * price.output
    return total / 1_000_000

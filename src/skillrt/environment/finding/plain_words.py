"""Names of packages that are plain words, or names of programs, as well: read from data/package_words.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast


def is_plain_word(name: str) -> bool:
    """Whether a distribution's name is a word that texts use for something else."""
    return name in words()["english"]


@cache
def words() -> Mapping[str, frozenset[str]]:
    """The lists of the data file by their names."""
    return {name: frozenset(items) for name, items in cast("dict[str, list[str]]", _data()["names"]).items()}


@cache
def called() -> Mapping[str, str]:
    """What people call a distribution of another name."""
    return cast("dict[str, str]", _data()["called"])


@cache
def _data() -> Mapping[str, object]:
    source = resources.files("skillrt.environment") / "data" / "package_words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))

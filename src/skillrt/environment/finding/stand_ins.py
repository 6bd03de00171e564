"""Stand-ins: names in examples that the reader is meant to replace, and modules that are the reader's own files."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final, cast

_PARTS: Final = re.compile(r"[-_./@]+")


@lru_cache(maxsize=8192)
def is_stand_in(name: str) -> bool:
    """Whether a package's name only stands in for one (`your-package`, `mypackage`, `foo`)."""
    table = _table()
    shown = name.lower()
    normal = "-".join(part for part in _PARTS.split(shown) if part)
    return (
        not normal
        or normal in table["any.whole"]
        or any(part in table["any.words"] for part in normal.split("-"))
        or not any(char.isalpha() for char in normal)
    )


def is_project_module(top: str) -> bool:
    """Whether a top-level module of Python is by its name a part of the project that a text is about."""
    return top.lower() in _table()["python.projects"]


def is_hosted(top: str) -> bool:
    """Whether a top-level module of Python comes with the application that runs the script."""
    return top in _table()["python.hosted"]


def is_project_folder(path: str) -> bool:
    """Whether an import of JavaScript is a path below a folder of the project (`components/Button`), or a package of
    it (`@repo/ui`)."""
    first, slash, _ = path.partition("/")
    table = _table()
    return bool(slash) and (first.lower() in table["javascript.folders"] or first in table["javascript.scopes"])


@cache
def _table() -> Mapping[str, frozenset[str]]:
    source = resources.files("skillrt.environment") / "data" / "stand_ins.toml"
    rows = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))
    return {f"{part}.{name}": frozenset(words) for part, row in rows.items() for name, words in row.items()}

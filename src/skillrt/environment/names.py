"""Names of packages: which distribution provides an import, which names are known. Data, never a guess."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

_RUN = re.compile(r"[-_.]+")


def normal_python_name(name: str) -> str:
    """The name of a distribution as indexes compare it: lower case, `-` for runs of `-`, `_` and `.`."""
    return _RUN.sub("-", name.strip()).lower()


def distribution_of(module: str) -> str:
    """The distribution that provides the import `module` (dotted or not), normalised; '' where the data has none."""
    table = _modules()
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if found := table.get(".".join(parts[:length])):
            return found
    return ""


def is_known_distribution(name: str) -> bool:
    """Whether the data knows a distribution of this name, normalised or not."""
    return normal_python_name(name) in _distributions()


@cache
def _distributions() -> frozenset[str]:
    return frozenset(_modules().values())


@cache
def _modules() -> Mapping[str, str]:
    text = (resources.files("skillrt.environment") / "data" / "python_modules.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {module: name for module, name in rows}

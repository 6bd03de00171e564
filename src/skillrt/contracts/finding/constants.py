"""Names in capitals that nobody sets: constants of code that prose quotes, sample tokens, what stands for a key."""

import re
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.contracts.finding.spelling import sightings
from skillrt.environment.finding.scene import Scene
from skillrt.ir import Dependency, Module

_NUMBERED: Final = re.compile(r"_\d{3,}\Z")  # `TOKEN_CONTACT_001`
# `private static final String KEY = '...'`, `const LIMIT = 5`, `#define X 1`
_DECLARES: Final = re.compile(
    r"(?:\b(?:final|const|constexpr|static|let|var|val|public|private|protected|readonly)|#define)\b[ \t]+"
    r"(?:[\w<>\[\]*]{1,30}[ \t]+){0,3}\Z"
)

# `CREATE OR REPLACE PROCEDURE shop.public.LIST_ORDERS(`
_OF_A_DATABASE: Final = re.compile(
    r"\b(?:PROCEDURE|FUNCTION|TABLE|VIEW|SEQUENCE|TRIGGER|INDEX)[ \t]+(?:IF[ \t]+NOT[ \t]+EXISTS[ \t]+)?"
    r"(?:[\w{}]{1,60}\.){0,3}([A-Z][A-Z0-9_]{2,60})\b"
)


def names_of_a_database(scene: Scene) -> frozenset[str]:
    """What SQL in the documents makes: a procedure or a table is no variable, however it is written."""
    texts = (document.text for document in scene.documents if "CREATE " in document.text)
    return frozenset(found.group(1) for text in texts for found in _OF_A_DATABASE.finditer(text))


def is_sample_name(name: str) -> bool:
    """Whether the name says of itself that it stands for something: `REDACTED_KEY`, `TOKEN_001`."""
    return _NUMBERED.search(name) is not None or not tables()["no_variables"].isdisjoint(name.lower().split("_"))


def is_no_variable(item: Dependency, module: Module) -> bool:
    """Whether a variable of prose is a sample, or wherever the prose has it a constant or a place to fill in."""
    if set(item.via) != {"text"}:
        return is_sample_name(item.name) and "environ" not in item.via
    return is_sample_name(item.name) or _is_no_name(item, module)


def _is_no_name(item: Dependency, module: Module) -> bool:
    found = list(sightings(item, module))
    return bool(found) and all(
        _DECLARES.search(before) or (before.endswith("<") and after.startswith(">")) for before, _, after in found
    )

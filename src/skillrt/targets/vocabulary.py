"""The words that descriptors share: operations of tools; meanings of variables, places, keys and sub-agents."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Operation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a tool does, whatever a harness calls it, and words for a harness that has no such tool.

    `operations.toml` says what each field is for.
    """

    does: str
    arguments: tuple[str, ...]
    noun: str
    instruction: str
    by_shell: str = ""
    act: str = ""
    by: str = ""
    missing: str = ""
    like: str = ""
    near: str = ""


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a variable, a place, a key or a type of sub-agent is for; `plain` stands where the target has none.

    `alone` stands there in its place where nothing is said about it (`Request: $ARGUMENTS`); `default` is the value
    of a key that asks for what holds without it.
    """

    does: str
    plain: str = ""
    alone: str = ""
    default: str = ""
    instruction: str = ""


class Meanings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All meanings, by what they are meanings of."""

    variables: dict[str, Meaning]
    places: dict[str, Meaning]
    keys: dict[str, Meaning]
    agents: dict[str, Meaning]


@cache
def operations() -> dict[str, Operation]:
    """Every operation by its name, such as `shell.run`."""
    return msgspec.convert(_table("operations.toml"), dict[str, Operation])


@cache
def meanings() -> Meanings:
    """Every meaning by its name, such as `skill.dir`."""
    return msgspec.convert(_table("meanings.toml"), Meanings)


def _table(name: str) -> dict[str, object]:
    return tomllib.loads((resources.files("skillrt.targets") / name).read_text(encoding="utf-8"))

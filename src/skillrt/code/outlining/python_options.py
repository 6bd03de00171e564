"""From literals to options: the same thing once, each with a name of its own, few enough to be read."""

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass

from skillrt.code.outlining.program import Input
from skillrt.code.outlining.python_literals import Literal, Value

MAX_OPTIONS = 20
_RESERVED = frozenset(("help", "h", "parse_args"))
_END_POINT = re.compile(
    r"(?i)://(?:api|mcp|rest|eutils|data|export|www\.ebi|graph|gateway)[\w-]*\.|/(?:api|v\d|rest|graphql|services)(?:/|$|\?)"
    r"|://[^/]+/?$|://(?:localhost|127\.0\.0\.1)"
)
_NO_REAL_ADDRESS = re.compile(r"(?i)example\.|your|placeholder|://[^/]*\.test\b|://site\b|foo|xxx|/path/|<")


@dataclass(frozen=True, slots=True)
class Given:
    """An input with its default (None: it is required). `checked` says that there must be something at a path."""

    item: Input
    default: Value | None
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The inputs of a program in the order that `--help` lists them, and what each literal becomes."""

    inputs: tuple[Given, ...]
    chosen: tuple["Chosen", ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A literal that becomes an option's value; with `below`, the path `below` in the folder that was given."""

    literal: Literal
    item: Input
    below: str = ""


def options_of(literals: Sequence[Literal]) -> Options:
    """Give the literals names; those beyond the limit stay as they are."""
    groups: dict[tuple[object, ...], list[Literal]] = {}
    for item in literals:
        groups.setdefault(_sameness(item), []).append(item)
    derived = _inside_others(groups)
    for key in derived:
        del groups[key]
    kept = sorted(groups.values(), key=lambda group: not _required(group[0]) and group[0].weight)[:MAX_OPTIONS]
    kept_ids = {id(group) for group in kept}
    ordered = [group for group in groups.values() if id(group) in kept_ids]
    names = _names([group[0] for group in ordered])
    pairs = [(group, _input(group[0], name)) for group, name in zip(ordered, names, strict=True)]
    chosen = [Chosen(literal, item) for group, item in pairs for literal in group]
    folders = {group[0].value: item for group, item in pairs if group[0].is_path}
    chosen += [
        Chosen(literal, folders[folder], below)
        for group, folder, below in derived.values()
        for literal in group
        if folder in folders
    ]
    given = [Given(item, None if item.required else group[0].value, group[0].sure) for group, item in pairs]
    inputs = sorted((one for one in given if one.item.kind != "secret"), key=lambda one: not one.item.required)
    return Options((*inputs, *(one for one in given if one.item.kind == "secret")), tuple(chosen))


Groups = dict[tuple[object, ...], list[Literal]]


def _inside_others(groups: Groups) -> dict[tuple[object, ...], tuple[list[Literal], str, str]]:
    """The paths that lie in a folder which is an input itself: with it and the rest of the path."""
    paths = {key: group for key, group in groups.items() if group[0].is_path and isinstance(group[0].value, str)}
    folders = [str(group[0].value) for group in paths.values() if "://" not in str(group[0].value)]
    found: dict[tuple[object, ...], tuple[list[Literal], str, str]] = {}
    for key, group in paths.items():
        value = str(group[0].value)
        inside = [name for name in folders if value.startswith(f"{name.rstrip('/')}/") and value != name]
        if inside and value.rstrip("/") != inside[0].rstrip("/"):
            folder = min(inside, key=len)
            found[key] = (group, folder, value[len(folder.rstrip("/")) + 1 :])
    return found


def _sameness(item: Literal) -> tuple[object, ...]:
    if item.kind == "secret":
        return ("secret", item.role)
    if item.is_path:
        return ("path", item.value)
    return (item.role, item.kind, type(item.value), item.value)


def _required(item: Literal) -> bool:
    if item.asked:
        return False
    if item.required or item.kind in ("input-file", "folder"):
        return True
    return item.kind == "url" and not (_is_end_point(item.value))


def _is_end_point(value: Value) -> bool:
    """Whether an address is that of a service, which is part of the program, rather than of a document."""
    text = value if isinstance(value, str) else str(value[0]) if isinstance(value, tuple) else ""
    return bool(_END_POINT.search(text)) and not _NO_REAL_ADDRESS.search(text)


def _names(items: list[Literal]) -> list[str]:
    """A name for each, all different: the role, or for paths with one role the stem of the file."""
    roles = [slug(item.role) for item in items]
    shared = {role for role in roles if roles.count(role) > 1}
    taken: dict[str, None] = {}
    paths = [item.value for item in items if item.is_path and isinstance(item.value, str)]
    stems = [_stem(value, []) for value in paths]
    for item, role in zip(items, roles, strict=True):
        name = item.role if item.kind == "secret" else role
        if item.kind != "secret":
            if role in shared and item.is_path and item.kind != "url" and isinstance(item.value, str):
                name = _stem(item.value, stems) or role
            name = _free(name, taken)
        taken[name if item.kind != "secret" else f"secret {name}"] = None
    return [name.removeprefix("secret ") for name in taken]


def _free(name: str, taken: dict[str, None]) -> str:
    if name in _RESERVED or keyword.iskeyword(name):
        name += "_value"
    number = 2
    while (name if number == 2 else f"{name}_{number - 1}") in taken:
        number += 1
    return name if number == 2 else f"{name}_{number - 1}"


def _stem(value: str, others: list[str]) -> str:
    """The file's name without its ending; with it where another file has the same."""
    last = value.rstrip("/").rpartition("/")[2] if "://" not in value else value.partition("://")[2].split("/")[0]
    found = slug(last.rpartition(".")[0] or last)
    if others.count(found) > 1:
        found = slug(last)
    return found if len(found) > 2 else ""


def slug(text: str) -> str:
    """A word that an option and an attribute can be named by."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:32].strip("_")
    return plain if plain and not plain[0].isdigit() else f"value_{plain}".strip("_")


def _input(item: Literal, name: str) -> Input:
    repeated = isinstance(item.value, tuple)
    texts = tuple(str(part) for part in item.value) if isinstance(item.value, tuple) else (str(item.value),)
    blanks = repeated and any(len(text.split()) != 1 for text in texts)
    example, kind = " ".join(texts), item.kind
    return Input(name, kind, example, _required(item), repeated, texts if blanks else ())  # type: ignore[arg-type]

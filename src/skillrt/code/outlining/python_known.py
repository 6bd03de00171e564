"""What is known of the commonest libraries: the meaning of arguments, file endings, imports that people leave out."""

import ast
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

import msgspec


class Argument(msgspec.Struct, frozen=True):
    """The meaning of one argument: `where` is its position or keyword; `kind` as in the data file."""

    where: str
    kind: str
    role: str


class Known(msgspec.Struct, frozen=True):
    """The data file, read once."""

    calls: dict[str, tuple[Argument, ...]]
    keywords: dict[str, str]
    stays: frozenset[str]
    endings: frozenset[str]
    aliases: dict[str, str]
    modules: frozenset[str]
    effects: dict[str, frozenset[str]]
    project: dict[str, frozenset[str]]


@cache
def known() -> Known:
    """The tables of data/python_calls.toml."""
    source = resources.files("skillrt.code.outlining") / "data" / "python_calls.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    calls = {name: tuple(Argument(*line.split(" ")) for line in lines) for name, lines in table["calls"].items()}
    return Known(
        calls,
        table["keywords"],
        frozenset(table["stays"]["names"]),
        frozenset(table["endings"]["names"]),
        table["aliases"],
        frozenset(table["modules"]["names"]),
        {name: frozenset(words) for name, words in table["effects"].items()},
        {name: frozenset(words) for name, words in table["project"].items()},
    )


def imported_names(statements: Iterable[ast.stmt]) -> dict[str, str]:
    """What the imports of a program make of names: `pd` -> `pandas`, `Image` -> `PIL.Image`."""
    found: dict[str, str] = {}
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                found.update({item.asname or item.name.split(".")[0]: _bound(item) for item in node.names})
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.update({item.asname or item.name: f"{node.module}.{item.name}" for item in node.names})
    return found


def _bound(item: ast.alias) -> str:
    return item.name if item.asname else item.name.split(".")[0]


def dotted(node: ast.expr, imports: dict[str, str]) -> str:
    """The whole name of a function: `pd.read_csv` -> `pandas.read_csv`; `.save` for a method of anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and (node.id in imports or not parts):
        return ".".join([imports.get(node.id, node.id), *reversed(parts)])
    return "." + parts[0] if parts else ""


def meanings(name: str) -> tuple[Argument, ...]:
    """The arguments of a call that are known; by its whole name or by its last word."""
    calls = known().calls
    if name in calls:
        return calls[name]
    return calls.get("." + name.rpartition(".")[2], ()) if "." in name else ()


def import_line(name: str) -> str | None:
    """The line that makes a name which code uses without importing it: a module of the standard library, `np`."""
    if name in known().modules:
        return f"import {name}"
    return known().aliases.get(name)


_PATH_LIKE = re.compile(r"[^\n<>|?\"'*{}:;,!]{1,200}\Z")
_FOLDER_LIKE = re.compile(r"(?:\.{1,2}/|/|~/)[\w.~ /-]*\w/?\Z|[\w.-]+(?:/[\w.-]+)*/\Z|path/to/[\w./-]+\Z")
_URL = re.compile(r"(?:https?|ftp|s3|gs|wss?)://(?:[^\s<>\"']|<[\w -]{1,40}>)+\Z")


def is_url(text: str) -> bool:
    """Whether the text is a whole address."""
    return len(text) < 500 and _URL.match(text) is not None


def is_file(text: str) -> bool:
    """Whether the text is a path of a file: it ends as files do and is no sentence."""
    if not _PATH_LIKE.match(text) or text.count(" ") > 3:
        return False
    stem, dot, ending = text.rpartition(".")
    return bool(dot) and ending.lower() in known().endings and stem.strip(" ./") != ""


def is_folder(text: str) -> bool:
    """Whether the text is written as a folder: `./data`, `out/`."""
    return len(text) < 200 and _FOLDER_LIKE.match(text) is not None

"""Files of the data folder: tables, and the fixed text of generated programs in named pieces."""

from functools import cache
from importlib import resources


def data_text(name: str) -> str:
    """A file of the data folder."""
    return (resources.files("skillrt.code.outlining") / "data" / name).read_text(encoding="utf-8")


@cache
def pieces(name: str, mark: str) -> dict[str, str]:
    """A template file as its named pieces: each begins behind a line `<mark>: name`; its text ends in one newline."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in data_text(name).splitlines():
        if line.startswith(mark + ": "):
            lines = found.setdefault(line[len(mark) + 2 :].strip(), [])
        else:
            lines.append(line)
    return {key: "\n".join(rows).strip("\n") + "\n" for key, rows in found.items()}


def filled(piece: str, **values: str) -> str:
    """A piece with its `@name@` places filled, each once and never inside what was filled in."""
    parts = piece.split("@")
    out: list[str] = [parts[0]]
    at = 1
    while at < len(parts):
        key = parts[at]
        if key in values and at + 1 < len(parts):
            out += [values[key], parts[at + 1]]
            at += 2
        else:
            out += ["@", key]
            at += 1
    return "".join(out)

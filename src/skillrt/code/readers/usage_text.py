"""The last resort: what a script's usage text says. People forget to keep it up to date, so it closes nothing."""

import re

from skillrt.code.interface import Interface, Option, Positional

_USAGE = re.compile(r"\busage:[ \t]*(?:\r?\n[ \t#*]*)?([^\r\n]{3,300})", re.IGNORECASE)
_NAMES = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_PLACE = re.compile(r"(?<![\w=-])(?:<([\w .-]+)>|\[([\w .-]+)\]|([A-Z][A-Z_]+))(?![\w=])")


def read_python(text: str) -> Interface | None:
    """The usage text of a Python script."""
    return _read(text, "python")


def read_shell(text: str) -> Interface | None:
    """The usage text of a shell script."""
    return _read(text, "shell")


def read_javascript(text: str) -> Interface | None:
    """The usage text of a JavaScript program."""
    return _read(text, "javascript")


def _read(text: str, language: str) -> Interface | None:
    """Names of options and arguments from the first usage line; open everywhere."""
    found = _USAGE.search(text) if "usage:" in text.lower() else None
    if found is None:
        return None
    line = found.group(1)
    names = sorted(set(_NAMES.findall(line)))
    places = [next(part for part in place if part) for place in _PLACE.findall(line)]
    if not names and not places:
        return None
    return Interface(
        "usage",
        language,
        tuple(Option((name,), 0, None, loose=True) for name in names),
        tuple(Positional(name, 0, None) for name in places[:20]),
        open_options=True,
        open_positionals=True,
        open_subcommands=True,
    )

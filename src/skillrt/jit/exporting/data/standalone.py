"""What every exported program brings along: its options, what must hold before it does anything, its errors.

The text of this file stands in each of them, so it uses nothing but the standard library.
"""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, NoReturn

_NUMBER = re.compile(r"[-+]?\d{1,18}(?:\.\d{1,9})?")
_PLAIN = re.compile(r"\w{1,100}|-?\d{1,18}(?:\.\d{1,9}){0,3}|\d{4}-\d{2}(?:-\d{2})?")
_LONGEST = 10_000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def values_given(spec: dict[str, Any], arguments: list[str]) -> SimpleNamespace:
    """The values that the program uses, by name. Ends with status 2 and one line where something does not hold."""
    parser = _Parser(description=spec["summary"], allow_abbrev=False)
    for option in spec["options"]:
        parser.add_argument(f"--{option['name']}", required=True, metavar=option["metavar"], help=option["help"])
    given = {name.replace("_", "-"): value for name, value in vars(parser.parse_args(arguments)).items()}
    for option in spec["options"]:
        problem = _problem(option, given[option["name"]])
        if problem:
            parser.error(f"--{option['name']}: {problem}")
    try:
        values = {name: _value(item, given) for name, item in spec["values"].items()}
        outputs = [(item["pieces"], item["may_exist"]) for item in spec["outputs"]]
        paths = [(_text(pieces, given), may_exist or not _is_there(pieces, given)) for pieces, may_exist in outputs]
    except ValueError as error:
        parser.error(str(error))
    for path, is_free in paths:
        if _leaves(path):
            parser.error(f"{path[:200]!r} lies outside the current folder")
        if not is_free:
            parser.error(f"{path[:200]!r} is already there")
    sys.excepthook = lambda kind, error, _: print(f"{parser.prog}: {kind.__name__}: {error}", file=sys.stderr)
    return SimpleNamespace(**values)


def run_command(text: str, given: SimpleNamespace) -> int:
    """Run a shell command that finds the values in its environment; its exit status."""
    values = {f"SKILLRT_{name.upper()}": str(value) for name, value in vars(given).items()}
    shell = shutil.which("bash") or "sh"
    return subprocess.run([shell, "-c", text], env={**os.environ, **values}, check=False).returncode


def _problem(option: dict[str, Any], value: str) -> str:
    if "\0" in value or len(value) > _LONGEST:
        return "the value is too long or holds a NUL"
    if option["checked"] == "number":
        return "" if _NUMBER.fullmatch(value) else f"{value[:200]!r} is no plain number"
    if value.startswith("-") or not value:
        return f"{value[:200]!r} is empty or would be taken for an option"
    if option["endings"] and not value.lower().endswith(tuple(option["endings"])):
        return f"{value[:200]!r} does not end with {' or '.join(option['endings'])}"
    if option["checked"] in ("file", "folder"):
        is_there = os.path.isfile if option["checked"] == "file" else os.path.isdir
        return "" if is_there(value) else f"the {option['checked']} {value[:200]!r} is not there"
    return ""


def _value(item: dict[str, Any], given: dict[str, str]) -> str | int | float:
    text = _text(item["pieces"], given)
    if item["form"] == "word" and text.startswith("-"):
        raise ValueError(f"{text[:200]!r} would be taken for an option")
    if item["form"] != "number":
        return text
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text[:200]!r} is no plain number")
    return float(text) if "." in text else int(text)


def _text(pieces: list[tuple[str, str, str]], given: dict[str, str]) -> str:
    return "".join(text if not option else _used(given[option], use) for text, option, use in pieces)


def _is_there(pieces: list[tuple[str, str, str]], given: dict[str, str]) -> bool:
    """Whether the output is there; of any number of files one that is no input."""
    if all(use != "any" for _, _, use in pieces):
        return os.path.lexists(_text(pieces, given))
    parts = (
        text if use == "any" else glob.escape(_text([(text, option, use)], given)) for text, option, use in pieces
    )
    return bool(set(glob.glob("".join(parts))) - set(given.values()))


def _used(value: str, use: str) -> str:
    folder, _, name = value.rpartition("/")
    if use == "name":
        return name
    if use == "folder":
        return folder
    if use == "stem":
        stem, dot, _ = name.rpartition(".")
        return stem if dot and stem else name
    if use == "hundredth":
        return repr(float(value) / 100)
    if use in ("less", "more"):
        if not _NUMBER.fullmatch(value) or "." in value:
            raise ValueError(f"{value[:200]!r} is no whole number")
        return str(int(value) + (1 if use == "more" else -1))
    if use == "plain" and not _PLAIN.fullmatch(value):
        raise ValueError(f"{value[:200]!r} is no plain word")
    return value


def _leaves(path: str) -> bool:
    top = os.path.realpath(".")
    try:
        return os.path.commonpath([top, os.path.realpath(path)]) != top
    except ValueError:
        return True

"""Which language a script or a fenced block is written in."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import cast

import msgspec

_SHEBANG = re.compile(r"\ufeff?#![ \t]*(\S{1,200})([^\r\n]{0,200})")
_VERSION = re.compile(r"[\d.]+(?:\.exe)?$|\.exe$")
_FENCE_WORD = re.compile(r"\s*[{.]*([\w+#-]{1,40})")


class Shebang(msgspec.Struct, frozen=True, gc=False):
    """The `#!` line of a script: the program's bare name, its language ('' where unknown) and the words after it."""

    program: str
    language: str
    arguments: tuple[str, ...] = ()


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Info strings, endings and interpreters, each to its language."""
    source = resources.files("skillrt.code") / "data" / "languages.toml"
    table = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source.read_text(encoding="utf-8")))
    found = tuple(
        {word: language for language, row in table.items() for word in row[field]}
        for field in ("fences", "endings", "programs")
    )
    return found[0], found[1], found[2]


def shebang(text: str) -> Shebang | None:
    """The shebang of a script's text; None where it has none. `/usr/bin/env -S uv run --script` gives `uv`."""
    found = _SHEBANG.match(text, 0, 500)
    if not found:
        return None
    words = [found.group(1), *found.group(2).split()]
    if words[0].rpartition("/")[2] == "env":
        words = [word for word in words[1:] if word != "-S" and "=" not in word] or [""]
    program = words[0].rpartition("/")[2]
    return Shebang(program, program_language(program) or _runner_language(words), tuple(words[1:]))


def program_language(program: str) -> str:
    """The language that an interpreter reads, by its bare name, version suffix ignored; '' where it is none."""
    programs = _tables()[2]
    return programs.get(program) or programs.get(_VERSION.sub("", program), "")


def _runner_language(words: list[str]) -> str:
    """`uv run --script`, `npx tsx`: the language of the last word that names an interpreter; uv runs Python."""
    known = [language for language in map(program_language, words[1:]) if language]
    return known[-1] if known else "python" if words[0].rpartition("/")[2] == "uv" else ""


def script_language(name: str, text: str = "") -> str:
    """The language of a file by shebang, then by ending; '' where neither tells.

    The shebang wins because many files named `.sh` hold Python.
    """
    if text.startswith(("#!", "\ufeff#!")):
        line = shebang(text)
        if line and line.language:
            return line.language
    dot = name.rfind(".")
    return _tables()[1].get(name[dot:].lower(), "") if dot >= 0 else ""


def fence_language(info: str) -> str:
    """The language that a fence's info string names; '' where there is none or it is unknown."""
    found = _FENCE_WORD.match(info)
    return _tables()[0].get(found.group(1).lower(), "") if found else ""

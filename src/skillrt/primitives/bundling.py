"""Programs and data that lowerings bring along: what a model would have to do becomes a file to run or to fill in."""

import re
from functools import cache
from importlib import resources
from typing import Final

from skillrt.primitives.draft import DerivedFile, Use
from skillrt.store.files import PROGRAMS_FOLDER

DATA_FOLDER: Final = "references/skillrt"
_PROGRAMS: Final = "skillrt.primitives"
_NAME_SIZE: Final = 40


@cache
def program(name: str) -> DerivedFile:
    """A program of the folder `programs/` as a file of the variant: `scripts/skillrt/NAME`. Raises FileNotFoundError
    where there is none."""
    text = (resources.files(_PROGRAMS) / "programs" / name).read_text(encoding="utf-8")
    return DerivedFile(f"{PROGRAMS_FOLDER}/{name}", text, True, how="outlined")


def data_path(title: str, ending: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """A path below `references/skillrt/` for data about `title`, with a number where it is taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:_NAME_SIZE].strip("-") or "list"
    path, number = f"{DATA_FOLDER}/{stem}{ending}", 2
    while path in taken:
        path, number = f"{DATA_FOLDER}/{stem}-{number}{ending}", number + 1
    return path


def shell_word(text: str) -> str:
    """The text as one word of a POSIX shell."""
    if text and all(char.isascii() and (char.isalnum() or char in "@%+=:,./_-") for char in text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"


def uses_of(text: str, *paths: str) -> tuple[Use, ...]:
    """A use for every place in `text` that names one of the bundled files."""
    return tuple(Use(path) for path in paths for _ in range(text.count(path)))

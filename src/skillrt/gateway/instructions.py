"""Standing instructions: what an agent is told besides the user's request, by its harness and by files of the project
(AGENTS.md and the like). As one digest that is the same in every run in which the same is told."""

import hashlib
import os
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from skillrt.gateway.assembly.user_text import user_text, without
from skillrt.gateway.matching import Masks
from skillrt.gateway.pointing import volatile_rules
from skillrt.targets import Harness, shipped_harnesses
from skillrt.targets.traffic import Cut, Traffic
from skillrt.wire.exchange import Message, Request, Text

_MOST: Final = 1024 * 1024  # bytes of a file that count


def instructions_digest(request: Request, harness: Harness, folder: Path, ignored: Collection[str] = ()) -> str:
    """What is told at the beginning of the request's history, without what differs from run to run, and the very
    bytes of the instruction files in the working folder and above it. Folders with a name in `ignored` are not looked
    into. Raises OSError."""
    real = folder.resolve()
    masks = Masks(volatile_rules((harness,)), tuple(dict.fromkeys((str(folder), str(real)))))
    total = hashlib.sha256(masks.masked(told_besides(request, harness.traffic)).encode("utf-8", "replace"))
    for place, data in _files(real, ignored):
        total.update(f"\0{place}\0{hashlib.sha256(data).hexdigest()}".encode("utf-8", "replace"))
    return total.hexdigest()[:16]


def told_besides(request: Request, traffic: Traffic) -> str:
    """The words before the first answer that are not the user's: system prompts, and what the harness puts beside and
    around the user's words. Lists of skills are left out, which are a condition of their own; blanks at the ends of
    lines and empty lines do not count."""
    found: list[str] = []
    for message in request.messages:
        if message.role == "assistant":
            break
        for part in message.parts:
            if isinstance(part, Text):
                found += _lines(_unlisted(_not_the_users(message, part.text, traffic), traffic))
    return "\n".join(found)


def _not_the_users(message: Message, text: str, traffic: Traffic) -> str:
    words = "" if message.role in {"system", "developer"} else user_text(text, traffic)
    return text.replace(words, "", 1) if words else text


def _unlisted(text: str, traffic: Traffic) -> str:
    for listing in traffic.listings:
        text = without(text, Cut(listing.begin, listing.end))
    return text


def _lines(text: str) -> list[str]:
    return [line for line in map(str.rstrip, text.splitlines()) if line]


def _files(folder: Path, ignored: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The instruction files by where they are: below the folder by their paths, above it by their names, the nearest
    first, so that folders side by side in a project are told the same."""
    names = frozenset(name for path in _known() for name in [path.rpartition("/")[2]])
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ignored)
        for name in sorted(names.intersection(files)):
            path = Path(where, name)
            yield path.relative_to(folder).as_posix(), _read(path)
    for parent in folder.parents:
        yield from ((f"above {path}", _read(parent / path)) for path in _known() if (parent / path).is_file())


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError:
        return b""  # nobody can read it, nor can the harness


@cache
def _known() -> tuple[str, ...]:
    """The paths of instruction files in a project: those of every harness, since some read those of others too."""
    places = (place for harness in shipped_harnesses().values() for place in harness.places)
    return tuple(sorted({place.path for place in places if place.meaning == "instructions.project"}))

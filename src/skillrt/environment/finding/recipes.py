"""Recipes: shell commands inside the files of continuous integration that documents show (`run:`, `script:`)."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.environment.finding.passages import Passage
from skillrt.environment.finding.scene import Scene, place_of_file

_LANGUAGES: Final = frozenset({"yaml", "yml"})
_KEY: Final = re.compile(r"([ \t]*(?:-[ \t]+)?)(run|script|before_script|after_script)[ \t]*:[ \t]*")
_ITEM: Final = re.compile(r"([ \t]*)-[ \t]+")
_SCALAR: Final = re.compile(r"[|>][-+]?\d?[ \t]*(?:#.*)?\Z")
_FILLED_IN: Final = re.compile(r"\$\{\{[^}\n]{0,200}\}\}")
_MANY: Final = 2_000  # lines of one block that are looked at

_Part = tuple[int, int]
"""The characters of a block that are shell."""


def recipes_of(scene: Scene) -> Iterator[Passage]:
    """One passage for each command or script; what is filled in at run time (`${{ x }}`) is a word."""
    for fence in scene.fences:
        if fence.block.language not in _LANGUAGES or fence.role == "wrong":
            continue
        if "run:" not in fence.text and "script:" not in fence.text:
            continue
        place, block = place_of_file(fence.path), fence.block
        for start, end in _parts(fence.text):
            text = _FILLED_IN.sub(lambda found: "x" * len(found.group()), fence.text[start:end])
            yield Passage(text, "shell", place, "example", fence.path, block.text, block, start)


def _parts(text: str) -> Iterator[_Part]:
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.splitlines(keepends=True)[:_MANY]:
        lines.append((at, line.rstrip("\r\n")))
        at += len(line)
    for number, (start, line) in enumerate(lines):
        found = _KEY.match(line)
        if found is None:
            continue
        value, depth = line[found.end() :], len(found.group(1))
        if _SCALAR.match(value):
            # under `script` it is a program in another language more often than not
            if found.group(2) == "run":
                yield from _deeper(lines, number + 1, depth)
        elif value and not value.startswith("#"):
            yield _unquoted(value, start + found.end())
        elif found.group(2) != "run":
            yield from _items(lines, number + 1, depth)


def _items(lines: list[tuple[int, str]], first: int, depth: int) -> Iterator[_Part]:
    """The items of a list of commands, which begins at line `first` and is at least `depth` deep."""
    for number in range(first, len(lines)):
        start, line = lines[number]
        found = _ITEM.match(line)
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if indent < depth or (found is None and indent <= depth):
            return
        if found is not None and _SCALAR.match(line[found.end() :]):
            yield from _deeper(lines, number + 1, len(found.group(1)))
        elif found is not None and not _KEY.match(line):
            yield _unquoted(line[found.end() :], start + found.end())


def _deeper(lines: list[tuple[int, str]], first: int, depth: int) -> Iterator[_Part]:
    """The lines from `first` on that are indented by more than `depth`, as one part."""
    last = first
    for number in range(first, len(lines)):
        line = lines[number][1]
        if line.strip():
            if len(line) - len(line.lstrip()) <= depth:
                break
            last = number + 1
    if last > first:
        yield lines[first][0], lines[last - 1][0] + len(lines[last - 1][1])


def _unquoted(value: str, start: int) -> _Part:
    shown = value.rstrip()
    if len(shown) > 1 and shown[0] == shown[-1] and shown[0] in "\"'":
        return start + 1, start + len(shown) - 1
    return start, start + len(shown)

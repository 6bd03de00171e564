"""Front matter: YAML with the place of every top-level entry, read without trusting it.

Offsets count characters of the front-matter block's text, fences included. Invalid YAML is tried once more with the
values of `key: value` lines quoted, which mends most of what is found in the wild (a colon in a description).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

FENCE = re.compile(r"\A---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_SIMPLE_LINE = re.compile(r"^([A-Za-z_][\w.-]*):[ \t]+(?![\"'|>\[{&*!])(\S.*?)[ \t]*(\r?)$")
_MAX_SIZE = 256 * 1024
_MAX_NODES = 20_000
_MAX_BITS = 14_000  # 4,215 digits; Python reads and writes 4,300, more stay text
_MAX_DEPTH = 64
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # what YAML does not let stand anywhere
_MANY_LINES = 300  # each line is read by itself to find those that need quotes


class Entry(msgspec.Struct, frozen=True):
    """One top-level entry: `start:end` covers its lines, `value_start:value_end` the value as written."""

    key: str
    value: Any
    start: int
    end: int
    value_start: int
    value_end: int


class FrontMatter(msgspec.Struct, frozen=True):
    """The entries in order. `problem` says in words why the YAML cannot be read; `at` is its offset in the block.

    `mended` is the text with quoted values where only that could be read.
    """

    entries: tuple[Entry, ...] = ()
    present: bool = False
    problem: str = ""
    at: int = 0
    mended: str = ""

    def entry(self, key: str) -> Entry | None:
        """The entry with this key."""
        return next((item for item in self.entries if item.key == key), None)

    def get(self, key: str) -> Any:  # noqa: ANN401  (YAML values have any type)
        """The value of `key`, or None."""
        item = self.entry(key)
        return item.value if item else None


@lru_cache(maxsize=8)  # most passes leave it as it is, and it is asked for again of each module that they make
def parse_front_matter(text: str) -> FrontMatter:
    """Read the text of a front-matter block, `---` lines included. Never raises."""
    opening = FENCE.match(text)
    if opening is None:
        return FrontMatter()
    body, base = _body(text, opening.end())
    entries, problem, at = _read(body)
    if not problem:
        return FrontMatter(_shifted(entries, base), present=True)
    few = body.count("\n") <= _MANY_LINES
    for quoted in (_quote_values(body, _is_no_entry if few else _any), _quote_values(body, _any)):
        again, still, _ = _read(quoted) if quoted != body else ((), problem, at)
        if not still:
            break
    else:
        return FrontMatter(present=True, problem=problem, at=base + at)
    located = _relocated(again, body)
    return FrontMatter(
        _shifted(located, base), True, problem, base + at, text[:base] + quoted + text[base + len(body) :]
    )


def _body(text: str, start: int) -> tuple[str, int]:
    closings = list(_CLOSING.finditer(text, start))
    return text[start : closings[-1].start() if closings else len(text)], start


def _read(body: str) -> tuple[tuple[Entry, ...], str, int]:
    """Entries with offsets into `body`, or what is wrong and where."""
    import yaml  # loaded where it is needed: start-up

    if len(body) > _MAX_SIZE:
        return (), f"the front matter is larger than {_MAX_SIZE // 1024} KiB", 0
    if _nesting(body) > _MAX_DEPTH:
        return (), f"the front matter is nested deeper than {_MAX_DEPTH} levels", 0
    # libyaml wants text that UTF-8 can carry; a stand-in of the same length keeps the offsets
    clean = re.sub("[\ud800-\udfff]", "\ufffd", body)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(clean, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        stray = _CONTROL.search(body)
        if mark is None and stray:
            return (), f"the character U+{ord(stray.group()):04X} cannot stand in it", stray.start()
        words = getattr(error, "problem", None) or "it cannot be read"
        return (), str(words), min(mark.index, len(body)) if mark else 0
    except (RecursionError, ValueError) as error:
        return (), f"it cannot be read ({type(error).__name__})", 0
    if node is None:
        return (), "", 0
    if not isinstance(node, yaml.MappingNode):
        return (), "it is not a list of `key: value` entries", 0
    return _entries(node, body)


def _entries(node: Any, body: str) -> tuple[tuple[Entry, ...], str, int]:  # noqa: ANN401  (PyYAML nodes are untyped)
    found: list[Entry] = []
    budget = [_MAX_NODES]
    pairs = node.value
    for index, (key, value) in enumerate(pairs):
        start = key.start_mark.index
        end = pairs[index + 1][0].start_mark.index if index + 1 < len(pairs) else len(body)
        try:
            plain = _plain(value, budget)
        except (RecursionError, OverflowError):
            return (), f"the value of `{key.value}` is too large or too deep", start
        first = value.start_mark.index
        # the parser ends lists and maps at the token after them, beyond their line end
        last = first + len(body[first : max(first, min(value.end_mark.index, end))].rstrip())
        found.append(Entry(str(key.value), plain, start, end, first, last))
    return tuple(found), "", 0


def _plain(node: Any, budget: list[int]) -> Any:  # noqa: ANN401
    """Python data of a node; dates stay text. The budget stops alias bombs.

    What is written decides, not its tag: `!!str [a]` is a list, and `!!seq {a: b}` a map.
    """
    budget[0] -= 1
    if budget[0] < 0:
        raise OverflowError
    if node.id == "scalar":
        return _scalar(node.tag.rsplit(":", 1)[-1], node.value)
    if node.id == "sequence":
        return [_plain(item, budget) for item in node.value]
    return {str(key.value): _plain(value, budget) for key, value in node.value}


def _scalar(kind: str, text: str) -> str | bool | int | float | None:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"true", "yes", "on", "y"}
    try:
        if kind == "int":
            number = int(text.replace("_", ""), 0)
            return number if number.bit_length() <= _MAX_BITS else text
        if kind == "float":
            return float(text.replace("_", ""))
    except ValueError:
        return text
    return text


def _nesting(body: str) -> int:
    """An upper bound of the nesting depth: open brackets, or indentation, or dashes on one line."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", body):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        return deepest
    indents: list[int] = []
    for match in re.finditer(r"^( *)((?:[-?:] +)*)\S", body, re.MULTILINE):
        indent = len(match.group(1))
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        deepest = max(deepest, len(indents) + len(match.group(2)) // 2)
    return deepest


def _quote_values(body: str, wanted: Callable[[str], bool]) -> str:
    return "\n".join(_quote_line(line) if wanted(line) else line for line in body.split("\n"))


def _any(_: str) -> bool:
    return True


def _is_no_entry(line: str) -> bool:
    """Whether the line by itself cannot be read; the others may stay as their author wrote them."""
    return bool(_read(line)[1])


def _quote_line(line: str) -> str:
    match = _SIMPLE_LINE.match(line)
    if match is None:
        return line
    key, value, carriage = match.groups()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{key}: "{escaped}"{carriage}'


def _relocated(entries: tuple[Entry, ...], body: str) -> tuple[Entry, ...]:
    """Offsets of entries read from the quoted text, found again in the text as written."""
    found: list[Entry] = []
    starts: list[int] = []
    cursor = 0
    for item in entries:
        match = re.compile(rf"^[\"']?{re.escape(item.key)}[\"']?[ \t]*:[ \t]*", re.MULTILINE).search(body, cursor)
        start, value = (match.start(), match.end()) if match else (cursor, cursor)
        starts.append(start)
        found.append(msgspec.structs.replace(item, start=start, value_start=value))
        cursor = value
    ends = [*starts[1:], len(body)]
    return tuple(
        msgspec.structs.replace(
            item, end=end, value_end=item.value_start + len(body[item.value_start : end].rstrip())
        )
        for item, end in zip(found, ends, strict=True)
    )


def _shifted(entries: tuple[Entry, ...], base: int) -> tuple[Entry, ...]:
    return tuple(
        msgspec.structs.replace(
            item,
            start=item.start + base,
            end=item.end + base,
            value_start=item.value_start + base,
            value_end=item.value_end + base,
        )
        for item in entries
    )

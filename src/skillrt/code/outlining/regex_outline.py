"""Regular expressions of a skill -> a file of named patterns and a small program that applies one by name."""

import json
import re
import warnings
from collections.abc import Sequence

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.data_files import data_text
from skillrt.code.outlining.program import Input, Outlined, Program, Refusal, Snippet
from skillrt.code.outlining.refused import Refused

MAX_PATTERN = 500
MAX_PATTERNS = 100
PROGRAM_FILE = "match-pattern.py"
PATTERNS_FILE = "patterns.json"
_LABEL = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*[:=]\s+(?=\S)")
_SLASHES = re.compile(r"/(.+)/([a-z]{0,6})\Z", re.DOTALL)
_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")
_FLAGS = {"i": "i", "m": "m", "s": "s", "x": "x"}
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*+\]|[()]|[+*{](?:\d*,?\d*\})?", re.DOTALL)


def outline_regex(snippets: Sequence[Snippet], wanted: frozenset[int] = frozenset()) -> Outlined:
    """One program for all patterns of the snippets (a pattern a line, `name: pattern` or a comment above names it).

    Never raises. A snippet of which no line is a pattern that Python's `re` takes stays.
    """
    patterns: dict[str, list[str]] = {}
    refusals: list[Refusal] = []
    sources: list[int] = []
    for index, snippet in enumerate(snippets):
        try:
            _collect(snippet, patterns)
            sources.append(index)
        except Refused as why:
            refusals.append(Refusal(index, why.rule, why.reason))
    if not patterns or not wanted <= set(sources):
        return Outlined((), tuple(refusals))
    listed = tuple(sorted(patterns))
    program = Program(
        "regex",
        PROGRAM_FILE,
        ("python3",),
        data_text("regex_program.py"),
        (Input("pattern", "choice", listed[0], required=True),),
        tuple(sources),
        "Apply a named pattern to files or standard input.",
        files=((PATTERNS_FILE, json.dumps(patterns, ensure_ascii=False, indent=2, sort_keys=True) + "\n"),),
    )
    return Outlined((program,), tuple(refusals))


def _collect(snippet: Snippet, patterns: dict[str, list[str]]) -> None:
    """Add the patterns of one snippet; refuses where it has none."""
    before, comment, why = len(patterns), "", Refused("no-effect", "there is no pattern in it")
    for line in snippet.text.splitlines()[: MAX_PATTERNS * 3]:
        line = line.strip()
        if not line or (line.startswith("#") and not line.startswith("#(")):
            comment = line.lstrip("# ") or comment
            continue
        label = _LABEL.match(line)
        title = label.group(1) if label else comment or snippet.title or snippet.lead
        try:
            row = _checked(line[label.end() :] if label else line)
        except Refused as reason:
            why = reason
            continue
        if len(patterns) < MAX_PATTERNS and row not in patterns.values():
            patterns[names.distinct(names.file_stem(title, "pattern"), patterns)] = row
        comment = ""
    if len(patterns) == before:
        raise why


def _checked(text: str) -> list[str]:
    """A pattern in the words of Python, and its flags."""
    slashes = _SLASHES.match(text.strip("`"))
    pattern = slashes.group(1).replace("\\/", "/") if slashes else text.strip("`")
    flags = "".join(sorted({_FLAGS[mark] for mark in slashes.group(2) if mark in _FLAGS})) if slashes else ""
    pattern = _NAMED_GROUP.sub("(?P<", pattern)
    if len(pattern) > MAX_PATTERN:
        raise Refused("too-large", f"a pattern is longer than {MAX_PATTERN} characters")
    if repeats_repetition(pattern):
        raise Refused("too-large", "a pattern repeats what already repeats, which can take time without end")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, MemoryError, ValueError):
        raise Refused("syntax-error", "Python cannot read the pattern") from None
    return [pattern, flags]


def repeats_repetition(pattern: str) -> bool:
    """Whether a group that holds a repetition is itself repeated: such patterns can take time without end."""
    inside = [False]
    closed = False
    end = -1
    for found in _PIECE.finditer(pattern):
        mark = found.group()[0]
        repeats = mark in "+*" or (mark == "{" and found.group().endswith("}"))
        if repeats and closed and found.start() == end:
            return True
        inside[-1] = inside[-1] or repeats
        closed = False
        if mark == "(":
            inside.append(False)
        elif mark == ")" and len(inside) > 1:
            closed = inside.pop()
            inside[-1] = inside[-1] or closed
        end = found.end()
    return False

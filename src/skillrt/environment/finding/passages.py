"""Passages: code wherever it stands in a skill, in one shape: fenced blocks, bundled programs, cells of notebooks,
and the programs that shell commands carry along (`python -c`, here-documents)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from skillrt.code import Command, Offsets, commands, fence_language, program_of, script_language
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.sighting import Manner, Place
from skillrt.errors import Span
from skillrt.ir import Block, BundledFile
from skillrt.reading.fences import Fence

_MEMO: Final = "environment.passages"
_LANGUAGES: Final = frozenset({"python", "shell", "console", "javascript", "powershell", "batch"})
_MAX_CELLS: Final = 500
_NOTEBOOK: Final = ".ipynb"
_SHOWN: Final = frozenset({"test", "example", "template", "sample", "fixture"})
_SAMPLES: Final = frozenset({"example", "sample", "fixture"})
_PROJECTS: Final = (["test", "project"], ["test", "data"], ["test", "app"], ["test", "repo"])
_SAMPLE: Final = re.compile(r"(?:sample|example)[_.-]|[^.]{1,80}[_.-](?:sample|example)\.")
_TEST: Final = re.compile(r"\Atest_.+\.py\Z|_test\.(?:py|go)\Z|\Aconftest\.py\Z|\.(?:test|spec)\.[cm]?[jt]sx?\Z")


@dataclass(frozen=True, slots=True)
class Passage:
    """Code of one language. `outer` is the text of the file or block that it stands in and `base` the character of it
    at which `text` begins; with `fixed` only the place as a whole is known. `manner` is how what it uses is said;
    `guessed` says that nothing but the text tells the language."""

    text: str
    language: str
    place: Place
    manner: Manner
    file: str
    outer: str
    block: Block | None = None
    base: int = 0
    fixed: Span | None = None
    guessed: bool = False

    @property
    def id(self) -> str:
        """The block's id; '' in a bundled file."""
        return self.block.id if self.block else ""

    def span(self, start: int, end: int) -> Span:
        """The place in the source of the characters `start:end` of `text`."""
        if self.fixed is not None:
            return self.fixed
        low, high = self.base + start, self.base + max(start, end - 1)
        first_line, first_byte = 1, 0
        if self.block is not None:
            low, high = self.block.offset_of_content(low), self.block.offset_of_content(high)
            first_line, first_byte = self.block.span.line, self.block.span.start
        offsets, high = Offsets(self.outer), min(high + 1, len(self.outer))
        line = first_line + self.outer.count("\n", 0, low)
        end_line = line + self.outer.count("\n", low, max(low, high - 1))
        return Span(self.file, first_byte + offsets.byte(low), first_byte + offsets.byte(high), line, end_line)

    def lines(self, first: int, last: int) -> Span:
        """The place of the 1-based lines `first` to `last` of `text`, without the blanks around them."""
        rows = self.text.splitlines(keepends=True)
        start = sum(map(len, rows[: first - 1]))
        shown = "".join(rows[first - 1 : last])
        return self.span(start + len(shown) - len(shown.lstrip()), start + len(shown.rstrip()))


def passages_of(scene: Scene) -> tuple[Passage, ...]:
    """Every passage of a skill, SKILL.md first, bundled programs after the documents; worked out once."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        known = memo[_MEMO] = tuple(_with_carried(_passages(scene)))
    return cast("tuple[Passage, ...]", known)


def _passages(scene: Scene) -> Iterator[Passage]:
    for fence in scene.fences:
        if fence.language in _LANGUAGES:
            yield _of_fence(fence)
    for file in scene.scripts:
        if file.text is not None and file.language in _LANGUAGES:
            yield Passage(file.text, file.language, "script", manner_of_file(file.path), file.path, file.text)
    for file in scene.module.files:
        if file.path.endswith(_NOTEBOOK) and file.text:
            yield from _cells(file)


def _of_fence(fence: Fence) -> Passage:
    manner: Manner = "example" if fence.role == "wrong" else "use"
    block = fence.block
    guessed = not fence_language(block.info)
    place = place_of_file(fence.path)
    return Passage(fence.text, fence.language, place, manner, fence.path, block.text, block, guessed=guessed)


def manner_of_file(path: str) -> Manner:
    """Programs among tests, examples and templates, and files called a sample, are shown; others are used."""
    *folders, name = path.lower().split("/")
    shown = _TEST.search(name) is not None or _SAMPLE.match(name) is not None or any(map(_is_of_samples, folders))
    return "example" if shown else "use"


def _is_of_samples(folder: str) -> bool:
    """`tests`, `sample_data`, `test-project`, `code-examples`."""
    words = [word.rstrip("s") for word in re.split(r"[_. -]", folder) if word]
    return bool(words) and (words[-1] in _SHOWN or words[0] in _SAMPLES or words in _PROJECTS)


def _cells(file: BundledFile) -> Iterator[Passage]:
    """The code cells of a notebook, each with the whole line of its beginning as its place."""
    try:
        data: Any = json.loads(file.text or "")
    except (ValueError, RecursionError):
        return
    cells = cast("Any", data).get("cells") if isinstance(data, dict) else None
    text = file.text or ""
    at = 0
    for cell in cast("list[Any]", cells)[:_MAX_CELLS] if isinstance(cells, list) else ():
        if not isinstance(cell, dict) or cast("Any", cell).get("cell_type") != "code":
            continue
        source = cast("Any", cell).get("source")
        pieces = cast("list[Any]", source) if isinstance(source, list) else [source]
        code = "".join(piece for piece in pieces if isinstance(piece, str))
        found = text.find('"code"', at)
        at = found + 1 if found >= 0 else at
        line = text.count("\n", 0, at) + 1
        place = Span(file.path, max(0, found), max(0, found) + 6, line, line)
        yield Passage(code, "python", "script", manner_of_file(file.path), file.path, text, None, 0, place)


def _with_carried(passages: Iterator[Passage]) -> Iterator[Passage]:
    for passage in passages:
        yield passage
        if passage.language not in ("python", "javascript") and ("<<" in passage.text or " -" in passage.text):
            yield from _carried(passage)


def _carried(passage: Passage) -> Iterator[Passage]:
    """Programs inside shell commands: `python -c CODE`, `node -e CODE`, `python <<EOF`, `cat > x.py <<EOF`."""
    text = passage.text
    if not any(word in text for word in ("python", "node", "<<", "bun", "deno")):
        return
    ascii_only = text.isascii()
    for command in commands(text, console=passage.language == "console"):
        program = program_of(command)
        if program is not None and program.code is not None and program.language in _LANGUAGES:
            place = passage.span(command.start, command.end) if ascii_only else passage.span(0, len(text))
            yield _inner(passage, program.code.text, program.language, place)
        yield from _here(passage, command, program.language if program else "")


def _here(passage: Passage, command: Command, language: str) -> Iterator[Passage]:
    for redirect in command.redirects:
        if redirect.body is None:
            continue
        written = [item.target.text for item in command.redirects if item.operator in (">", ">>")]
        wanted = script_language(written[0]) if written else language
        if wanted in _LANGUAGES:
            raw = passage.text.encode("utf-8", "surrogatepass")
            start, end = redirect.body
            body = raw[start:end].decode("utf-8", "replace")
            begun = len(raw[:start].decode("utf-8", "replace"))
            yield _inner(passage, body, wanted, passage.span(begun, begun + len(body)))


def _inner(passage: Passage, text: str, language: str, place: Span) -> Passage:
    return Passage(
        text, language, passage.place, passage.manner, passage.file, passage.outer, passage.block, 0, place
    )

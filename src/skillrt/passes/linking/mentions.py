"""Mentions: every place of a document that may name a file, with what is needed to judge it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

import msgspec

from skillrt.code import fence_language
from skillrt.ir import SKILL_FILE, Block, Document, Inline
from skillrt.passes.linking.layout import read_drawing
from skillrt.passes.linking.programs import Call, Role, Use, read_shell
from skillrt.passes.linking.tokens import Token, path_tokens

Via = Literal["link", "image", "code", "prose", "command", "data"]

# A description with its indented lines.
_DESCRIBED = re.compile(r"^(?:description|compatibility):[^\n]*(?:\n[ \t]+[^\n]*){0,60}", re.MULTILINE)
_LAYOUT = re.compile(r"[├└]|^[ \t]*[|`+]--", re.MULTILINE)
# How a line begins that is a command although nothing says so.
_COMMAND = re.compile(
    r"(?:^|\n)[ \t]*(?:[$❯][ \t]+)?(?:[A-Z_]{2,40}=\S{1,200}[ \t]+)?(?:(?:sudo|time|nohup)[ \t]+)?"
    r"(?:(?:python[\d.]*|node|bash|sh|zsh|uv|uvx|npx|bun|deno|source|cd|ruby|perl|chmod|Rscript|pwsh|tsx|php)[ \t]+\S"
    r"|\./[\w-]|(?:\{baseDir\}|\$\{?\w{1,40}\}?|~|\.)?/?(?:[\w.-]{1,80}/){1,8}[\w.-]{1,80}\.(?:sh|py|js|mjs|ts|rb|pl)\b)"
)
_SOURCE = re.compile(
    r"""<(?:img|a|source|video)\b[^<>]{0,300}?\s(?:src|href)\s*=\s*["']?([^"'\s>]{1,300})""", re.IGNORECASE
)
_FOLDER = re.compile(r"(?<![\w/.:-])(?:\./)?((?:[\w.-]{1,60}/){0,4}[A-Za-z][\w.-]{0,60})/(?![\w*{<$.\[-])")
_MOVES = re.compile(r"(?:^|[\n;&$] ?)(?:cd|pushd)[ \t]")
_MANY = 4000  # mentions of one document; among 2,500 published skills the most is 387
_SHELL = frozenset(("shell", "console"))


# Whether a word (and the folder that the list round it is about) can name a file of the skill at all.
Worth = Callable[[str, str], bool]


class Mention(msgspec.Struct, frozen=True, gc=False):
    """One place that may name a file: characters `start:end` of `block.text`, `path` as written there.

    `role` says what a command does with it ('' outside commands), `option` the option that it belongs to, `cwd` the
    folder that a `cd` went to, `carried` where that stands in an earlier block. `cut`: a placeholder touches it.
    `layout` marks an entry of a drawing of a folder, whose root is then the `option`; `program` a block in a
    programming or data language. `heading` is the nearest heading, `folder` the folder that the heading, or the words
    that introduce a list, name.
    """

    document: str
    block: Block
    start: int
    end: int
    path: str
    via: Via
    role: Role = ""
    option: str = ""
    cwd: str = ""
    carried: bool = False
    cut: bool = False
    layout: bool = False
    program: bool = False
    heading: str = ""
    folder: str = ""


class Site(msgspec.Struct, frozen=True, gc=False):
    """A command that runs a script, where it stands: `offset` is where the text that was read begins in the block's
    content (code blocks) or text (code spans, `span`)."""

    block: Block
    call: Call
    text: str
    offset: int
    span: bool


class Scan(msgspec.Struct, frozen=True):
    """What one document holds: mentions, and commands that run something."""

    mentions: list[Mention]
    sites: list[Site]


def scan(document: Document, worth: Worth) -> Scan:
    """All mentions of a document of which `worth` says that they can matter, in order."""
    scanner = _Scanner(document.path, worth)
    listed = False
    for block in document.leaves():
        kind = block.kind
        if kind == "trivia":  # two leaves of five
            continue
        if kind == "front-matter" and document.path == SKILL_FILE:
            scanner.described(block)
        if kind == "marker":
            listed = True
        elif kind == "heading":
            scanner.head(block)
        elif kind == "code":
            scanner.code_block(block)
            listed = False
        elif kind in ("paragraph", "table", "html"):
            scanner.text_block(block, listed=listed or kind == "table")
            listed = False
    return Scan(scanner.mentions, scanner.sites)


class _Scanner:
    """One walk over the leaves of a document; it remembers the heading, the folder named last, where `cd` went."""

    def __init__(self, path: str, worth: Worth) -> None:
        self.path = path
        self.worth = worth
        self.mentions: list[Mention] = []
        self.sites: list[Site] = []
        self.heading = ""
        self.headed = ""
        self.folder = ""
        self.cwd = ""

    def head(self, block: Block) -> None:
        """A heading may name a file, and a folder for all that stands below it."""
        self.heading = block.text.strip("# \r\n")
        self.headed = self.folder = named_folder(block.text)
        self.text_block(block, listed=True)

    def described(self, block: Block) -> None:
        """What the description in a front matter sends the reader to. Whole values are read with the data."""
        found = _DESCRIBED.search(block.text)
        if found is None or "/" not in found.group():
            return
        for token in path_tokens(found.group()):
            if "/" in token.text and self.worth(token.text, ""):
                start, end = found.start() + token.start, found.start() + token.end
                self.add(block, start, end, token, "prose")

    def code_block(self, block: Block) -> None:
        """Commands, a drawing of a folder, or a program in some other language."""
        text = block.content
        if "." not in text and "/" not in text:
            return
        tokens = [token for token in path_tokens(text) if self.worth(token.text, self.folder)]
        if not tokens and not (("cd" in text or "pushd" in text) and _MOVES.search(text)):
            return
        language = fence_language(block.info)
        if language in ("", "text", "markdown") and _LAYOUT.search(text):
            self.drawing(block, text)
        elif language in _SHELL or (language in ("", "text") and _COMMAND.search(text)):
            self.commands(block, text, tokens, console=language == "console")
        else:
            self.shown(block, tokens)

    def shown(self, block: Block, tokens: list[Token]) -> None:
        """Mentions of a block that holds neither commands nor a drawing: a program, data, output."""
        place = _placer(block)
        for token in tokens:
            self.add(block, place(token.start), place(token.end), token, "data", program=True)

    def drawing(self, block: Block, text: str) -> None:
        """A drawing of a folder: its entries, each as a path below the drawing's root."""
        drawing = read_drawing(text)
        place = _placer(block)
        for entry in drawing.entries:
            start, end = place(entry.start), place(entry.end)
            token = Token(start, end, entry.path)
            self.add(block, start, end, token, "data", layout=True, option=drawing.root)

    def commands(self, block: Block, text: str, tokens: list[Token], *, console: bool) -> None:
        """Mentions and calls of a block of commands."""
        shell = read_shell(text, console=console, cwd=self.cwd)
        place = _placer(block)
        moves = next((use.start for use in shell.uses if use.role == "folder"), len(text)) if self.cwd else -1
        for token, use in _matched(_with_folders(text, tokens, shell.uses), shell.uses):
            carried = use is not None and use.cwd == self.cwd and use.start <= moves
            fields = _of_use(use) | {"carried": carried} if use else {"program": True}
            self.add(block, place(token.start), place(token.end), token, "command", **fields)
        self.sites += [Site(block, call, text, 0, False) for call in shell.calls[: _MANY - len(self.sites)]]
        self.cwd = shell.cwd

    def text_block(self, block: Block, *, listed: bool) -> None:
        """A paragraph, table, heading or HTML: links, code spans and bare words."""
        text = block.text
        if not listed:
            self.folder = self.headed
        if "/" not in text and "." not in text and not block.inlines:
            return
        spans = self.inlines(block) if block.inlines else []
        starts = [start for start, _, _ in spans]
        read: set[int] = set()
        for token in path_tokens(text):
            if not self.worth(token.text, self.folder):
                continue
            index = bisect_right(starts, token.start) - 1
            start, end, kind = spans[index] if index >= 0 else (0, 0, "")
            if token.start >= end:
                self.add(block, token.start, token.end, token, "prose")
            elif kind == "code" and start not in read:
                read.add(start)
                self.code_span(block, start, end)
        if not listed and text.rstrip().endswith((":", "：", ":**")):
            self.folder = named_folder(text) or self.headed

    def inlines(self, block: Block) -> list[tuple[int, int, str]]:
        """Outermost markup in order; links and images become mentions at once."""
        found: list[tuple[int, int, str]] = []
        covered = 0
        for item in block.inlines:
            if item.kind in ("link", "image"):
                self.link(block, item)
            elif item.kind == "html":
                self.html(block, item)
            if item.start >= covered and item.kind != "emphasis":
                found.append((item.start, item.end, item.kind))
                covered = item.end
        return found

    def link(self, block: Block, item: Inline) -> None:
        """A link or image: its target is a mention."""
        target = item.value
        if not target or target.startswith("#") or "://" in target[:12]:
            return
        at = block.text.rfind(target, item.start, item.end)
        start, end = (at, at + len(target)) if at >= 0 else (item.start, item.end)
        self.add(block, start, end, Token(start, end, target), "image" if item.kind == "image" else "link")

    def html(self, block: Block, item: Inline) -> None:
        """The source of an HTML image or link."""
        for found in _SOURCE.finditer(block.text, item.start, item.end):
            if "://" not in found.group(1) and not found.group(1).startswith("#"):
                self.add(block, found.start(1), found.end(1), Token(*found.span(1), found.group(1)), "image")

    def code_span(self, block: Block, start: int, end: int) -> None:
        """A code span: a command, or words that may be paths."""
        text = block.text[start:end]
        ticks = len(text) - len(text.lstrip("`"))
        inside = text[ticks : len(text) - ticks]
        offset = start + ticks
        tokens = [token for token in path_tokens(inside) if self.worth(token.text, self.folder)]
        if tokens and " " in inside and _COMMAND.match(inside):
            shell = read_shell(inside)
            for token, use in _matched(tokens, shell.uses):
                fields = _of_use(use) if use else {}
                self.add(block, offset + token.start, offset + token.end, token, "command", **fields)
            self.sites += [Site(block, call, inside, offset, True) for call in shell.calls[: _MANY - len(self.sites)]]
            return
        whole = " " not in inside.strip()
        for token in tokens:
            self.add(block, offset + token.start, offset + token.end, token, "code", program=not whole)

    def add(self, block: Block, start: int, end: int, token: Token, via: Via, **fields: object) -> None:
        """Record a mention, unless the document is one that nobody wrote."""
        if len(self.mentions) >= _MANY:
            return
        self.mentions.append(
            Mention(
                self.path, block, start, end, token.text, via,
                cut=token.cut, heading=self.heading, folder=self.folder,
                **fields,  # type: ignore[arg-type]
            )
        )  # fmt: skip


def named_folder(text: str) -> str:
    """The last folder that a text names (`scripts/`), without the slash; '' where it names none."""
    if "/" not in text or len(text) > 2000:
        return ""
    found = _FOLDER.findall(text)
    return found[-1] if found else ""


def _of_use(use: Use) -> dict[str, object]:
    return {"role": use.role, "option": use.option, "cwd": use.cwd}


def _placer(block: Block) -> Callable[[int], int]:
    if len(block.pieces) == 1:
        base = block.pieces[0][0]

        def placed(position: int) -> int:
            return base + position

        return placed
    return block.offset_of_content


def _with_folders(text: str, tokens: list[Token], uses: Sequence[Use]) -> list[Token]:
    """The tokens with the bare names of folders that a `cd` goes to."""
    moves = [use for use in uses if use.role == "folder"]
    bare = [(use, text[use.start : use.end]) for use in moves]
    found = [
        Token(use.start, use.end, word) for use, word in bare if word.replace("-", "").replace("_", "").isalnum()
    ]
    return sorted([*tokens, *found], key=lambda token: token.start) if found else tokens


def _matched(tokens: Sequence[Token], uses: Sequence[Use]) -> Iterator[tuple[Token, Use | None]]:
    """Each token with the word that it stands in; a word inside `$(...)` counts before the one round it."""
    starts = [use.start for use in uses]
    for token in tokens:
        index = bisect_right(starts, token.start) - 1
        while index >= 0 and uses[index].end < token.end and token.start - uses[index].start < 400:
            index -= 1
        inside = index >= 0 and uses[index].start <= token.start < uses[index].end
        yield token, uses[index] if inside else None

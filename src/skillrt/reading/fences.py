"""Code blocks, with what they are for: code to write, commands to run, data to produce, a form to follow."""

import re
from functools import lru_cache
from typing import Final, Literal, cast

import msgspec

from skillrt.code import fence_language
from skillrt.ir import Block
from skillrt.reading.sections import Section
from skillrt.reading.sentences import Sentence

_MEMO: Final = "reading.fences"
Role = Literal["code", "commands", "data", "form", "drawing", "wrong"]
_DATA: Final = frozenset(
    {"json", "jsonc", "json5", "jsonl", "yaml", "toml", "xml", "plist", "ini", "properties", "csv"}
)
_FORMS: Final = frozenset(
    [
        *(
            "",
            "text",
            "txt",
            "plain",
            "plaintext",
            "markdown",
            "md",
            "mdx",
            "mermaid",
            "dot",
            "graphviz",
            "diff",
            "http",
        ),
        *(
            "log",
            "output",
            "prompt",
            "ascii",
            "gitignore",
            "gitattributes",
            "env",
            "dotenv",
            "conf",
            "tree",
            "none",
            "raw",
        ),
        *(
            "xml-like",
            "example",
            "template",
            "url",
            "uri",
            "csv",
            "tsv",
            "regex",
            "email",
            "user",
            "assistant",
            "gherkin",
        ),
    ]
)
_WRONG: Final = re.compile(
    r"(?:❌|✗|🚫)|\b(?:bad|wrong|incorrect|anti-?pattern|avoid|never|don['’]t|do not|not like this)\b"
    r"(?! (?:exist|already|have|need|want|know|worry|forget)\b)",
    re.I,
)
_WRONG_TITLE: Final = re.compile(r"❌|anti-?pattern", re.I)
_GOOD: Final = re.compile(r"✅|\b(?:good|right|correct|instead|better)\b", re.I)
_BULLET: Final = re.compile(r"^[ \t]*[-*•][ \t]+\w", re.M)
_DRAWING: Final = re.compile(r"[├└│┌┐]|^\s*\|?\s*[+|]--", re.M)
_MARK: Final = re.compile(r"`{3,}|~{3,}")
_INNER: Final = re.compile(r"^ {0,3}(`{3,80}|~{3,80})[ \t]{0,9}[\w+-]{1,40}[ \t]*$", re.M)
_LOOKS_PYTHON: Final = re.compile(r"^(?:import \w|from [\w.]+ import |def \w+\(|print\(|\w+ = \w+[\w.]*\()", re.M)
_LOOKS_SHELL: Final = re.compile(
    r"^[ \t]*(?:\$ )?(?:python3?|pip3?|npm|npx|git|curl|uv|docker|kubectl|"
    r"node|bash|sh|cd|\./|export|brew|gh|aws|cargo|go|make|dotnet|pnpm|yarn|bun|deno|terraform|helm|gcloud)[ \t]+\S",
    re.M,
)
_LOOKS_DATA: Final = re.compile(r"\A\s*[\[{][\s\S]*[\]}]\s*\Z")
_KEY: Final = re.compile(r'"[^"\n]{1,200}"\s*:')


class Fence(msgspec.Struct, frozen=True):
    """A code block. `language` is the normal name ('' where nothing tells), `lead` the sentence right before it."""

    block: Block
    path: str
    section: int
    language: str
    text: str
    role: Role
    lead: Sentence | None = None

    @property
    def lines(self) -> int:
        """Lines with something on them."""
        return _lines(self.text)


@lru_cache(maxsize=8192)
def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def fences_of(section: Section) -> tuple[Fence, ...]:
    """The code blocks of a section in order; worked out once for each section."""
    known = vars(section).get(_MEMO)
    if known is None:
        known = vars(section)[_MEMO] = tuple(_fences_of(section))
    return cast("tuple[Fence, ...]", known)


def _fences_of(section: Section) -> list[Fence]:
    found: list[Fence] = []
    if not any(leaf.kind == "code" for leaf in section.leaves):
        return found
    before: dict[str, Sentence] = {item.block: item for item in section.sentences}
    last: Sentence | None = before.get(section.heading)
    for leaf in section.leaves:
        if leaf.kind == "code":
            found.append(_fence(leaf, section, last))
        last = before.get(leaf.id, last)
    return found


def _fence(block: Block, section: Section, lead: Sentence | None) -> Fence:
    text = block.content
    language = _language(block, text)
    # a language that nobody here knows by a normal name is still one
    role = _role(language or block.language, text, lead, section)
    return Fence(block, section.path, section.index, language, text, role, lead)


def _role(language: str, text: str, lead: Sentence | None, section: Section) -> Role:
    if language not in ("python", "javascript", "shell") and _DRAWING.search(text):
        return "drawing"
    if _is_wrong(lead.text if lead else "", text, section.title):
        return "wrong"
    if language in ("shell", "console"):
        return "commands"
    if language in _DATA:
        return "data"
    # some put a list of advice into a block of code
    if language in _FORMS or len(_BULLET.findall(text)) * 2 > _lines(text):
        return "form"
    return "code"


def _is_wrong(lead: str, text: str, title: str) -> bool:
    """Whether the block shows what not to do: its lead or first line says so, or its heading does."""
    first = text.lstrip()[:80].partition("\n")[0]
    marked = first.startswith(("#", "//", "--", "/*", "<!--")) and (_WRONG.search(first) or "BROKEN" in first)
    # a whole sentence before the block is a rule of its own; `Never do this:` is about the block
    leads_in = len(lead) < 80 and not lead.rstrip().endswith(".")
    wrong = marked or (leads_in and _WRONG.search(lead[-60:])) or _WRONG_TITLE.search(title)
    return bool(wrong) and not _GOOD.search(f"{lead[-80:]} {first}")


def _language(block: Block, text: str) -> str:
    """The normal name of the language; a block that says another than those known is not guessed at."""
    if known := fence_language(block.info):
        return known
    if block.language in _DATA:
        return block.language
    return _guess(text) if block.language in _FORMS else ""


def _guess(text: str) -> str:
    """The language of a block without a name, where its text is plain about it."""
    if _LOOKS_DATA.match(text[:20_000]) and _KEY.search(text[:20_000]):
        return "json"
    if _LOOKS_PYTHON.search(text):
        return "python"
    commands = len(_LOOKS_SHELL.findall(text))
    # a plan or a picture in which a line happens to begin with the name of a program is no script
    return "shell" if commands and commands * 3 >= _lines(text) else ""


def is_torn(leaf: Block) -> bool:
    """Whether a fence holds the beginning of another one, whose end closed it: what looks like sections of the
    document behind it may be the rest of a sample."""
    return line_of_inner(leaf) > 0


def line_of_inner(leaf: Block) -> int:
    """The line of a fence at which another one begins within it, 1 for its own first; 0 where there is none."""
    outer = _MARK.match(leaf.text.lstrip()) if leaf.kind == "code" and leaf.fenced else None
    if outer is None:
        return 0
    found = next((mark for mark in _INNER.finditer(leaf.content) if mark.group(1).startswith(outer.group())), None)
    return leaf.content.count("\n", 0, found.start(1)) + 2 if found else 0

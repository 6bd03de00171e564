"""Placeholders of shell blocks, put in the place of one plain word each, so that the block parses."""

import re

import msgspec

_MAX_HOLES = 60
_ANGLE = re.compile(
    r"(?<![<\w&$])<([A-Za-z][\w .:/|,'*-]{0,58}[\w.'*)]|[A-Za-z])>(?!\()"
    r"|(?<=[\w=/:.'\"-])<([A-Za-z][\w .:/|,-]{0,58}[\w.]|[A-Za-z])>"
)
_BRACES = re.compile(
    r"\{\{ ?([A-Za-z][\w .-]{0,40}?) ?\}\}|(?<![$\w{}])\{([A-Za-z][\w-]{0,40})\}(?!\})"
    r"|(?<=[\w])\{([A-Za-z]\w{1,40})\}(?![\w}])"
)
_SQUARE = re.compile(
    r"(?<=[ \t])\[([a-z][a-z_ -]{2,40}[a-z])\](?=[ \t\n])"
    r"|(?<=\")\[([A-Za-z][\w -]{1,40})\](?=\")|(?<![\w$\[*}\]'\"])\[([A-Z][A-Z_-]{2,40})\](?![\[\]])"
)
_TAG = re.compile(r"</([A-Za-z][\w.-]{0,40})>|<([A-Za-z][\w.-]{0,40})[^<>\n]{0,200}/>")
_CLOSE_TO_URL = re.compile(r"[/=:?&.@_\w-]")
_IN_HEADER = re.compile(r"(?i)(?:bearer|token|basic|key:|authorization:) \Z")
_NO_HOLES = frozenset(("print", "next", "exit", "html", "head", "body", "br", "p", "div"))


class Holed(msgspec.Struct, frozen=True):
    """A text with its placeholders replaced by words; `holes` maps each word to what stood there, marks included."""

    text: str
    holes: dict[str, str]

    def restored(self, text: str) -> str:
        """A text with the words turned back into the placeholders."""
        for word, original in self.holes.items():
            text = text.replace(word, original)
        return text


def with_words(text: str, index: int) -> Holed:
    """Replace `<file>`, `{id}`, `{{name}}`, `[topic]` where they stand for something that the reader puts in; `index`
    keeps the words of several texts apart."""
    tags = {name.lower() for found in _TAG.findall(text) for name in found if name}
    stem = f"OutlineHole{index}x"
    while stem in text:
        stem += "x"
    holes: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        inside = next(group for group in found.groups() if group is not None)
        whole = found.group()
        if len(holes) >= _MAX_HOLES or inside.lower().split()[0] in tags or inside in _NO_HOLES:
            return whole
        if whole.startswith("{") and not whole.startswith("{{") and not _in_place(found):
            return whole
        for word, original in holes.items():
            if original == whole:
                return word
        word = f"{stem}{len(holes)}Z"
        holes[word] = whole
        return word

    for pattern in (_BRACES, _ANGLE, _SQUARE):
        text = pattern.sub(replaced, text)
    return Holed(text, holes)


def _in_place(found: re.Match[str]) -> bool:
    """Whether `{name}` is a placeholder: part of an address or a path, a whole word, or all of a quoted text."""
    before = found.string[found.start() - 1 : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if before == '"' and after == '"':
        return True
    if after in ("'", '"') and _IN_HEADER.search(found.string[max(0, found.start() - 20) : found.start()]):
        return True
    blank_before, blank_after = before in ("", " ", "\t", "\n"), after in ("", " ", "\t", "\n")
    if blank_before and blank_after:
        return True
    return (bool(_CLOSE_TO_URL.match(before) or _CLOSE_TO_URL.match(after)) and before != "'" and after != "'") or (
        before in ("/", "=") and after in ("'", '"')
    )

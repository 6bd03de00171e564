"""A site: a literal of a recorded program that another value can take the place of, by the rules of its language."""

import re
import shlex
from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from skillrt.jit.actions import Action

Form = Literal[
    "shell-word", "shell-words", "python-text", "python-texts", "python-part", "python-plain", "python-number",
    "python-attribute", "document", "plain",
]  # fmt: skip

_UNSAFE: Final = frozenset("'\"\\$`!")
_LEAD: Final = re.compile(r"-*[^\d-]*")
_NUMBER: Final = re.compile(r"[-+]?\d{1,18}(?:\.\d{1,9})?\Z")
# text with only these is no code of any language
_PROSE: Final = re.compile(r"[\w .,:?!'/@+-]*\Z")
# but a query may be all words
_QUERY: Final = re.compile(
    r"\s*(?:select|insert|update|delete|with|create|drop|alter|attach|pragma)\b", re.IGNORECASE
)


class Site(msgspec.Struct, frozen=True):
    """Where a value stands: in which action and at which characters of its text, or in its `path`.

    `value` is what the literal means, `quote` how a Python literal was quoted. An attribute's site reaches from the
    start of the object (`head`) to the end of the name. `python-part` is plain text of an f-string, `python-plain`
    text between quotes where nothing can be escaped. `bare`: the literal may be a program of a shell, in
    which a word is a command. `shell-words` and `python-texts` are literals in a row, a line of the value each.
    `document`: a here-document as a whole. `coded`: it may be a program of another language; `keyed`: in which what
    stands behind a dot is a key (jq, JavaScript).
    """

    action: int
    start: int
    end: int
    form: Form
    value: str
    quote: str = ""
    head: int = 0
    in_path: bool = False
    bare: bool = False
    coded: bool = False
    keyed: bool = False


class Unfit(Exception):
    """The value cannot be written there; the text says why."""


class Edit(msgspec.Struct, frozen=True, order=True):
    """New text in place of the characters `start` to `end`."""

    start: int
    end: int
    new: str


def render(site: Site, value: str) -> str:
    """What is written for `value` at `site`. Raises Unfit."""
    if "\0" in value or len(value) > 10_000:
        raise Unfit("the value is too long or holds a NUL")
    match site.form:
        case "shell-word":
            return _shell_word(site, value)
        case "shell-words":
            return " ".join(_shell_word(site, item) for item in value.split("\n"))
        case "python-texts":
            return ", ".join(python_text(item, site.quote) for item in value.split("\n"))
        case "python-text" | "python-attribute":
            return python_text(value, site.quote)
        case "python-part":
            return python_text(value, "").replace("{", "{{").replace("}", "}}")
        case "python-plain":
            return _as_it_is(value)
        case "python-number":
            return _number(value)
        case "plain" | "document":
            return value


def _shell_word(site: Site, value: str) -> str:
    if value.startswith("-") and _option(value) != _option(site.value):
        raise Unfit("the value would be taken for an option")
    return shlex.quote(value)


def _as_it_is(value: str) -> str:
    if not stands_as_it_is(value):
        raise Unfit("the value cannot be written there as it is")
    return value


def _number(value: str) -> str:
    if not _NUMBER.match(value):
        raise Unfit("the value is no plain number")
    return value


def _option(value: str) -> str:
    """What of a word makes it an option: its dashes with the letters behind them; of `-5` the dash."""
    return _LEAD.match(value).group()  # pyright: ignore[reportOptionalMemberAccess]


def python_text(value: str, quote: str) -> str:
    """A Python literal that holds no character that a shell or a quotation around it would read as its own."""
    return quote + "".join(_python_character(char) for char in value) + quote


def stands_as_it_is(value: str) -> bool:
    """Whether no character of the value needs to be escaped in a literal or an f-string."""
    return python_text(value, "") == value and "{" not in value and "}" not in value


def fill(actions: tuple[Action, ...], values: dict[Site, str]) -> tuple[Action, ...]:
    """The actions with every site of `values` filled. Raises Unfit where a value cannot stand at its place."""
    filled: list[Action] = []
    for index, action in enumerate(actions):
        mine = [site for site in values if site.action == index]
        path, edits = action.path, list[Edit]()
        for site in mine:
            if site.in_path:
                path = values[site]
            else:
                edits += edits_at(site, render(site, values[site]), action.text)
        filled.append(msgspec.structs.replace(action, text=edited(action.text, edits), path=path))
    return tuple(filled)


def edits_at(site: Site, written: str, text: str) -> list[Edit]:
    """What puts `written`, a literal or an expression, at the site. An attribute becomes a lookup, whose object may
    hold sites itself."""
    if site.form != "python-attribute":
        return [Edit(site.start, site.end, written)]
    object_end = site.head + len(text[site.head : site.start].rstrip().removesuffix("."))
    return [Edit(site.head, site.head, "getattr("), Edit(object_end, site.end, f", {written})")]


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made. Raises Unfit where they overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise Unfit("the values overlap")
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def is_prose(text: str) -> bool:
    """Whether text can be no code: a part of it may then be another value."""
    return _PROSE.match(text) is not None and _QUERY.match(text) is None


def _python_character(char: str) -> str:
    code = ord(char)
    if char in _UNSAFE or code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    if 0x80 <= code < 0xA0 or code in (0x2028, 0x2029) or 0xD800 <= code <= 0xDFFF:
        return f"\\u{code:04x}"
    return char

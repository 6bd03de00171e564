"""Values that are secret by the name they are given to, in shell, listings of variables, JSON, YAML, code, XML."""

import re
import string
from typing import Final

from skillrt.store.traces.redaction.literals import is_literal, looks_random
from skillrt.store.traces.redaction.rules import kind_of, standing

_NAME_CHARACTERS: Final = (string.ascii_letters + string.digits + "_.-").encode()
_NAME_BACK: Final = 80
# what may come between a name and its value
_FOLLOWS: Final = re.compile(rb"[A-Za-z0-9_.-]{0,80}\\{0,7}[\"'`]?[\])]{0,2}[ \t]{0,16}(?:[=:,>|\n]|\\n)")
_OPERATOR: Final = re.compile(
    rb"(?P<close>\\{0,7}[\"'`]?)[\])]{0,2}[ \t]{0,16}(?P<op>:=|=>|={1,3}|:|,|>|\|)[ \t]{0,16}(?P<line>\\?\n?)"
)
# a list of names and values, as in manifests of containers: the value stands beside the name
_BESIDE: Final = re.compile(
    rb"\\{0,7}[\"'`]?[ \t]{0,8},?(?:\\n|\s){0,40}-?[ \t]{0,4}"
    rb"\\{0,7}[\"'`]?[vV]alue\\{0,7}[\"'`]?[ \t]{0,8}[:=][ \t]{0,8}"
)
_SPACE: Final = re.compile(rb"[ \t]{1,8}")
_QUOTE: Final = re.compile(rb"[rbuRBU]?(?P<quote>\\{0,7}[\"'`])")
_PLAIN: Final = {quote: re.compile(rb"(?:[^\\\x00" + quote + rb"]|\\.)*", re.DOTALL) for quote in (b'"', b"'", b"`")}
_WORD: Final = re.compile(rb"[^\s\"'`,;<>(){}\[\]\\\x00|&]+")
_SHELL_WORD: Final = re.compile(rb"[^\s\x00\"'`\\;|&<>()]+(?:(?:[&;|<>()]|\\(?![nrt\"']))[^\s\x00\"'`\\;|&<>()]+)*")
_REST_OF_LINE: Final = re.compile(rb"[^\r\n\x00]+")
_LISTING_LINE: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*=")
_COMMAND_BEFORE: Final = re.compile(rb"\b(?:ENV|setx|setenv|secret put|config set|login[ \t]+\S{1,64})[ \t]+\S*\Z")
_PLACEHOLDER: Final = b"[secret:"
_MAX_VALUE: Final = 8_192


def assigned(data: bytes, at: int) -> tuple[int, int, str] | None:
    """The value that is given to the name around `at`: begin, end, what it is. None where it is no secret."""
    follows = _FOLLOWS.match(data, at)
    before = data[max(0, at - _NAME_BACK) : at]
    if follows is None and b"-" not in before and not _COMMAND_BEFORE.search(before):
        return None  # prose, nearly always; this is what makes it fast
    begin = at - len(before) + len(before.rstrip(_NAME_CHARACTERS))
    end = at + len(data[at : at + _NAME_BACK]) - len(data[at : at + _NAME_BACK].lstrip(_NAME_CHARACTERS))
    if begin and data[begin - 1] == 0x5C and data[begin : begin + 1] in (b"n", b"t", b"r"):
        begin += 1  # the letter of an escape
    name = data[begin:end].decode("ascii", "replace").rstrip("-.")
    level = standing(name.lstrip("-"))
    if not level or _in_placeholder(data, begin):
        return None
    place = _place(data, begin, end, flag=name.startswith("--") or bool(_COMMAND_BEFORE.search(before)))
    if place is None:
        return None
    value_start, value_end, quoted = place
    return _judged(data, (value_start, value_end), name, level, quoted=quoted)


def _in_placeholder(data: bytes, begin: int) -> bool:
    return data.startswith(_PLACEHOLDER, begin - 1) or data.startswith(_PLACEHOLDER, begin - len(_PLACEHOLDER))


def _judged(
    data: bytes, span: tuple[int, int], name: str, level: str, *, quoted: bool
) -> tuple[int, int, str] | None:
    value = data[slice(*span)]
    if not is_literal(value) or value.decode("utf-8", "replace").lower() == name.lower():
        return None
    kind = kind_of(name)
    after = data[span[1] : span[1] + 1]
    if level == "sure":
        # code: `password = ask(...)`, `api_key = settings.api_key`
        code = not quoted and not name.isupper() and (after in (b"(", b"[") or (b"." in value and kind != "password"))
        words_only = not quoted and not name.isupper() and kind != "password" and not looks_random(value)
        return None if code or words_only else (*span, kind)
    if kind == "secret" and quoted and b" " not in value:
        return (*span, kind)
    return (*span, kind) if looks_random(value, 12 if kind == "key" else 8) and after != b"(" else None


def _place(data: bytes, begin: int, end: int, *, flag: bool) -> tuple[int, int, bool] | None:
    """Where the value stands, and whether in quotes."""
    beside = _BESIDE.match(data, end)
    if beside:
        return _value(data, beside.end())
    operator = _OPERATOR.match(data, end)
    if operator is None:
        space = _SPACE.match(data, end) if flag else None
        return _value(data, space.end()) if space else None
    op, position = operator["op"], operator.end("op")
    while data[position : position + 1] in (b" ", b"\t"):
        position += 1
    if op == b">":
        close = data.find(b"</", position, position + _MAX_VALUE)
        return (position, close, True) if close > 0 and data[begin - 1 : begin] == b"<" else None
    if op == b"|":
        close = data.find(b"|", position, position + _MAX_VALUE)
        cell = data[position:close]
        position += len(cell) - len(cell.lstrip(b" `"))
        return (position, position + len(cell.strip(b" `")), True) if close > 0 else None
    if op == b"," and not _QUOTE.match(data, position):
        return None
    if op == b"=" and position == operator.end("op") and not operator["close"]:
        address = data[begin - 1 : begin] in (b"?", b"&")
        return _value(data, position, whole_line=_in_listing(data, begin, end), shell=not address)
    return _value(data, position)


def _value(
    data: bytes, position: int, *, whole_line: bool = False, shell: bool = False
) -> tuple[int, int, bool] | None:
    quote = _QUOTE.match(data, position)
    if quote and not whole_line:
        start, mark = quote.end(), quote["quote"]
        return start, _end_of_quoted(data, start, mark), True
    pattern = _REST_OF_LINE if whole_line else (_SHELL_WORD if shell else _WORD)
    word = pattern.match(data, position, position + _MAX_VALUE)
    if word is None:
        return None
    end = position + len(word.group().rstrip(b".,;:"))
    if whole_line and quote and data[end - 1 : end] == quote["quote"]:
        return quote.end(), end - 1, True
    return position, end, False


def _end_of_quoted(data: bytes, start: int, mark: bytes) -> int:
    """Where the text ends that began with `mark`, a quote behind as many backslashes as it is deep in JSON."""
    if len(mark) == 1:
        found = _PLAIN[mark].match(data, start, start + _MAX_VALUE)
        return found.end() if found else start
    at = data.find(mark, start, start + _MAX_VALUE)
    while at > start and data[at - 1] == 0x5C:
        at = data.find(mark, at + 1, start + _MAX_VALUE)
    if at >= 0:
        return at
    zero = data.find(b"\x00", start, start + _MAX_VALUE)
    return zero if zero >= 0 else min(len(data), start + _MAX_VALUE)


def _in_listing(data: bytes, begin: int, end: int) -> bool:
    """Whether the assignment is a line of a listing of the environment, where a value goes to the end of the line."""
    if begin and data[begin - 1] not in b"\n\x00":
        return False
    line_end = data.find(b"\n", end, end + _MAX_VALUE)
    if line_end >= 0 and _LISTING_LINE.match(data, line_end + 1):
        return True
    before = data.rfind(b"\n", max(0, begin - _MAX_VALUE), max(0, begin - 1))
    return begin > 1 and bool(_LISTING_LINE.match(data, before + 1))

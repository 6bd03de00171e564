"""The places of a command that a value is put into, and what the shell would make of a value there.

The places are filled with marks that are plain words, so that the command parses, and looked up in its syntax tree.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from skillrt.code.syntax import parse_shell
from skillrt.workflow.shell_words import shell_words

if TYPE_CHECKING:
    from tree_sitter import Node

How = Literal["word", "double", "single", "text", "code", "kept"]

_AROUND: Final = frozenset(
    {
        "array", "case_statement", "command", "command_name", "command_substitution", "compound_statement",
        "concatenation", "do_group", "elif_clause", "else_clause", "file_redirect", "for_statement",
        "heredoc_redirect", "herestring_redirect", "if_statement", "list", "negated_command", "pipeline",
        "process_substitution", "program", "redirected_statement", "string", "subshell", "variable_assignment",
        "variable_assignments", "while_statement", "case_item", "function_definition",
    }
)  # fmt: skip
"""Grammar in which a word is only a word. What is not listed (tests, arithmetic, expansions, ...) may evaluate it."""
_LEADS_TO_COMMANDS: Final = frozenset(
    {
        "command", "compound_statement", "for_statement", "do_group", "heredoc_redirect", "if_statement", "list",
        "pipeline",
        "redirected_statement", "subshell", "while_statement",
    }
)  # fmt: skip
_VERSION: Final = re.compile(r"[\d.]+$")
_OPTION: Final = re.compile(r"--?[\w-]+=")


class Slot(msgspec.Struct, frozen=True):
    """Where a value goes: bytes `start:end` of the marked text, which value, and how.

    `word`: outside quotes; `double`, `single`: inside such quotes; `text`: where the shell reads no quotes and
    expands nothing (a quoted here-document). `code`: the value would be read as code, by the shell or by the program
    that gets it; only plain values may go there. `kept`: `written` means something else there (`$1` in the single
    quotes of a program of awk) and stays. One that `leads` begins an argument, where a dash makes an option.
    """

    start: int
    end: int
    name: str
    how: How
    written: str
    leads: bool = False


class Marked(msgspec.Struct, frozen=True):
    """A command with a mark at each place, and what stands at the marks."""

    text: bytes
    slots: tuple[Slot, ...]


def marked(text: str, written: Mapping[str, str]) -> Marked:
    """Mark every place of `text` that shows one of the words `written`, by the name to which it belongs.

    Longer words first; a word that begins or ends like a name is not found inside a longer name or path.
    """
    marks: dict[str, str] = {}  # mark -> what it stands for

    def put(found: re.Match[str]) -> str:
        mark = _mark(text, len(marks))
        marks[mark] = found.group()
        return mark

    if written:
        words = sorted(written, key=lambda word: (-len(word), word))
        text = re.sub("|".join(_bounded(word) for word in words), put, text)
    data = text.encode("utf-8", "surrogateescape" if _is_bytes(text) else "replace")
    return Marked(data, tuple(_slots(text, data, marks, written)))


def _bounded(word: str) -> str:
    low = r"(?<![\w./\\-])" if re.match(r"[\w./~]", word) else ""
    high = (r"(?!\w)" if word.startswith("$") else r"(?![\w-]|[/.]\w)") if re.search(r"\w$", word) else ""
    return f"{low}{re.escape(word)}{high}"


def _mark(text: str, number: int) -> str:
    base = "Xqz"
    while base in text:
        base += "q"
    return f"{base}{number}zX"


def _is_bytes(text: str) -> bool:
    return not re.search("[\ud800-\udc7f\udd00-\udfff]", text)


def _slots(text: str, data: bytes, marks: Mapping[str, str], names: Mapping[str, str]) -> "list[Slot]":
    tree = parse_shell(text)
    broken = tree is None or tree.root_node.has_error
    found: list[Slot] = []
    at = 0
    for mark, written in marks.items():  # in the order in which they stand
        needle = mark.encode()
        start = data.index(needle, at)
        at = start + len(needle)
        node = None if tree is None or broken else tree.root_node.descendant_for_byte_range(start, at)
        how: How = "code" if node is None else _how(node, data, start, at)
        if written.startswith("$") and (how == "text" or (node is not None and node.type == "raw_string")):
            how = "kept"
        leads = node is not None and _leads(node, _holders(node), data, start)
        found.append(Slot(start, at, names[written], how, written, leads))
    return found


def _how(node: "Node", data: bytes, start: int, end: int) -> How:
    """What a value means at this node of the tree."""
    holders = _holders(node)
    if node.type == "comment":
        return "text"
    if node.type not in ("word", "string", "string_content", "raw_string", "heredoc_body"):
        return "code"
    outer = [item.type for item in holders[1 if node.type != "string" else 0 :] if not _exports(item)]
    if not _AROUND.issuperset(outer) or _is_read_as_code(node, holders, data, start, end):
        return "code"
    if node.type == "heredoc_body":
        return _in_heredoc(holders, data)
    return {"raw_string": "single", "word": "word"}.get(node.type, "double")  # type: ignore[return-value]


def _holders(node: "Node") -> "list[Node]":
    found: list[Node] = []
    at: Node | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found


def _exports(node: "Node") -> bool:
    """Whether it is `export NAME=...` without options, which takes its value as it is."""
    if node.type != "declaration_command":
        return False
    plain = all(item.type in ("variable_assignment", "variable_name") for item in node.named_children)
    return plain and node.children[0].type == "export"


def _in_heredoc(holders: "Sequence[Node]", data: bytes) -> How:
    redirect = next((item for item in holders if item.type == "heredoc_redirect"), None)
    mark = next((item for item in redirect.children if item.type == "heredoc_start"), None) if redirect else None
    if mark is None:
        return "code"
    return "text" if re.search(rb"[\\'\"]", data[mark.start_byte : mark.end_byte]) else "double"


def _is_read_as_code(node: "Node", holders: "Sequence[Node]", data: bytes, start: int, end: int) -> bool:
    """Whether the shell or the program that gets the word may read the value as code rather than as data."""
    if node.parent is not None and node.parent.type == "function_definition":
        return True
    fed = any(item.type == "heredoc_redirect" for item in holders)
    own = [item for item in holders if item.type == "command"]
    alone = _stands_alone(node, data, start, end)
    if any(_takes_code(_words(item, data, start), alone=alone) for item in own):
        return True
    return any(_reads_code(_words(item, data)) for item in _fed_by(holders, own, fed=fed))


def _takes_code(words: Sequence[str], *, alone: bool) -> bool:
    """Whether a command reads the argument after `words` as code. A whole argument may be: the user gives it so."""
    listed = shell_words()
    names = [_program(word) for word in words]
    if not names:
        return False  # the program's own name
    if names[0] in listed.evaluates and not (names[0] == "printf" and "-v" not in words):
        return True
    if "eval" in names or not listed.forwards.isdisjoint(names):
        return True
    if alone or listed.runs.union(listed.interprets, listed.queries).isdisjoint(names):
        return False
    return not listed.interprets.union(listed.queries).isdisjoint(names) or not _script_among(words, names)


def _script_among(words: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the program that runs scripts was given one: the next word after it is a file."""
    at = next(number for number, name in enumerate(names) if name in shell_words().runs)
    following = words[at + 1] if at + 1 < len(words) else ""
    return not following.startswith("-") and re.search(r"[./]|^Xqzq*\d+zX$", following) is not None


def _reads_code(words: Sequence[str]) -> bool:
    """Whether a command reads code from its standard input."""
    listed = shell_words()
    names = [_program(word) for word in words]
    if names and ((names[0] in listed.evaluates and names[0] != "printf") or not listed.forwards.isdisjoint(names)):
        return True
    if not listed.queries.isdisjoint(names):
        return True
    return not listed.runs.isdisjoint(names) and not _script_among(words, names)


def _fed_by(holders: "Sequence[Node]", own: "Sequence[Node]", *, fed: bool) -> "list[Node]":
    """The other commands that what stands here may be read by: further on in a pipeline, or those that a redirect
    feeds (`fed`: the place is in a here-document, so that the nearest command is one of them)."""
    found: list[Node] = []
    for item in holders:
        if item.type in ("pipeline", "redirected_statement"):
            found += _below(item)
    inside = {item.id for item in own} if not fed else set[int]()
    return [item for item in found if item.id not in inside]


def _below(node: "Node") -> "list[Node]":
    found: list[Node] = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if item.type == "command":
            found.append(item)
        else:
            waiting += [child for child in item.named_children if child.type in _LEADS_TO_COMMANDS]
    return found


def _stands_alone(node: "Node", data: bytes, start: int, end: int) -> bool:
    """Whether the word is nothing but the place, or an option's value that is: `"<file>"`, `--in=<file>`."""
    while node.parent is not None and node.parent.type in ("concatenation", "string"):
        node = node.parent
    before = data[node.start_byte : start].decode("utf-8", "replace").strip("\"'")
    after = data[end : node.end_byte].decode("utf-8", "replace").strip("\"'")
    return not after and (not before or _OPTION.fullmatch(before) is not None)


def _words(node: "Node", data: bytes, end: int = sys.maxsize) -> list[str]:
    """The words of a command that end before the byte `end`, without quotes around them."""
    words = [item for item in node.named_children if item.type != "variable_assignment" and item.end_byte <= end]
    return [data[item.start_byte : item.end_byte].decode("utf-8", "replace").strip("\"'") for item in words]


def _leads(node: "Node", holders: "Sequence[Node]", data: bytes, start: int) -> bool:
    """Whether the place begins an argument that is not the value of the option before it."""
    if node.type == "heredoc_body" or (
        start and data[start - 1 : start] not in (b" ", b"\t", b"\n", b'"', b"'", b"")
    ):
        return False
    while node.parent is not None and node.parent.type in ("concatenation", "string"):
        node = node.parent
    if data[node.start_byte : start].strip(b"\"'"):
        return False
    command = next((item for item in holders if item.type == "command"), None)
    words = _words(command, data, node.start_byte) if command is not None else []
    return bool(words) and not words[-1].startswith("-")


def _program(word: str) -> str:
    name = word.rsplit("/", 1)[-1]
    return _VERSION.sub("", name) if name.startswith(("python", "php", "ruby", "lua", "perl")) else name

"""What a caller must be able to change in a shell program: data that is sent, messages, what dots leave out."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_edits import Edit
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_nodes import arguments, commands_in, name_of, source, walk

if TYPE_CHECKING:
    from tree_sitter import Node

_CLIENTS = frozenset(("curl", "wget", "http", "https", "xh"))
_DATA = frozenset(
    ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json", "-F", "--form", "--form-string",
     "--data-urlencode", "-T", "--upload-file", "--post-data", "--body-data")
)  # fmt: skip
_EACH = frozenset(("-F", "--form", "--form-string", "--data-urlencode"))
_METHOD = re.compile(r"(?:-X|--request=|--method=)?(?:POST|PUT|PATCH|DELETE)\Z", re.I)
# Fields that say what a message is; what they hold is no data.
_FIXED = re.compile(
    r"['\"]?(?:type|format|mode|grant_type|response_format|purpose|encoding|output|version)=['\"]?[\w./-]+['\"]?\Z"
)
_DOTS = re.compile(r"\.\.\.|…")
_RANGE = re.compile(r"[\w./@^~-]*\.\.\.[\w/@^~][\w./@^~-]*\Z|\./\.\.\.\Z")
_MESSAGES = {
    "git": (frozenset(("commit", "notes", "tag", "stash", "merge")), frozenset(("-m", "-am", "--message"))),
    "gh": (
        frozenset(("create", "comment", "review", "edit", "close")),
        frozenset(("-b", "--body", "-t", "--title", "-n", "--notes", "-c", "--comment")),
    ),
}
_VALUE = frozenset(("simple_expansion", "expansion"))
_OPEN_HOST = re.compile(
    r"(?i)\A['\"]?\w+://(?:[\w-]+[.-])*(?:workspace|your|my|app|example|user|username|tenant|account|domain|company"
    r"|instance)(?=[-.:/])[\w.-]*-[\w.-]*"
)


def is_message(word: "Node", before: str) -> bool:
    """Whether a word is a message that its command records, which each call words anew."""
    command = word.parent
    known = _MESSAGES.get(name_of(command)) if command is not None and command.type == "command" else None
    if known is None or command is None:
        return False
    verbs, options = known
    return before in options and any(source(item) in verbs for item in arguments(command)[:2])


def is_open_address(text: str) -> bool:
    """Whether the host of an address is put together from words that stand for the reader's own."""
    return _OPEN_HOST.match(text) is not None


def check_changes(root: "Node", edits: Sequence[Edit]) -> None:
    """Refuse a statement in which data to send, or a message to record, would stay what the example says."""
    for command in commands_in(root):
        words = arguments(command)
        _check_dots(command, edits)
        if name_of(command) in _CLIENTS:
            _check_sent(words, edits)
        for before, word in pairwise(words):
            if is_message(word, source(before)) and not _is_given(word, edits):
                raise Refused("placeholder", "it records a message that no option can give")
    for node in walk(root):
        if node.type == "heredoc_body" and any(
            not _covered(node.start_byte + len(source(node)[: found.start()].encode()), edits)
            for found in _DOTS.finditer(source(node))
        ):
            raise Refused("placeholder", "a text that is written out leaves something out with dots")


def _check_sent(words: Sequence["Node"], edits: Sequence[Edit]) -> None:
    texts = [source(word).strip("'\"") for word in words]
    sent = [word for before, word in zip(texts, words[1:], strict=False) if before in _DATA]
    joined = [
        word for word, text in zip(words, texts, strict=True) if text.partition("=")[0] in _DATA and "=" in text
    ]
    if not sent and not joined and not any(_METHOD.match(text) for text in texts):
        return
    # the pairs of `http POST address name=value` are words of their own
    data = [*sent, *joined] or [word for word, text in zip(words, texts, strict=True) if text[:1] not in ("-", "")]
    if not any(_is_open(word, edits) for word in data):
        raise Refused("placeholder", "what it sends is fixed: no option would change it")
    for before, word in zip(texts, words[1:], strict=False):
        if before in _EACH and not _is_open(word, edits) and not _FIXED.match(source(word)):
            raise Refused("placeholder", "a field that it sends is fixed: no option would change it")


def _check_dots(command: "Node", edits: Sequence[Edit]) -> None:
    """Dots in a word leave something out, or say that more of its kind may follow; neither can be run."""
    program = name_of(command)
    if program in shell_facts().message:
        return
    words = arguments(command)
    for before, word in zip((None, *words), words, strict=False):
        raw = source(word)
        message = before is not None and is_message(word, source(before))
        if not _DOTS.search(raw) or _RANGE.match(raw) or message or word.type == "command_substitution":
            continue
        if any(
            not _covered(word.start_byte + len(raw[: found.start()].encode()), edits) for found in _DOTS.finditer(raw)
        ):
            raise Refused("placeholder", "a part of a value is left out with dots")


def _covered(at: int, edits: Sequence[Edit]) -> bool:
    """Whether a byte belongs to a value that has to be given."""
    return any(edit.slot is not None and edit.slot.required and edit.start <= at < edit.end for edit in edits)


def _is_open(word: "Node", edits: Sequence[Edit]) -> bool:
    """Whether a call can change a word: an option fills a part of it, or a variable does."""
    if any(edit.slot is not None and word.start_byte <= edit.start < word.end_byte for edit in edits):
        return any(
            edit.slot is not None and edit.slot.kind != "secret" and word.start_byte <= edit.start < word.end_byte
            for edit in edits
        )
    return any(node.type in (*_VALUE, "command_substitution") for node in walk(word))


def _is_given(word: "Node", edits: Sequence[Edit]) -> bool:
    """Whether all of a word is one option, or the value of one variable."""
    if any(edit.slot is not None and (edit.start, edit.end) == (word.start_byte, word.end_byte) for edit in edits):
        return True
    inside = [node for node in walk(word) if node.type in _VALUE]
    return len(inside) == 1 and len(source(word).strip('"')) == len(source(inside[0]))

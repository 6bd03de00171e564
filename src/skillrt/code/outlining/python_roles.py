"""What literals are called, and what paths are for, as far as words tell: names, verbs, the look of the text."""

import ast
import re

from skillrt.code.outlining.python_effects import called
from skillrt.code.outlining.python_known import Argument, is_file, is_folder, is_url, known
from skillrt.code.outlining.python_uses import Uses

_PLACEHOLDER = re.compile(
    r"(?i)<[\w /.-]{1,60}>\Z|(?:your[-_ ]|my[-_])[\w .-]{1,60}\Z|x{3,}\Z|\[[a-z _-]{3,40}\]\Z|path/to\b"
    r"|[^\s.]{3,40}\.\.\.\Z|replace[-_ ]?me\Z"
)
_IDENTIFIER = re.compile(r"(?![0-9A-F]{6}\Z)[A-Z]{2,10}[-_:]?\d{2,12}(?:\.\d{1,2})?\Z")
_NAMED_INPUT = re.compile(
    r"(?i)\w{1,30}_(?:ids?|names?|dates?|query|terms?|texts?|titles?|columns?|size|count|limit|url|path|file)\Z"
    r"|(?:\w{1,30}_)?(?:dir|root|folder|directory|path)\Z"
)
_ASK = re.compile(r"(?:search|query|find|lookup|ask|translate|summari[sz]e|generate|classify|embed|invoke|predict)")
_TELLS = re.compile(
    r"(?:run|run_sync|stream|chat|complete|go|say|answer|prompt|generator|agent|llm|model|chain|pipe)\Z"
)
_NAMED_FILE = re.compile(r"[\w./ -]{1,80}\.[A-Za-z][A-Za-z0-9]{1,5}\Z")
_OUT = re.compile(
    r"(?i)(?:^|[_\W])(?:out|output|outdir|outfile|dest|destdir|destination|target|result|save|report|merged|export)s?(?:$|[_\W])"
)


def keyword_rule(name: str | None) -> Argument | None:
    """What a keyword argument or a key of a request is, whoever takes it; None where its name does not tell."""
    lower = (name or "").lower()
    kind = known().keywords.get(lower)
    if kind is None and _NAMED_INPUT.match(lower):
        kind = "any"
    return Argument("", kind, lower) if kind else None


def role_of_text(call: ast.Call, node: ast.expr, value: str, keyword: str) -> str:
    """What a string is that nothing is known about: a placeholder, an identifier, a question; empty for none."""
    if _PLACEHOLDER.match(value):
        return keyword.lower() or _slug_of_placeholder(value)
    if _IDENTIFIER.match(value):
        return keyword.lower() or "id"
    first = bool(call.args) and call.args[0] is node
    if first and isinstance(call.func, ast.Attribute) and _ASK.match(called(call)) and len(value) > 2:
        return "query" if "search" in called(call) or "query" in called(call) else "text"
    return "prompt" if first and value.count(" ") > 1 and _TELLS.match(called(call)) else ""


def _slug_of_placeholder(value: str) -> str:
    return re.sub(r"(?i)\A(?:your|my)[-_ ]", "", value.strip("<>[]")) or "value"


def is_placeholder(value: str) -> bool:
    """Whether the text only says what belongs there."""
    return _PLACEHOLDER.match(value) is not None


def is_output_name(name: str) -> bool:
    """Whether a name says that something is written there."""
    return _OUT.search(name) is not None


def path_role(role: str, kind: str) -> str:
    """What a path is called where nothing names it."""
    if kind == "url":
        return role or "url"
    if kind == "output-file":
        return "output" if role in ("", "file", "path", "input", "archive", "filename") else role
    if kind == "folder":
        return "folder" if role in ("", "path", "input", "file") else role
    if kind == "input-file":
        return "input" if role in ("", "file", "path", "output", "filename") else role
    return role


def path_kind(uses: Uses, node: ast.expr, value: str, role: str) -> str | None:
    """The kind of a string that is a path or an address; None where it is neither."""
    if is_url(value):
        return "url"
    if not (is_file(value) or is_folder(value)):
        use = uses.path_use(node, sure=True)
        if use is not None or _is_for_files(uses, node):
            return use or uses.path_use(node)
        told = uses.path_use(node) if _NAMED_FILE.match(value) and " " not in value else None
        return told if told == "output-file" else None
    use = uses.path_use(node)
    if use is None and not is_file(value):
        # A folder of which nothing is known may be on another machine, or may have to be made.
        return None if value.startswith("/") and "path/to" not in value else "output-file"
    if use is None or (use == "input-file" and _OUT.search(role)):
        use = _by_words(role, value)
    return "folder" if use == "input-file" and not is_file(value) else use


def _is_for_files(uses: Uses, node: ast.expr) -> bool:
    """Whether a string is the first argument of a call that says `file` in its name."""
    call = uses.parents.get(id(node))
    return isinstance(call, ast.Call) and call.args[:1] == [node] and "file" in called(call).lower().split("_")


def _by_words(role: str, value: str) -> str:
    """Whether a path is read or written, by its names, where its use does not tell."""
    stem = value.rpartition("/")[2].rpartition(".")[0]
    if _OUT.search(role) or (not role and _OUT.search(stem)):
        return "output-file"
    return "output-file" if _OUT.search(stem) and not re.search(r"(?i)\bin|input|src|source", role) else "input-file"

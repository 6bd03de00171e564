"""The literals of a shell command: its words, where it redirects to, and those of the Python texts in it."""

import re
from typing import TYPE_CHECKING

from skillrt.code.outlining.shell_nodes import arguments, name_of, root_of, source, static, walk
from skillrt.code.syntax import encoded
from skillrt.jit.programs.python_sites import python_literals
from skillrt.jit.programs.sites import Site

if TYPE_CHECKING:
    from tree_sitter import Node

_PYTHONS = frozenset(("python", "python3", "python3.10", "python3.11", "python3.12", "python3.13"))
# what a shell puts something else in place of, inside double quotes and here-documents
_CHANGED = re.compile(r"`|\$[\w({@*#?!$-]|\\[$`\"\\\n]")
# they read a word as a program of the shell
_SHELLS = frozenset(
    ("sh", "bash", "zsh", "dash", "ksh", "eval", "ssh", "su", "env", "exec", "source", "xargs", "sudo", "watch")
)
# the first file that they are given is the program that they run
_RUNNERS = _PYTHONS | _SHELLS | {"node", "perl", "ruby", "Rscript", "php", "bun", "deno"}
# a word that they are given may be a program of their language; of some, in which a key stands behind a dot
_KEYED = frozenset(("jq", "yq", "gojq", "node", "bun", "deno"))
_CODED = _KEYED | {
    "awk", "gawk", "mawk", "nawk", "sed", "gsed", "perl", "ruby", "php", "lua", "Rscript", "sqlite3", "duckdb",
    "psql", "mysql", "bc", "dc", "expr", "mlr",
}  # fmt: skip
_PYTHON_FILES, _SHELL_FILES, _KEYED_FILES = (".py",), (".sh", ".bash", ".zsh"), (".js", ".mjs", ".cjs", ".jq")
_NAMED_OTHERWISE = "$"
_QUIET_OPTIONS = frozenset(("-u", "-B", "-E", "-I", "-s", "-S", "-O", "-q", "-b"))
_WORDS = frozenset(("word", "raw_string", "string", "number", "concatenation"))


def shell_sites(text: str, action: int) -> list[Site] | None:
    """The sites of a command; None where it does not parse."""
    root = root_of(text)
    if root is None:
        return None
    offsets = _Offsets(text)
    found: list[Site] = []
    for node in walk(root):
        if node.type == "command":
            found.extend(_words(node, action, offsets))
        elif node.type == "file_redirect":
            target = node.child_by_field_name("destination")
            if target is not None:
                found.extend(_word(target, action, offsets))
        elif node.type in ("for_statement", "variable_assignment"):
            for word in node.children_by_field_name("value"):
                found.extend(_word(word, action, offsets))
        elif node.type == "heredoc_redirect":
            found.extend(_document(node, action, offsets))
    return sorted(set(found), key=lambda site: site.start)


def programs_run(text: str) -> frozenset[str]:
    """The files that a command runs as programs, as they are written: `x.py` of `python3 -u x.py data.csv`."""
    root = root_of(text)
    commands = [] if root is None else [node for node in walk(root) if node.type == "command"]
    return frozenset(found for node in commands if name_of(node) in _RUNNERS and (found := _program(node)))


def _program(command: "Node") -> str:
    # a program that is named by a variable is none that lies in the workspace
    words = (word if (word := static(item)) is not None else _NAMED_OTHERWISE for item in arguments(command))
    found = next((word for word in words if word and word not in _RUNNERS and word[0] != "-" and "=" not in word), "")
    return "" if found == _NAMED_OTHERWISE else found


def python_texts(text: str) -> list[tuple[int, int]]:
    """Where a command holds Python as it stands there: characters from, to."""
    root = root_of(text)
    if root is None:
        return []
    offsets = _Offsets(text)
    found: list[tuple[int, int]] = []
    for node in walk(root):
        place = None
        if node.type == "heredoc_redirect":
            place = _python_document(node, offsets)
        elif node.type == "command":
            place = _inline(node, offsets)
        if place is not None:
            found.append(place)
    return found


class _Offsets:
    """Characters for the bytes of a tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = encoded(text)
        self.ascii = text.isascii()

    def __call__(self, at: int) -> int:
        return at if self.ascii else len(self.data[:at].decode("utf-8", "surrogateescape"))


def _words(command: "Node", action: int, offsets: _Offsets) -> list[Site]:
    code = _inline(command, offsets)
    name = name_of(command)
    found: list[Site] = []
    for word in arguments(command):
        start, end = offsets(word.start_byte), offsets(word.end_byte)
        if code is not None and start <= code[0] and code[1] <= end:
            found.extend(python_sites(offsets.text[code[0] : code[1]], code[0], action))
        else:
            found.extend(_word(word, action, offsets, name))
    return found


def _word(node: "Node", action: int, offsets: _Offsets, command: str = "") -> list[Site]:
    value = static(node) if node.type in _WORDS else None
    if value is None:
        return []
    start, end = offsets(node.start_byte), offsets(node.end_byte)
    bare, coded, keyed = command in _SHELLS, command in _CODED, command in _KEYED
    return [Site(action, start, end, "shell-word", value, bare=bare, coded=coded, keyed=keyed)]


def _inline(command: "Node", offsets: _Offsets) -> tuple[int, int] | None:
    """The text of `python -c '...'`, where it stands there as Python reads it."""
    words = _behind_options(command)
    if name_of(command) not in _PYTHONS or len(words) < 2 or source(words[0]) != "-c":
        return None
    word = words[1]
    start, end = offsets(word.start_byte) + 1, offsets(word.end_byte) - 1
    inner = offsets.text[start:end]
    if word.type == "raw_string" or (word.type == "string" and not _CHANGED.search(inner)):
        return start, end
    return None


def _behind_options(command: "Node") -> list["Node"]:
    """The arguments of a Python behind options that say nothing of where its program is."""
    words = arguments(command)
    while words and source(words[0]) in _QUIET_OPTIONS:
        words = words[1:]
    return words


def _document(node: "Node", action: int, offsets: _Offsets) -> list[Site]:
    """The sites of a here-document: those of a Python text, or the whole of what is no shell's program."""
    body = _body(node, offsets)
    if body is None:
        return []
    start, end, command, owner = body
    if _reads_program(command) or _writes_program(command, node, owner, _PYTHON_FILES):
        return python_sites(offsets.text[start:end], start, action)
    if name_of(command) in _SHELLS | _PYTHONS or _writes_program(command, node, owner, _SHELL_FILES):
        return []
    keyed = name_of(command) in _KEYED or _writes_program(command, node, owner, _KEYED_FILES)
    return [Site(action, start, end, "document", offsets.text[start:end], coded=True, keyed=keyed)]


def _python_document(node: "Node", offsets: _Offsets) -> tuple[int, int] | None:
    """The here-document of a Python that reads its program from it."""
    body = _body(node, offsets)
    if body is None:
        return None
    start, end, command, owner = body
    is_python = _reads_program(command) or _writes_program(command, node, owner, _PYTHON_FILES)
    return (start, end) if is_python else None


def _body(node: "Node", offsets: _Offsets) -> "tuple[int, int, Node, Node] | None":
    """A here-document in which the shell changes nothing, with the command that it goes to."""
    body = next((item for item in node.children if item.type == "heredoc_body"), None)
    mark = next((item for item in node.children if item.type == "heredoc_start"), None)
    owner = node.parent
    command = _last_command(owner) if owner is not None else None
    if body is None or mark is None or owner is None or command is None:
        return None
    start, end = offsets(body.start_byte), offsets(body.end_byte)
    quoted = source(mark)[:1] in "'\"\\"
    return (start, end, command, owner) if quoted or not _CHANGED.search(offsets.text[start:end]) else None


def _last_command(owner: "Node") -> "Node | None":
    """What the here-document goes to: of `mkdir out && python3 - <<E` the last command."""
    node = next((item for item in owner.named_children if item.type in ("command", "list", "pipeline")), None)
    while node is not None and node.type in ("list", "pipeline") and node.named_children:
        node = node.named_children[-1]
    return node if node is not None and node.type == "command" else None


def _reads_program(command: "Node") -> bool:
    given = [source(word) for word in _behind_options(command)]
    return name_of(command) in _PYTHONS and (not given or given[0] == "-")


def _writes_program(command: "Node", document: "Node", owner: "Node", endings: tuple[str, ...]) -> bool:
    """`cat > report.py <<'EOF'`."""
    if name_of(command) != "cat" or arguments(command):
        return False
    redirects = [
        item for parent in (owner, document) for item in parent.named_children if item.type == "file_redirect"
    ]
    targets = [target for item in redirects if (target := item.child_by_field_name("destination")) is not None]
    return len(targets) == 1 and (static(targets[0]) or "").endswith(endings)


def python_sites(text: str, base: int, action: int) -> list[Site]:
    """The sites of a Python text that begins at the character `base` of an action."""
    literals = python_literals(text)
    return [
        Site(action, base + item.start, base + item.end, item.form, item.value, item.quote, base + item.head)
        for item in literals or ()
    ]

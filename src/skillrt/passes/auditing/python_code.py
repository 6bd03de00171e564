"""Python code that an audit reports, by its syntax tree: remote and decoded code, downloads run, secrets, uploads."""

import ast
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, Program, commands, program_of
from skillrt.code.syntax import line_starts, parse_python
from skillrt.passes.auditing.hosts import Said, sends_astray
from skillrt.passes.auditing.patterns import has_part, host_of, is_example, is_secret_path, patterns
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_flows import shell_verdicts

_FETCHES: Final = frozenset(
    {"urlopen", "requests.get", "requests.post", "httpx.get", "session.get", "urllib3.request", "requests.request"}
)
_DECODERS: Final = frozenset(
    {"b64decode", "b32decode", "a85decode", "b85decode", "unhexlify", "fromhex", "decompress"}
)
_RUNNERS: Final = frozenset(
    {
        "os.system",
        "os.popen",
        "subprocess.run",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "subprocess.Popen",
        "os.execv",
        "os.execvp",
        "subprocess.getoutput",
        "os.startfile",
    }
)
_SENDERS: Final = frozenset(
    {"requests.post", "requests.put", "requests.patch", "httpx.post", "httpx.put", "session.post"}
)
_OPENERS: Final = frozenset(
    {"open", "Path", "read_text", "read_bytes", "expanduser", "copy", "copyfile", "copy2", "connect", "join"}
)
_NO_CHECK: Final = frozenset({"ssl._create_unverified_context", "_create_unverified_context"})
_READ: Final = (ast.Assign, ast.AnnAssign, ast.With, ast.AsyncWith, ast.Call, ast.BinOp)
_INTERPRETERS: Final = frozenset({"sh", "bash", "zsh", "python", "python3", "node", "executable", "sudo", "msiexec"})
_HOME: Final = ("~", "/", "~/")


def read_python(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """Everything that the code of a unit does; nothing where it does not parse."""
    tree = parse_python(unit.text)
    if tree is None:
        return
    reading = _Reading(unit, named, downloads)
    nodes = [node for node in ast.walk(tree) if isinstance(node, _READ)]
    # twice: the tree is not walked in the order in which it runs
    for _ in range(2):
        for node in nodes:
            reading.learn(node)
    starts = line_starts(unit.text)
    seen: set[tuple[str, int]] = set()
    for node in nodes:
        for code, message in reading.verdicts(node):
            line = getattr(node, "lineno", 1)
            start = _at(unit.text, starts, line, getattr(node, "col_offset", 0))
            end = _at(unit.text, starts, getattr(node, "end_lineno", line), getattr(node, "end_col_offset", 0))
            line_end = unit.text.find("\n", start)
            stop = min(end, line_end if line_end >= 0 else len(unit.text))
            if (code, line) not in seen and not unit.is_talk(start):
                seen.add((code, line))
                yield Found(code, message, unit.place(start, max(stop, start + 1)))


class _Reading:
    """What variables hold, as far as assignments say it."""

    def __init__(self, unit: Unit, named: Said, downloads: dict[str, str]) -> None:
        self.unit = unit
        self.named = named
        self.downloads = downloads
        self.fetched: set[str] = set()
        self.decoded: set[str] = set()
        self.texts: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.stored: set[str] = set()

    def learn(self, node: ast.AST) -> None:
        """Take in what one node says about variables and files."""
        if isinstance(node, ast.Assign | ast.AnnAssign):
            self.assign(node)
        elif isinstance(node, ast.With | ast.AsyncWith):
            self.opens(node)
        elif isinstance(node, ast.Call):
            self.stores(node)

    def assign(self, node: ast.Assign | ast.AnnAssign) -> None:
        """Remember where a value comes from."""
        if node.value is None:
            return
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if not isinstance(target, ast.Name):
                continue
            if self._comes_from(node.value, _FETCHES, self.fetched):
                self.fetched.add(target.id)
            if self._comes_from(node.value, _DECODERS, self.decoded):
                self.decoded.add(target.id)
            text = _text(node.value, {})
            if text:
                self.texts[target.id] = text

    def opens(self, node: ast.With | ast.AsyncWith) -> None:
        """`with open(path, "wb") as file`, `with urlopen(url) as answer`."""
        for item in node.items:
            if not isinstance(item.optional_vars, ast.Name):
                continue
            if isinstance(item.context_expr, ast.Call):
                call = item.context_expr
                if _name(call) == "open" and call.args:
                    self.files[item.optional_vars.id] = _key(call.args[0])
                elif self._comes_from(call, _FETCHES, self.fetched):
                    self.fetched.add(item.optional_vars.id)

    def verdicts(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        """What one node does."""
        if isinstance(node, ast.Call):
            name = _name(node)
            yield from self._runs(node, name)
            yield from self._sends(node, name)
            yield from self._opens_secret(node, name)
            if name in _NO_CHECK or self._skips_check(node):
                yield "audit.weakens-host", "the certificate of the server is not checked"
            if (
                name.endswith("rmtree")
                and node.args
                and (_text(node.args[0], self.texts) in _HOME or _key(node.args[0]) == "Path.home()")
            ):
                yield "audit.destroys", "the whole home or disk is removed"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            path = _joined(node)
            if path.endswith("!") and is_secret_path(path[:-1]):
                yield "audit.reads-credentials", f"`{path[:-1][:80]}` holds credentials"

    def _skips_check(self, node: ast.Call) -> bool:
        """Whether `verify=False` is given for a server that is not this machine itself."""
        off = any(
            item.arg == "verify" and isinstance(item.value, ast.Constant) and item.value.value is False
            for item in node.keywords
        )
        host = host_of(_text(node.args[0], self.texts)) if off and node.args else ""
        return off and not (host and is_example(host))

    def _comes_from(self, node: ast.AST, names: frozenset[str], known: set[str]) -> bool:
        for item in ast.walk(node):
            if isinstance(item, ast.Name) and item.id in known:
                return True
            if isinstance(item, ast.Call) and (_name(item) in names or _name(item).rpartition(".")[2] in names):
                return True
        return False

    def _runs(self, node: ast.Call, name: str) -> Iterator[tuple[str, str]]:
        if name in ("exec", "eval", "compile", "marshal.loads", "pickle.loads", "cloudpickle.loads") and node.args:
            if name != "compile" and self._comes_from(node.args[0], _FETCHES, self.fetched):
                yield "audit.remote-code", f"`{name}` runs what was fetched from the network"
            elif name in ("exec", "eval", "compile") and self._comes_from(node.args[0], _DECODERS, self.decoded):
                yield "audit.encoded-payload", f"`{name}` runs text that was decoded"
        if name not in _RUNNERS or not node.args:
            return
        first = node.args[0]
        if any(_key(item) in self.stored for item in _programs(first)):
            yield "audit.download-run", "a file that was fetched from the network is run, unchecked"
            return
        if self._comes_from(first, _DECODERS, self.decoded):
            yield "audit.encoded-payload", "a command that was decoded is run"
        line = _text(first, self.texts) or _command_line(first)
        if line:
            yield from self._shell(line)

    def _shell(self, line: str) -> Iterator[tuple[str, str]]:
        listed: list[tuple[Command, Program]] = []
        for command in commands(line):
            program = program_of(command)
            if program is not None:
                listed.append((command, program))
        inner = Unit(self.unit.path, self.unit.kind, "shell", line)
        yield from ((code, message) for _, code, message in shell_verdicts(listed, inner, self.named, self.downloads))

    def stores(self, node: ast.Call) -> None:
        """Note files that hold what was fetched."""
        name = _name(node)
        if name.endswith("urlretrieve") and len(node.args) > 1:
            self.stored.add(_key(node.args[1]))
        if not name.endswith((".write", ".write_bytes", ".write_text")) or not node.args:
            return
        if isinstance(node.func, ast.Attribute) and self._comes_from(node.args[0], _FETCHES, self.fetched):
            owner = _key(node.func.value)
            self.stored.add(self.files.get(owner, owner))

    def _sends(self, node: ast.Call, name: str) -> Iterator[tuple[str, str]]:
        if name not in _SENDERS:
            return
        if any(_whole_environment(item) for item in [*node.args, *(word.value for word in node.keywords)]):
            yield "audit.reads-credentials", "the whole environment, with every secret in it, is sent on"
        url = (
            _text(node.args[0], self.texts)
            if node.args
            else next((_text(item.value, self.texts) for item in node.keywords if item.arg == "url"), "")
        )
        host = host_of(url) if url else ""
        files = any(item.arg == "files" for item in node.keywords)
        why = sends_astray(host, self.named, files=files) if host else ""
        if why:
            yield "audit.sends-data", f"data goes to `{host}`: {why}"

    def _opens_secret(self, node: ast.Call, name: str) -> Iterator[tuple[str, str]]:
        last = name.rpartition(".")[2]
        if last not in _OPENERS:
            return
        for item in node.args[:3]:
            text = item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else ""
            if text and " " not in text.replace("Login Data", "").replace("User Data", "") and len(text) < 200:
                if is_secret_path(text):
                    yield "audit.reads-credentials", f"`{text[:80]}` holds credentials"
                elif last == "open" and _writes(node) and has_part(text, patterns().persistence.profiles):
                    yield "audit.persists", f"`{text[:80]}` is changed; it works again later, on its own"


def _name(node: ast.Call) -> str:
    """`requests.get` of a call, with at most the last two names."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        owner = function.value
        before = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        return f"{before}.{function.attr}"
    return ""


def _text(node: ast.AST, known: dict[str, str]) -> str:
    """A string as far as it is literal; what is put in stands as `$x`."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.JoinedStr):
        parts: list[str] = []
        for item in node.values:
            parts.append(
                str(item.value)
                if isinstance(item, ast.Constant)
                else (_text(item.value, known) if isinstance(item, ast.FormattedValue) else "") or "$x"
            )
        return "".join(parts)
    return ""


def _command_line(node: ast.AST) -> str:
    if not isinstance(node, ast.List | ast.Tuple):
        return ""
    words = [_text(item, {}) or "$x" for item in node.elts]
    return " ".join(
        word
        if word.replace("-", "").replace("/", "").replace(".", "").isalnum() or word.startswith(("-", "~", "/"))
        else _quoted(word)
        for word in words
    )


def _programs(node: ast.expr) -> list[ast.expr]:
    """What of a command line is run: its first word, and the first operand of an interpreter."""
    if not isinstance(node, ast.List | ast.Tuple):
        return [node]
    first = node.elts[0] if node.elts else node
    name = first.attr if isinstance(first, ast.Attribute) else _text(first, {}).rpartition("/")[2]
    return list(node.elts[:2]) if name in _INTERPRETERS else [first]


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'" if word != "$x" else word


def _key(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and _name(node) in ("str", "os.fspath", "Path") and node.args:
        return _key(node.args[0])
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return repr(node.value)
    if isinstance(node, ast.Call):
        return f"{_name(node)}()"
    return f"@{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"


def _joined(node: ast.BinOp) -> str:
    """`Path.home() / ".ssh" / "id_rsa"` as a path with `!` at the end; '' for anything else."""
    parts: list[str] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp) and isinstance(current.op, ast.Div) and len(parts) < 12:
        if not (isinstance(current.right, ast.Constant) and isinstance(current.right.value, str)):
            return ""
        parts.append(current.right.value)
        current = current.left
    home = isinstance(current, ast.Call) and _name(current) == "Path.home"
    return "~/" + "/".join(reversed(parts)) + "!" if home else ""


def _whole_environment(node: ast.AST) -> bool:
    """Whether `os.environ` is sent as it is, not one variable of it."""
    inside = {id(item.value) for item in ast.walk(node) if isinstance(item, ast.Subscript | ast.Attribute)}
    return any(
        isinstance(item, ast.Attribute) and item.attr == "environ" and id(item) not in inside
        for item in ast.walk(node)
    )


def _writes(node: ast.Call) -> bool:
    modes = [item.value for item in node.args[1:2] if isinstance(item, ast.Constant)]
    modes += [
        item.value.value for item in node.keywords if item.arg == "mode" and isinstance(item.value, ast.Constant)
    ]
    return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)


def _at(text: str, starts: list[int], line: int, column: int) -> int:
    start = starts[min(line, len(starts)) - 1]
    if text.isascii():
        return min(start + column, len(text))
    end = text.find("\n", start)
    row = text[start : end if end >= 0 else len(text)]
    return start + len(row.encode("utf-8", "replace")[:column].decode("utf-8", "replace"))

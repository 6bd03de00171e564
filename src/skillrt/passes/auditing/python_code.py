"""Python code that an audit reports, by its syntax tree: remote and decoded code, downloads run, secrets, uploads."""

import ast
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, Program, commands, program_of
from skillrt.code.syntax import line_starts, parse_python
from skillrt.passes.auditing.hosts import Said, sends_astray
from skillrt.passes.auditing.patterns import has_part, host_of, is_example, is_secret_path, patterns
from skillrt.passes.auditing.python_values import (
    called,
    command_line,
    is_put_together,
    joined_path,
    key_of,
    literal,
    literal_path,
    opens_to_write,
    place_of_column,
    programs_run,
    turns_off_certificates,
    whole_environment,
)
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_flows import shell_verdicts

_FETCHES: Final = frozenset(
    {"urlopen", "requests.get", "requests.post", "httpx.get", "session.get", "urllib3.request", "requests.request"}
)
_DECODERS: Final = frozenset(
    {"codecs.decode", "b64decode", "b32decode", "a85decode", "b85decode", "unhexlify", "fromhex", "decompress"}
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
_KNOWN: Final = _FETCHES | _RUNNERS | _SENDERS
_SESSIONS: Final = frozenset(
    {"requests.Session", "requests.session", "httpx.Client", "httpx.AsyncClient", "aiohttp.ClientSession"}
)
_READ: Final = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.With, ast.AsyncWith, ast.Call, ast.BinOp)
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
            start = place_of_column(unit.text, starts, line, getattr(node, "col_offset", 0))
            end = place_of_column(
                unit.text, starts, getattr(node, "end_lineno", line), getattr(node, "end_col_offset", 0)
            )
            line_end = unit.text.find("\n", start)
            stop = min(end, line_end if line_end >= 0 else len(unit.text))
            if (code, line) not in seen and not unit.is_talk(start, code):
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
        self.aliases: dict[str, str] = {}
        self.sessions: set[str] = set()

    def name(self, node: ast.Call) -> str:
        """`requests.get` of a call, under the names that the imports give."""
        name = called(node)
        owner, dot, last = name.rpartition(".")
        if owner in self.sessions:
            return f"session.{last}"
        return f"{self.aliases.get(owner, owner)}.{last}" if dot else self.aliases.get(name, name)

    def imports(self, node: ast.Import | ast.ImportFrom) -> None:
        """Remember other names of modules and functions."""
        for item in node.names:
            if item.asname or isinstance(node, ast.ImportFrom):
                plain = item.name
                if isinstance(node, ast.ImportFrom) and f"{node.module}.{item.name}" in _KNOWN:
                    plain = f"{node.module}.{item.name}"
                self.aliases[item.asname or item.name] = plain

    def learn(self, node: ast.AST) -> None:
        """Take in what one node says about variables and files."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imports(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
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
            if isinstance(node.value, ast.Call) and self.name(node.value) in _SESSIONS:
                self.sessions.add(target.id)
            if self._comes_from(node.value, _FETCHES, self.fetched):
                self.fetched.add(target.id)
            if self._comes_from(node.value, _DECODERS, self.decoded):
                self.decoded.add(target.id)
            text = literal(node.value, {})
            if text:
                self.texts[target.id] = text

    def opens(self, node: ast.With | ast.AsyncWith) -> None:
        """`with open(path, "wb") as file`, `with urlopen(url) as answer`."""
        for item in node.items:
            if not isinstance(item.optional_vars, ast.Name):
                continue
            if isinstance(item.context_expr, ast.Call):
                call = item.context_expr
                if called(call) == "open" and call.args:
                    self.files[item.optional_vars.id] = key_of(call.args[0])
                elif self._comes_from(call, _FETCHES, self.fetched):
                    self.fetched.add(item.optional_vars.id)

    def verdicts(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        """What one node does."""
        if isinstance(node, ast.Call):
            name = self.name(node)
            yield from self._runs(node, name)
            yield from self._sends(node, name)
            yield from self._opens_secret(node, name)
            if name in _NO_CHECK or self._skips_check(node):
                yield "audit.weakens-host", "the certificate of the server is not checked"
            if (
                name.endswith("rmtree")
                and node.args
                and (literal_path(node.args[0], self.texts) in _HOME or key_of(node.args[0]) == "Path.home()")
            ):
                yield "audit.destroys", "the whole home or disk is removed"
        elif isinstance(node, ast.Assign) and turns_off_certificates(node):
            yield "audit.weakens-host", "certificates are not checked"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            path = joined_path(node)
            if path.endswith("!") and is_secret_path(path[:-1]):
                yield "audit.reads-credentials", f"`{path[:-1][:80]}` holds credentials"

    def _skips_check(self, node: ast.Call) -> bool:
        """Whether `verify=False` is given for a server that is not this machine itself."""
        off = any(
            item.arg == "verify" and isinstance(item.value, ast.Constant) and item.value.value is False
            for item in node.keywords
        )
        host = host_of(literal(node.args[0], self.texts)) if off and node.args else ""
        return off and not (host and is_example(host))

    def _comes_from(self, node: ast.AST, names: frozenset[str], known: set[str]) -> bool:
        for item in ast.walk(node):
            if isinstance(item, ast.Name) and item.id in known:
                return True
            if isinstance(item, ast.Call):
                name = self.name(item)
                if name in names or name.rpartition(".")[2] in names:
                    return True
        return False

    def _runs(self, node: ast.Call, name: str) -> Iterator[tuple[str, str]]:
        if name in ("exec", "eval", "compile", "marshal.loads", "pickle.loads", "cloudpickle.loads") and node.args:
            if name != "compile" and self._comes_from(node.args[0], _FETCHES, self.fetched):
                yield "audit.remote-code", f"`{name}` runs what was fetched from the network"
            elif name in ("exec", "eval", "compile") and (
                self._comes_from(node.args[0], _DECODERS, self.decoded) or is_put_together(node.args[0])
            ):
                yield "audit.encoded-payload", f"`{name}` runs text that was decoded"
        if name not in _RUNNERS or not node.args:
            return
        first = node.args[0]
        if any(key_of(item) in self.stored for item in programs_run(first)):
            yield "audit.download-run", "a file that was fetched from the network is run, unchecked"
            return
        if self._comes_from(first, _DECODERS, self.decoded):
            yield "audit.encoded-payload", "a command that was decoded is run"
        line = literal(first, self.texts) or command_line(first)
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
        name = called(node)
        if name.endswith("urlretrieve") and len(node.args) > 1:
            self.stored.add(key_of(node.args[1]))
        if not name.endswith((".write", ".write_bytes", ".write_text")) or not node.args:
            return
        if isinstance(node.func, ast.Attribute) and self._comes_from(node.args[0], _FETCHES, self.fetched):
            owner = key_of(node.func.value)
            self.stored.add(self.files.get(owner, owner))

    def _sends(self, node: ast.Call, name: str) -> Iterator[tuple[str, str]]:
        if name.endswith("create_connection") and node.args and isinstance(node.args[0], ast.Tuple):
            host = host_of(literal(node.args[0].elts[0], self.texts)) if node.args[0].elts else ""
            why = sends_astray(host, self.named, files=True) if host else ""
            if why:
                yield "audit.sends-data", f"a connection is opened to `{host}`: {why}"
        with_data = len(node.args) > 1 or any(item.arg == "data" for item in node.keywords)
        if name not in _SENDERS and not (name.rpartition(".")[2] in ("urlopen", "Request") and with_data):
            return
        if any(whole_environment(item) for item in [*node.args, *(word.value for word in node.keywords)]):
            yield "audit.reads-credentials", "the whole environment, with every secret in it, is sent on"
        url = (
            literal(node.args[0], self.texts)
            if node.args
            else next((literal(item.value, self.texts) for item in node.keywords if item.arg == "url"), "")
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
        joined = literal_path(node, self.texts) if last == "join" else ""
        if joined and is_secret_path(joined):
            yield "audit.reads-credentials", f"`{joined[:80]}` holds credentials"
        home = literal_path(node.args[0], self.texts) if last == "open" and node.args else ""
        if home and opens_to_write(node) and has_part(home, patterns().persistence.profiles):
            yield "audit.persists", f"`{home[:80]}` is changed; it works again later, on its own"
            return
        for item in node.args[:3]:
            text = item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else ""
            plain = " " not in text.replace("Login Data", "").replace("User Data", "") and len(text) < 200
            if text and plain and is_secret_path(text):
                yield "audit.reads-credentials", f"`{text[:80]}` holds credentials"

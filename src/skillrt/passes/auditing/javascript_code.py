"""JavaScript and TypeScript that an audit reports, by its syntax tree: what is fetched or decoded, and then run."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from skillrt.code.syntax import encoded, parse_javascript
from skillrt.passes.auditing.patterns import has_part, is_secret_path, patterns
from skillrt.passes.auditing.scene import Found, Unit

if TYPE_CHECKING:
    from tree_sitter import Node

_MAX_NODES: Final = 60_000
_EVALUATE: Final = frozenset(
    {
        "eval",
        "Function",
        "runInNewContext",
        "runInThisContext",
        "runInContext",
        "compileFunction",
        "Script",
        "_compile",
    }
)
_START: Final = frozenset(
    {"exec", "execSync", "execFile", "execFileSync", "spawn", "spawnSync", "fork", "$", "execa"}
)
_EVALUATORS: Final = frozenset({"", "vm", "window", "globalThis", "global", "module", "m", "self"})
_STARTERS: Final = frozenset({"", "cp", "childProcess", "execa"})
_FETCH: Final = frozenset({"fetch", "axios", "got", "needle", "request"})
_FETCH_OWNERS: Final = frozenset({"axios", "got", "https", "http", "needle", "superagent"})
_DECODE: Final = frozenset({"atob", "unescape", "decodeURIComponent", "fromCharCode"})
_READ: Final = frozenset({"readFileSync", "readFile", "createReadStream"})
_WRITE: Final = frozenset({"writeFileSync", "writeFile", "appendFileSync", "appendFile", "createWriteStream"})
_SEND: Final = frozenset({"fetch", "post", "put", "request", "write", "send"})
_CALLS: Final = frozenset({"call_expression", "new_expression"})
_PARAMETERS: Final = frozenset({"required_parameter", "optional_parameter"})
_BINDS: Final = _PARAMETERS | {"variable_declarator", "assignment_expression"}


def read_javascript(unit: Unit) -> Iterator[Found]:
    """What the code of a unit does with what it fetches, decodes and reads; nothing where no tree is to be had."""
    tree = parse_javascript(unit.text)
    if tree is None:
        return
    nodes = _nodes(tree.root_node)
    reading = _Reading(unit.text)
    # three times: a value may pass through names that stand in any order
    for _ in range(3):
        for node in nodes:
            reading.learn(node)
    seen: set[tuple[str, int]] = set()
    for node in nodes:
        if node.type not in _CALLS:
            continue
        for code, message in reading.verdicts(node):
            start = unit.character(node.start_byte)
            line_end = unit.text.find("\n", start)
            end = min(unit.character(node.end_byte), line_end if line_end >= 0 else len(unit.text))
            if (code, node.start_point.row) not in seen and not unit.is_talk(start, code):
                seen.add((code, node.start_point.row))
                yield Found(code, message, unit.place(start, max(end, start + 1)))


def _nodes(root: "Node") -> "list[Node]":
    """Declarations, parameters, assignments and calls of a tree, in the order in which they stand."""
    found: list[Node] = []
    pending = [root]
    count = 0
    while pending and count < _MAX_NODES:
        node = pending.pop()
        count += 1
        if node.type in _CALLS or node.type in _BINDS:
            found.append(node)
        pending.extend(reversed(node.named_children))
    return found


class _Reading:
    """What names hold, as far as assignments say it."""

    def __init__(self, text: str) -> None:
        self.source = encoded(text)
        self.holds: dict[str, set[str]] = {}
        # names are not told apart by function: what is something else elsewhere is not surely the environment
        self.others: set[str] = set()
        self.fetched_files: set[str] = set()

    def learn(self, node: "Node") -> None:
        """Take in where a value comes from, and what is written to a file."""
        left, right = (node.child_by_field_name(part) for part in ("left", "right"))
        if node.type == "variable_declarator":
            left, right = (node.child_by_field_name(part) for part in ("name", "value"))
        if left is not None and right is not None:
            kinds = self.kinds(right)
            if left.type == "object_pattern":
                # `const { KEY } = process.env` takes one variable
                kinds.discard("environment")
            if is_secret_path(_plain(self._text(right))):
                kinds.add("secret path")
            if "environment" not in kinds:
                self.others.update(self._bound(left))
            if kinds and right.type not in ("arrow_function", "function_expression", "class"):
                for name in self._bound(left):
                    self.holds.setdefault(name, set()).update(kinds)
        self._learn_parameter(node)
        if node.type == "call_expression" and self._called(node)[1] in _WRITE:
            given = self._given(node)
            if len(given) > 1 and "fetched" in self.kinds(given[1]):
                self.fetched_files.add(self._text(given[0]))

    def _learn_parameter(self, node: "Node") -> None:
        given = node.child_by_field_name("pattern") if node.type in _PARAMETERS else None
        self.others.update(self._bound(given) if given is not None else ())

    def kinds(self, node: "Node") -> set[str]:
        """Where a value comes from: `fetched`, `decoded`, `credentials`, `environment`."""
        found: set[str] = set()
        pending = [node]
        count = 0
        while pending and count < 2_000:
            item = pending.pop()
            count += 1
            if item.type in _CALLS:
                found |= self._call_kinds(item)
            elif item.type == "identifier":
                name = self._text(item)
                found |= self.holds.get(name, set()) - ({"environment"} if name in self.others else set())
            elif item.type == "member_expression":
                text = self._text(item)
                if text == "process.env" and not self._is_one_of(item):
                    found.add("environment")
            pending.extend(item.named_children)
        return found

    def _call_kinds(self, node: "Node") -> set[str]:
        owner, name = self._called(node)
        given = self._given(node)
        if name in _FETCH or (owner in _FETCH_OWNERS and name in ("get", "request", "post")):
            return {"fetched"}
        text = self._text(node)
        if name in _DECODE or (owner == "Buffer" and name == "from" and has_part(text, ("base64", "'hex'", '"hex"'))):
            return {"decoded"}
        if name in _READ and given and self._is_secret(given[0]):
            return {"credentials"}
        return set()

    def _is_secret(self, node: "Node") -> bool:
        text = self._text(node)
        return is_secret_path(_plain(text)) or "secret path" in self.holds.get(text, ())

    def verdicts(self, node: "Node") -> Iterator[tuple[str, str]]:
        """What one call does."""
        owner, name = self._called(node)
        given = self._given(node)
        kinds: set[str] = set()
        for item in given:
            kinds |= self.kinds(item)
        if name in _EVALUATE and owner in _EVALUATORS:
            yield from _runs(name, kinds)
        elif name in _START and given and (owner in _STARTERS or "child_process" in owner):
            # what is put into a command line is an operand, as a rule
            if given[0].type not in ("template_string", "binary_expression"):
                yield from _runs(name, self.kinds(given[0]))
            if self.fetched_files & {self._text(item) for item in _programs(given)}:
                yield "audit.download-run", "a file that was fetched from the network is run, unchecked"
        elif name == "import" and "decoded" in kinds:
            yield "audit.encoded-payload", "`import` runs text that was decoded"
        yield from self._hands_on(node, name, kinds)

    def _hands_on(self, node: "Node", name: str, kinds: set[str]) -> Iterator[tuple[str, str]]:
        given = self._given(node)
        if name in _SEND and "credentials" in kinds:
            yield "audit.reads-credentials", "a file with credentials is read and sent on"
        elif name in _SEND and "environment" in kinds:
            yield "audit.reads-credentials", "the whole environment, with every secret in it, is sent on"
        elif name in _READ and "credentials" in self._call_kinds(node):
            yield "audit.reads-credentials", "a file with credentials is read"
        if name in _WRITE and given:
            yield from _keeps(_plain(self._text(given[0])))

    def _is_one_of(self, node: "Node") -> bool:
        """Whether one variable of the environment is taken, and not all of them."""
        parent = node.parent
        if parent is None:
            return False
        taken = parent.child_by_field_name("object")
        return parent.type in ("member_expression", "subscript_expression") and taken is not None and taken == node

    def _called(self, node: "Node") -> tuple[str, str]:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return "", ""
        if function.type == "member_expression":
            owner, name = (function.child_by_field_name(part) for part in ("object", "property"))
            return (self._text(owner) if owner is not None else "", self._text(name) if name is not None else "")
        return "", self._text(function)

    def _given(self, node: "Node") -> "list[Node]":
        given = node.child_by_field_name("arguments")
        return list(given.named_children) if given is not None else []

    def _bound(self, node: "Node") -> list[str]:
        if node.type in ("object_pattern", "array_pattern"):
            return [self._text(item) for item in node.named_children if item.type.endswith("identifier_pattern")]
        return [self._text(node)]

    def _text(self, node: "Node") -> str:
        return self.source[node.start_byte : min(node.end_byte, node.start_byte + 400)].decode("utf-8", "replace")


def _programs(given: "list[Node]") -> "list[Node]":
    """What of `spawn(program, [first, ...])` is run."""
    return [*given[:1], *(item for second in given[1:2] for item in second.named_children[:1])]


def _runs(name: str, kinds: set[str]) -> Iterator[tuple[str, str]]:
    if "fetched" in kinds:
        yield "audit.remote-code", f"`{name}` runs what was fetched from the network"
    elif "decoded" in kinds:
        yield "audit.encoded-payload", f"`{name}` runs text that was decoded"


def _keeps(path: str) -> Iterator[tuple[str, str]]:
    known = patterns().persistence
    if has_part(path, known.profiles) or ".git/hooks/" in path:
        yield "audit.persists", f"`{path[:80]}` is changed; it works again later, on its own"
    elif has_part(path, known.agents):
        yield "audit.persists", f"the configuration of the agent (`{path[:80]}`) is changed"


def _plain(expression: str) -> str:
    """`path.join(os.homedir(), '.ssh', 'id_rsa')` as a path, near enough."""
    for mark in ("', '", '", "', "','", '","'):
        expression = expression.replace(mark, "/")
    return "".join(char for char in expression if char not in "'\"`+ ()")

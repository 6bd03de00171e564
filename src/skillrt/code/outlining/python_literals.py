"""Which literals of a program are inputs: found by what they are given to, never by their text alone."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from skillrt.code.outlining.python_block import Block
from skillrt.code.outlining.python_closure import Closure
from skillrt.code.outlining.python_known import Argument, is_file, is_folder, is_url, known, meanings
from skillrt.code.outlining.python_roles import is_placeholder, keyword_rule, path_kind, path_role, role_of_text
from skillrt.code.outlining.python_secrets import find_secret
from skillrt.code.outlining.python_uses import Uses

Value = str | int | float | tuple[str, ...] | tuple[int | float, ...]
_MAX_TEXT = 300
# what data is compared with; that the example's is whole says nothing
_MEASURED = frozenset(("threshold", "cutoff", "tolerance", "alpha", "temperature", "score"))
_MAX_ITEMS = 20
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_REQUEST = re.compile(r"(?:params|payload|query|data|body|json|variables|filters|arguments|options|config)\Z")
_PATTERN_NAME = re.compile(r"(?i)(?:pattern|regex|template|format|fmt|style|encoding|mode|version)s?\Z|_re\Z")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal that is an input. `kind` is an InputKind; `weight` says what gives way where there are too many
    (less stays longer). `prefix` is text of the literal that stays in front of a secret."""

    block: Block
    node: ast.expr
    value: Value
    kind: str
    role: str
    weight: int
    required: bool = False
    prefix: str = ""
    sure: bool = False
    """Of a path: that it is read is known from what it is given to."""
    asked: bool = False
    """Of a path: the code copes with nothing being there."""

    @property
    def is_path(self) -> bool:
        """Whether the same text is the same thing wherever it stands."""
        return self.kind in ("input-file", "output-file", "folder", "url")


def literals_of(closure: Closure, uses: Uses) -> list[Literal]:
    """The inputs of a program in the order of the text."""
    found: list[Literal] = []
    taken: set[int] = set()
    for block, statement in closure.parts:
        finder = _Finder(block, uses)
        for node in _in_order(statement.node):
            for item in finder.look_at(node):
                if not any(id(part) in taken for part in ast.walk(item.node)):
                    taken.update(id(part) for part in ast.walk(item.node))
                    found.append(item)
    return found


def value_of(node: ast.expr) -> str | int | float | None:
    """The value of a literal string or number, a negative one too; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = value_of(node.operand)
        return -inner if isinstance(inner, int | float) else None
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return None
    return node.value if isinstance(node.value, str | int | float) else None


def list_of(node: ast.expr, *, any_sequence: bool = False) -> tuple[str, ...] | tuple[int | float, ...] | None:
    """The items of a literal list of strings, or of numbers."""
    if not isinstance(node, ast.List) and not (any_sequence and isinstance(node, ast.Tuple)):
        return None
    values = [value_of(item) for item in node.elts]
    if not 0 < len(values) <= _MAX_ITEMS:
        return None
    texts = tuple(item for item in values if isinstance(item, str) and 0 < len(item) <= _MAX_TEXT)
    numbers = tuple(item for item in values if isinstance(item, int | float))
    same = len({type(item) for item in numbers}) == 1
    return texts if len(texts) == len(values) else numbers if len(numbers) == len(values) and same else None


def _in_order(root: ast.AST) -> Iterator[ast.AST]:
    """All nodes but the parts of f-strings and annotations, in the order of the text."""
    stack: list[ast.AST] = [root]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.JoinedStr):
            continue
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.AnnAssign):
            children = [node.target, *([node.value] if node.value else [])]
        elif isinstance(node, ast.arg):
            children = []
        stack.extend(reversed(children))


class _Finder:
    """Looks at one node after the other of a block's statements."""

    def __init__(self, block: Block, uses: Uses) -> None:
        self.block = block
        self.uses = uses

    def look_at(self, node: ast.AST) -> Iterator[Literal]:
        """The inputs that this node gives something to."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from self._secret(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from self._variable(node)
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield from self._loop(node)
        elif isinstance(node, ast.Dict):
            yield from self._request(node)
        elif isinstance(node, ast.Subscript):
            yield from self._page(node)

    def _around(self, node: ast.AST) -> tuple[bool, bool]:
        """Whether the node is inside a function or class, and inside a loop."""
        above = self.uses.above(node)
        return any(isinstance(item, _INNER) for item in above), any(isinstance(item, _LOOPS) for item in above)

    def _secret(self, node: ast.Constant) -> Iterator[Literal]:
        secret = find_secret(node, self.uses)
        if secret:
            yield Literal(self.block, node, "", "secret", secret.name, 0, prefix=secret.prefix)

    def _variable(self, node: ast.Assign | ast.AnnAssign) -> Iterator[Literal]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        target = targets[0]
        if len(targets) > 1 or not isinstance(target, ast.Name) or node.value is None or any(self._around(node)):
            return
        name = target.id
        used = name in self.uses.loads and self.uses.stores.get(name) == 1
        if not used or name.startswith("_") or _PATTERN_NAME.search(name) or name.lower() in known().stays:
            return
        value = value_of(node.value)
        several = list_of(node.value) if value is None else None
        if several is not None:
            yield from self._several(node.value, several, name, 2)
        elif value is not None:
            yield from self._single(node.value, value, name.lower(), 2, any_text=True)

    def _single(
        self, node: ast.expr, value: str | int | float, role: str, weight: int, *, any_text: bool, kind: str = ""
    ) -> Iterator[Literal]:
        """One literal with a role; strings that are no path need `any_text`."""
        if isinstance(value, str):
            unfit = not value.strip() or len(value) > _MAX_TEXT or "\n" in value or "\0" in value
            if unfit or (isinstance(node, ast.Constant) and find_secret(node, self.uses)):
                return
            known_kind = kind in ("input-file", "output-file", "folder")
            path = kind if known_kind else path_kind(self.uses, node, value, role)
            if path:
                sure = known_kind or self.uses.path_use(node, sure=True) is not None
                asked = self.uses.is_asked_for(node)
                if path == "output-file" and is_folder(value) and not is_file(value) and role in ("", "path"):
                    role = "output_dir" if self.uses.path_use(node) else "folder"
                yield Literal(self.block, node, value, path, path_role(role, path), weight, sure=sure, asked=asked)
            elif any_text:
                wanted = is_placeholder(value)
                yield Literal(self.block, node, value, "text", role, weight, wanted)
            return
        measured = isinstance(value, float) or kind == "number" or role.rpartition("_")[2] in _MEASURED
        number = "number" if measured else "integer"
        if abs(value) < 1e15:
            yield Literal(self.block, node, value, number, role, weight)

    def _several(
        self, node: ast.expr, values: tuple[str, ...] | tuple[int | float, ...], role: str, weight: int
    ) -> Iterator[Literal]:
        first = values[0]
        kind: str | None = "number" if isinstance(first, float) else "integer"
        if isinstance(first, str):
            kind = path_kind(self.uses, node, first, role) or "text"
        if kind == "output-file":
            return
        sure = self.uses.path_use(node, sure=True) is not None
        yield Literal(self.block, node, values, kind, path_role(role.lower(), kind), weight, sure=sure)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> Iterator[Literal]:
        values = list_of(node.iter, any_sequence=True)
        if values is None or not isinstance(node.target, ast.Name) or any(self._around(node.iter)[:1]):
            return
        if isinstance(values[0], str) or len(values) > 1:
            files = isinstance(values[0], str) and (is_file(values[0]) or is_url(values[0]))
            yield from self._several(node.iter, values, "" if files else node.target.id, 3)

    def _call(self, node: ast.Call) -> Iterator[Literal]:
        inside, _ = self._around(node)
        name = self.uses.name(node.func)
        rules = {item.where: item for item in meanings(name)}
        for index, argument in enumerate(node.args):
            rule = rules.get(str(index)) or self._own_parameter(node, argument)
            yield from self._argument(node, argument, rule, "", inside=inside)
        for item in node.keywords:
            rule = rules.get(item.arg or "") or self._own_parameter(node, item) or keyword_rule(item.arg)
            yield from self._argument(node, item.value, rule, item.arg or "", inside=inside)

    def _own_parameter(self, call: ast.Call, given: ast.AST) -> Argument | None:
        """The parameter of one of the program's own functions."""
        name = self.uses.parameter_name(call, given)
        if name is None or name.lower() in known().stays:
            return None
        return Argument("", "any", name.lower())

    def _argument(
        self, call: ast.Call, node: ast.expr, rule: Argument | None, keyword: str, *, inside: bool
    ) -> Iterator[Literal]:
        value = value_of(node)
        if (rule and rule.kind == "stay") or (keyword in known().stays and rule is None):
            return
        if rule and rule.kind == "pair":
            yield from self._pair(node, rule.role) if not inside else ()
        elif value is None:
            yield from self._list_argument(node, rule, keyword) if not inside else ()
        elif isinstance(value, str):
            yield from self._text_argument(call, node, value, rule, keyword, inside=inside)
        elif rule and rule.kind in ("integer", "number", "any") and not inside:
            yield from self._single(node, value, rule.role, 4, any_text=False, kind=rule.kind)

    def _path_argument(self, node: ast.expr, value: str, rule: Argument) -> Iterator[Literal]:
        """A string where a path or an address is expected."""
        kind = rule.kind
        if not value.strip() or (kind == "url" and not is_url(value)):
            return
        if kind == "path" and not (is_file(value) or is_folder(value) or is_url(value)):
            exact = self.uses.path_use(node)
            if exact is None or value == ".":
                return
            kind = exact
        kind = (self.uses.path_use(node) or "input-file") if kind == "mode" else kind
        kind = "url" if is_url(value) else "output-file" if rule.role.startswith("output") else kind
        yield from self._single(node, value, rule.role, 1, any_text=False, kind=kind)

    def _text_argument(
        self, call: ast.Call, node: ast.expr, value: str, rule: Argument | None, keyword: str, *, inside: bool
    ) -> Iterator[Literal]:
        kind = rule.kind if rule else ""
        if rule and kind in ("input-file", "output-file", "folder", "mode", "path", "url"):
            yield from self._path_argument(node, value, rule)
        elif is_url(value) or is_file(value) or (is_folder(value) and value.count("/") < 8 and not rule):
            role = rule.role if rule and kind == "any" else keyword
            yield from self._single(node, value, role.lower(), 1, any_text=False)
        elif rule and kind in ("text", "any") and not inside:
            role = (self._assigned(call) or rule.role) if rule.role == "text" else rule.role
            yield from self._single(node, value, role, 3, any_text=True)
        elif rule is None and path_kind(self.uses, node, value, keyword):
            yield from self._single(node, value, keyword.lower(), 1, any_text=False)
        elif not inside:
            role = role_of_text(call, node, value, keyword)
            yield from self._single(node, value, role, 4, any_text=True) if role else ()

    def _assigned(self, call: ast.Call) -> str:
        """The variable that a call's result goes to."""
        parent = self.uses.parents.get(id(call))
        target = parent.targets[0] if isinstance(parent, ast.Assign) else None
        return target.id.lower() if isinstance(target, ast.Name) and len(target.id) > 2 else ""

    def _list_argument(self, node: ast.expr, rule: Argument | None, keyword: str) -> Iterator[Literal]:
        values = list_of(node)
        if values is None:
            return
        files = isinstance(values[0], str) and (is_file(values[0]) or is_url(values[0]))
        named = rule is not None and rule.kind in ("text", "integer", "number", "any")
        if files or named:
            yield from self._several(node, values, rule.role if rule else keyword or "input", 4)

    def _pair(self, node: ast.expr, role: str) -> Iterator[Literal]:
        """A tuple of two numbers, such as a size."""
        if not isinstance(node, ast.Tuple | ast.List) or len(node.elts) != 2:
            return
        for part, name in zip(node.elts, role.split(","), strict=True):
            value = value_of(part)
            if isinstance(value, int | float):
                yield from self._single(part, value, name, 5, any_text=False)

    def _request(self, node: ast.Dict) -> Iterator[Literal]:
        """The values of a dict that goes into a request."""
        parent = self.uses.parents.get(id(node))
        while isinstance(parent, ast.Dict | ast.List):
            parent = self.uses.parents.get(id(parent))
        name = parent.arg if isinstance(parent, ast.keyword) else ""
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            name = parent.targets[0].id
        if not _REQUEST.search((name or "").lower()) or self._around(node)[0]:
            return
        for key, item in zip(node.keys, node.values, strict=True):
            label = value_of(key) if key is not None else None
            rule = keyword_rule(label) if isinstance(label, str) else None
            value = value_of(item)
            if rule and value is not None:
                yield from self._single(item, value, rule.role, 4, any_text=True)

    def _page(self, node: ast.Subscript) -> Iterator[Literal]:
        """`reader.pages[0]` and `workbook["Sheet"]`."""
        value = value_of(node.slice)
        owner = node.value
        is_page = isinstance(owner, ast.Attribute) and owner.attr == "pages" and isinstance(value, int)
        if is_page and value is not None and not self._around(node)[0]:
            yield from self._single(node.slice, value, "page_index", 5, any_text=False)
        is_book = isinstance(owner, ast.Name) and owner.id in ("wb", "workbook", "book")
        is_book = is_book or (isinstance(owner, ast.Attribute) and owner.attr == "sheets")
        if is_book and isinstance(value, str) and isinstance(node.ctx, ast.Load) and not self._around(node)[0]:
            yield from self._single(node.slice, value, "sheet", 4, any_text=True)

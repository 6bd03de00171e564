"""What expressions of Python code are, as far as they are literal: names of calls, texts, paths, command lines."""

import ast
from typing import Final

_INTERPRETERS: Final = frozenset({"sh", "bash", "zsh", "python", "python3", "node", "executable", "sudo", "msiexec"})
_WRAPPERS: Final = frozenset({"path.expanduser", "expanduser", "str", "Path", "path.abspath", "os.fspath"})


def called(node: ast.Call) -> str:
    """`requests.get` of a call, with at most the last two names."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        owner = function.value
        before = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        if isinstance(owner, ast.Call) and called(owner) == "__import__":
            before = literal(owner.args[0], {}) if owner.args else ""
        return f"{before}.{function.attr}"
    # `getattr(builtins, "exec")(...)`
    if isinstance(function, ast.Call) and called(function) == "getattr" and len(function.args) > 1:
        owner, name = function.args[0], literal(function.args[1], {})
        before = owner.id if isinstance(owner, ast.Name) else ""
        return name if before in ("builtins", "__builtins__") else f"{before}.{name}"
    return ""


def turns_off_certificates(node: ast.Assign) -> bool:
    """Whether certificates are not checked any more after an assignment."""
    made = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    return made == "_create_unverified_context" or any(
        isinstance(item, ast.Attribute)
        and item.attr == "verify_mode"
        and isinstance(node.value, ast.Attribute)
        and made == "CERT_NONE"
        for item in node.targets
    )


def is_put_together(node: ast.expr) -> bool:
    """Whether a text is made of numbers: `bytes([105, 109])`, `"".join(map(chr, [105, 109]))`."""
    for item in ast.walk(node):
        if isinstance(item, ast.Call):
            name = called(item)
            if name in ("bytes", "bytearray") and item.args and isinstance(item.args[0], ast.List | ast.Tuple):
                return True
            if name == "map" and item.args and isinstance(item.args[0], ast.Name) and item.args[0].id == "chr":
                return True
            if name == "chr":
                return True
    return False


def literal_path(node: ast.expr, known: dict[str, str]) -> str:
    """The path that `expanduser`, `str`, `Path` or `join` give, as far as it is literal."""
    for _ in range(4):
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] == "join":
            return "/".join(literal(item, known) or ("~" if "HOME" in ast.dump(item) else "") for item in node.args)
        if isinstance(node, ast.Call) and called(node) in _WRAPPERS and node.args:
            node = node.args[0]
    return literal(node, known)


def literal(node: ast.AST, known: dict[str, str]) -> str:
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
                else (literal(item.value, known) if isinstance(item, ast.FormattedValue) else "") or "$x"
            )
        return "".join(parts)
    return ""


def command_line(node: ast.AST) -> str:
    """A list of words as a command line; '' for anything else."""
    if not isinstance(node, ast.List | ast.Tuple):
        return ""
    words = [literal(item, {}) or "$x" for item in node.elts]
    return " ".join(
        word
        if word.replace("-", "").replace("/", "").replace(".", "").isalnum() or word.startswith(("-", "~", "/"))
        else _quoted(word)
        for word in words
    )


def programs_run(node: ast.expr) -> list[ast.expr]:
    """What of a command line is run: its first word, and the first operand of an interpreter."""
    if not isinstance(node, ast.List | ast.Tuple):
        return [node]
    first = node.elts[0] if node.elts else node
    name = first.attr if isinstance(first, ast.Attribute) else literal(first, {}).rpartition("/")[2]
    return list(node.elts[:2]) if name in _INTERPRETERS else [first]


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'" if word != "$x" else word


def key_of(node: ast.AST) -> str:
    """A name for what an expression stands for, equal for equal names and texts."""
    if isinstance(node, ast.Call) and called(node) in ("str", "os.fspath", "Path") and node.args:
        return key_of(node.args[0])
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return repr(node.value)
    if isinstance(node, ast.Call):
        return f"{called(node)}()"
    return f"@{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"


def joined_path(node: ast.BinOp) -> str:
    """`Path.home() / ".ssh" / "id_rsa"` as a path with `!` at the end; '' for anything else."""
    parts: list[str] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp) and isinstance(current.op, ast.Div) and len(parts) < 12:
        if not (isinstance(current.right, ast.Constant) and isinstance(current.right.value, str)):
            return ""
        parts.append(current.right.value)
        current = current.left
    home = isinstance(current, ast.Call) and called(current) == "Path.home"
    return "~/" + "/".join(reversed(parts)) + "!" if home else ""


def whole_environment(node: ast.AST) -> bool:
    """Whether `os.environ` is sent as it is, not one variable of it."""
    inside = {id(item.value) for item in ast.walk(node) if isinstance(item, ast.Subscript | ast.Attribute)}
    return any(
        isinstance(item, ast.Attribute) and item.attr == "environ" and id(item) not in inside
        for item in ast.walk(node)
    )


def opens_to_write(node: ast.Call) -> bool:
    """Whether a call of `open` has a mode that writes."""
    modes = [item.value for item in node.args[1:2] if isinstance(item, ast.Constant)]
    modes += [
        item.value.value for item in node.keywords if item.arg == "mode" and isinstance(item.value, ast.Constant)
    ]
    return any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)


def place_of_column(text: str, starts: list[int], line: int, column: int) -> int:
    """The character at a line and a column in bytes, as `ast` counts them."""
    start = starts[min(line, len(starts)) - 1]
    if text.isascii():
        return min(start + column, len(text))
    end = text.find("\n", start)
    row = text[start : end if end >= 0 else len(text)]
    return start + len(row.encode("utf-8", "replace")[:column].decode("utf-8", "replace"))

"""A block that only defines a function: its parameters become the options, its result is what is printed."""

import ast
from collections.abc import Sequence

from skillrt.code.outlining.program import Input, InputKind
from skillrt.code.outlining.python_block import Statement
from skillrt.code.outlining.python_literals import value_of
from skillrt.code.outlining.python_options import Given, slug
from skillrt.code.outlining.python_program import OPTION
from skillrt.code.outlining.python_roles import is_output_name
from skillrt.code.outlining.python_uses import Uses

Function = ast.FunctionDef | ast.AsyncFunctionDef
_TEXT = frozenset(("str", "Path", "pathlib.Path", "str | Path", "Union[str, Path]", "PathLike", "os.PathLike"))
_OPTIONAL = ("Optional[{}]", "{} | None")
_LISTS = frozenset(("list[str]", "List[str]", "list[Path]", "List[Path]", "Sequence[str]", "Iterable[str]"))
_PATH_WORDS = ("path", "file", "filename", "folder", "directory", "dir", "pdf", "image")
_TEXT_WORDS = ("url", "text", "query", "name", "prompt", "title", "message", "keyword", "pattern", "topic", "term")

_NO_PATHS = ("text", "content", "prompt", "message", "query")


def lone_function(statements: Sequence[Statement]) -> Function | None:
    """The one function that the others of a block serve; None where there are several or it gives nothing back."""
    functions = [item.node for item in statements if isinstance(item.node, Function)]
    if any(isinstance(item.node, ast.ClassDef) for item in statements) or not functions:
        return None
    used = {name for item in statements for name in item.names.later}
    roots = [node for node in functions if node.name not in used and not node.name.startswith("_")]
    if len(roots) != 1 or roots[0].decorator_list:
        return None
    return roots[0]


def options_from(function: Function, uses: Uses) -> tuple[list[Given], str] | None:
    """The options of a function's parameters and the call that they make, ; None where a parameter
    cannot be typed on a command line."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        return None
    plain = len(arguments.args) - len(arguments.defaults)
    items = [
        (item, None if nth < plain else arguments.defaults[nth - plain]) for nth, item in enumerate(arguments.args)
    ]
    items += list(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    given: list[Given] = []
    call: list[str] = []
    for item, default in items:
        found = _parameter(function, item, default, uses)
        if found is None and default is None:
            return None
        if found is not None:
            given.append(found)
            call.append(f"{item.arg}={OPTION}{found.item.name}")
    if not given:
        return None
    text = f"{function.name}({', '.join(call)})"
    if isinstance(function, ast.AsyncFunctionDef):
        return None if _yields(function) else (given, f"asyncio.run({text})")
    return given, f"list({text})" if _yields(function) else text


def gives_something(function: Function) -> bool:
    """Whether the function returns a value or yields some."""
    returns = any(isinstance(node, ast.Return) and node.value is not None for node in ast.walk(function))
    return returns or _yields(function)


def _yields(function: Function) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


def _parameter(function: Function, item: ast.arg, default: ast.expr | None, uses: Uses) -> Given | None:
    """The option of one parameter: its kind from annotation, default and use."""
    written = ast.unparse(item.annotation) if item.annotation is not None else ""
    value = value_of(default) if default is not None else None
    none = isinstance(default, ast.Constant) and default.value is None
    if default is not None and value is None and not none:
        return None
    kind = _kind(function, item.arg, written, value, uses)
    if kind is None or (none and not written):
        return None
    name = slug(item.arg)
    if name != item.arg.lower().strip("_") or name in ("help", "h"):
        return None
    if none:
        return None
    example = str(value) if value is not None else ""
    required = default is None
    return Given(
        Input(name, kind, example, required, written in _LISTS),
        value,
        checked=required and _is_read(function, item.arg, uses),
    )


def _is_read(function: Function, name: str, uses: Uses) -> bool:
    return any(uses.path_use(node, sure=True) in ("input-file", "folder") for node in uses.loads_in(function, name))


def _kind(
    function: Function, name: str, written: str, value: str | int | float | None, uses: Uses
) -> InputKind | None:
    for form in _OPTIONAL:
        for base in ("str", "int", "float", "Path"):
            written = base if written == form.format(base) else written
    if written == "int" or (not written and isinstance(value, int)):
        return "integer"
    if written == "float" or (not written and isinstance(value, float)):
        return "number"
    words = name.lower().split("_")
    if written in _TEXT or written in _LISTS or isinstance(value, str):
        return _text_kind(function, name, words, uses)
    if not written and value is None and any(word in (*_PATH_WORDS, *_TEXT_WORDS) for word in words):
        return _text_kind(function, name, words, uses)
    return None


def _text_kind(function: Function, name: str, words: list[str], uses: Uses) -> InputKind:
    if words[-1] in _NO_PATHS:
        return "text"
    for node in uses.loads_in(function, name):
        use = uses.path_use(node)
        if use is not None:
            return "input-file" if use == "input-file" else "folder" if use == "folder" else "output-file"
    if any(word in ("path", "file", "filename", "filepath") for word in words):
        return "output-file" if is_output_name(name) else "input-file"
    return "url" if "url" in words else "text"

"""The text of a program: the shipped template with its options, and the code of the skill behind them."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from skillrt.code.outlining.python_literals import Value
from skillrt.code.outlining.python_options import Given

_SECTION = re.compile(r"^# section: (\w+)\n", re.MULTILINE)
_METAVARS = {
    "input-file": "FILE", "output-file": "FILE", "folder": "FOLDER", "url": "URL", "text": "TEXT", "integer": "N",
    "number": "NUMBER",
}  # fmt: skip
_HELPS = {
    "input-file": "file to read", "output-file": "where to write", "folder": "folder to read", "url": "address",
}  # fmt: skip
# What stands for the fixed part's names until it is known how these are spelt. No code holds a NUL character.
OPTION = "\0args."
SHOW = "\0show("
JOIN = "\0join("
SECRET = "\0secret("
WRAPPER_NAMES = ("show", "secret", "existing", "number", "tell", "OneLineParser", "parse_args")
MODULES = ("argparse", "os", "sys")
ARGS = ("args", "options", "given", "command_line")


@cache
def template() -> dict[str, str]:
    """The sections of data/python_program.py by name."""
    source = resources.files("skillrt.code.outlining") / "data" / "python_program.py"
    parts = _SECTION.split(source.read_text(encoding="utf-8"))
    return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a program is made from. `code` is the skill's part; `names` are all its identifiers, to which the fixed
    part gives way; `waits` says that it has `await` outside of functions."""

    code: str
    inputs: tuple[Given, ...]
    summary: str
    places: str
    names: frozenset[str]
    waits: bool = False


def render(parts: Parts) -> str | None:
    """The whole program; None where its names and those of the code cannot be kept apart."""
    code, summary, names, waits = parts.code, parts.summary, parts.names, parts.waits
    places = parts.places
    options = [given for given in parts.inputs if given.item.kind != "secret"]
    kinds = {given.item.kind for given in parts.inputs}
    wanted = ["imports"]
    wanted += ["show"] if SHOW in code else []
    wanted += ["secret"] if "secret" in kinds else []
    wanted += ["existing"] if any(_type_of(given) == "existing" for given in options) else []
    wanted += ["number"] if "number" in kinds else []
    sections = template()
    args = next((name for name in ARGS if name not in names), None)
    if args is None:
        return None
    future, rest = _split_future(code)
    doc = f"{summary}\n\nMade from {places}; the options stand for literals of the code there.\n"
    head = sections["start"].replace("SUMMARY", _quoted_doc(doc))
    lines = [_argument(given) for given in options]
    parser = sections["parser"].replace("SUMMARY", summary)
    parser = parser.replace("    # arguments\n", "".join(f"    {line}\n" for line in lines))
    fixed = "\n\n\n".join([*(sections[name] for name in wanted), sections["errors"], parser])
    start = re.sub(r"\bargs\b", args, sections["code"])
    for name in WRAPPER_NAMES:
        if name in names:
            fixed, start = _renamed(fixed, name), _renamed(start, name)
    body = rest.replace(OPTION, f"{args}.")
    body = body.replace(SHOW, "show_(" if "show" in names else "show(")
    body = body.replace(JOIN, "os.path.join(")
    body = body.replace(SECRET, "secret_(" if "secret" in names else "secret(")
    body = in_async_main(body) if waits else body
    head = "#!/usr/bin/env python3\n" + head + "\n\n" + (f"{future}\n" if future else "")
    return head + fixed + "\n\n\n" + start + "\n\n" + body


def _renamed(text: str, name: str) -> str:
    return re.sub(rf"\b{name}\b(?=[(\s,)\n:])", f"{name}_", text)


def _quoted_doc(text: str) -> str:
    return text.replace("\\", "/").replace('"""', "'''")


def _split_future(code: str) -> tuple[str, str]:
    """`from __future__` lines have to come first in a file."""
    lines = code.split("\n")
    future = [line for line in lines if re.match(r"from __future__ import [\w, ]+\s*(?:#.*)?$", line)]
    return "\n".join(dict.fromkeys(future)), "\n".join(line for line in lines if line not in future)


def _type_of(given: Given) -> str:
    """The function that reads the option's value; empty for text as it is."""
    if given.item.kind in ("input-file", "folder"):
        return "existing" if given.checked else ""
    return {"integer": "int", "number": "number"}.get(given.item.kind, "")


def _argument(given: Given) -> str:
    """One `add_argument` line."""
    item, default = given.item, given.default
    parts = [literal(item.option)]
    if item.required:
        parts.append("required=True")
    else:
        parts.append(f"default={_default(default)}")
    if item.repeated:
        parts.append('nargs="+"')
    if _type_of(given):
        parts.append(f"type={_type_of(given)}")
    parts.append(f'metavar="{_METAVARS[item.kind]}"')
    shown = item.example.replace("%", "%%")
    words = "number of the page, counted from 0" if item.name == "page_index" else item.name.replace("_", " ")
    about = _HELPS.get(item.kind, words)
    if item.kind in _HELPS and words not in _HELPS[item.kind] and words not in ("input", "output"):
        about = f"{words}: {about}"
    if not item.required:
        about += " (default: %(default)s)"
    elif shown:
        about += f", such as {shown}"
    parts.append(f"help={literal(about)}")
    return f"parser.add_argument({', '.join(parts)})"


def _default(value: Value | None) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(literal(item) for item in value)}]"
    return literal(value)


def literal(value: str | int | float | None) -> str:
    """A literal of Python, in double quotes where it is a string."""
    text = repr(value)
    if text.startswith("'") and '"' not in text and "\\" not in text:
        return f'"{text[1:-1]}"'
    return text


def in_async_main(code: str) -> str:
    """Code with `await` at its top level, put into a coroutine that is run."""
    inside = _lines_in_strings(code)
    lines = code.rstrip("\n").split("\n")
    body = "\n".join(line if nth in inside or not line else "    " + line for nth, line in enumerate(lines, 1))
    return f"import asyncio\n\n\nasync def main_() -> None:\n{body}\n\n\nasyncio.run(main_())\n"


def _lines_in_strings(code: str) -> frozenset[int]:
    """The lines that begin inside a string, which must not be indented."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        ):
            found.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    return frozenset(found)

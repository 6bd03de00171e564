"""Follows how a Python program builds its argparse parser: through functions, methods, loops and groups.

An abstract walk, not an interpreter: only statements that touch a parser (found by line, from the text) are looked
at, both branches of an `if` count, and whatever is not plain is UNKNOWN and leaves the parser open.
"""

import ast
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from skillrt.code.alternatives import LETTERS, one_of
from skillrt.code.readers.argparse_calls import ParserCalls
from skillrt.code.readers.argparse_parts import (
    REMAINDER,
    SUPPRESS,
    UNKNOWN,
    BooleanOptional,
    GroupParts,
    ParserParts,
    SubparserParts,
    items_of,
)
from skillrt.code.readers.python_values import fold, fold_call, is_changed
from skillrt.code.syntax import line_starts, lines_with

_TOUCHES = (
    "ArgumentParser", "add_argument", "add_subparsers", "add_parser", "parse_args", "parse_known",
    "add_mutually_exclusive", "intermixed",
)  # fmt: skip
_CONSTANTS = {
    "REMAINDER": REMAINDER,
    "SUPPRESS": SUPPRESS,
    "OPTIONAL": "?",
    "ZERO_OR_MORE": "*",
    "ONE_OR_MORE": "+",
    "PARSER": "A...",
}
_MAKERS = ("ArgumentParser(", "add_parser(", "_group(", "add_subparsers(")
_HOLDS = re.compile(r"[ \t]*(?:self\.)?(\w+)[ \t]*(?::[^=\n]{1,80})?=")
# to be looked for behind a line end
_DEFINITION = re.compile(r"\n[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_MAX_CALLS = 300
_MAX_DEPTH = 12
_MAX_LOOP = 200
_HARMLESS = frozenset(("autocomplete", "print", "isinstance", "vars", "exit", "format", "str", "repr", "id", "len"))

Function = ast.FunctionDef | ast.AsyncFunctionDef
Parts = ParserParts | GroupParts | SubparserParts


@dataclass(eq=False, slots=True)
class _Lazy:
    node: ast.expr


@dataclass(eq=False, slots=True)
class _Instance:
    methods: dict[str, Function]
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Frame:
    names: dict[str, object] = field(default_factory=dict)
    conditional: bool = False
    depth: int = 0
    returned: object = UNKNOWN


class ParserFlow:
    """The walk over one program. Afterwards `calls` holds the parsers and which of them was used to parse."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self.text = text
        self.calls = ParserCalls()
        self.lines = _touching_lines(text)
        self.globals: dict[str, object] = {}
        self.inlined: set[int] = set()
        self.budget = _MAX_CALLS
        frame = _Frame(self.globals)
        self._block(tree.body, frame)
        if not self.calls.parsed:
            for value in list(self.globals.values()):
                if isinstance(value, Function) and id(value) not in self.inlined and self._touches(value):
                    self._inline(value, [], {}, frame)

    def _touches(self, node: ast.stmt) -> bool:
        at = bisect_left(self.lines, node.lineno)
        return at < len(self.lines) and self.lines[at] <= (node.end_lineno or node.lineno)

    def _block(self, body: list[ast.stmt], frame: _Frame) -> None:
        for node in body:
            handler = _STATEMENTS.get(type(node))
            if handler and (self._touches(node) or isinstance(node, _ALWAYS)):
                handler(self, node, frame)

    def _define(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, Function | ast.ClassDef)
        frame.names[node.name] = node

    def _assign(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        if node.value is None:
            return
        value = self.value(node.value, frame) if self._touches(node) else _Lazy(node.value)
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            self._bind(target, value, frame)

    def _bind(self, target: ast.expr, value: object, frame: _Frame) -> None:
        if isinstance(target, ast.Name):
            frame.names[target.id] = value
        elif isinstance(target, ast.Attribute):
            self._bind_attribute(target, value, frame)
        elif isinstance(target, ast.Tuple | ast.List):
            items = items_of(self._forced(value, frame)) or []
            for index, part in enumerate(target.elts):
                fits = len(items) == len(target.elts)
                self._bind(part, items[index] if fits else UNKNOWN, frame)

    def _bind_attribute(self, target: ast.Attribute, value: object, frame: _Frame) -> None:
        owner = self.value(target.value, frame)
        if isinstance(owner, _Instance):
            owner.attributes[target.attr] = value
        elif isinstance(owner, SubparserParts) and target.attr == "required":
            owner.required = self._forced(value, frame) is True

    def _expression(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, ast.Expr)
        self.value(node.value, frame)

    def _if(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, ast.If)
        self.value(node.test, frame)
        main = isinstance(node.test, ast.Compare) and "__name__" in ast.dump(node.test.left)
        before, frame.conditional = frame.conditional, frame.conditional or not main
        self._block(node.body, frame)
        self._block(node.orelse, frame)
        frame.conditional = before

    def _for(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, ast.For | ast.AsyncFor)
        items = items_of(self.value(node.iter, frame))
        before = frame.conditional
        rounds = [UNKNOWN] if items is None or len(items) > _MAX_LOOP else items
        frame.conditional = before or (bool(rounds) and rounds[0] is UNKNOWN)
        for item in rounds:
            self._bind(node.target, item, frame)
            self._block(node.body, frame)
        frame.conditional = before

    def _compound(self, node: ast.stmt, frame: _Frame) -> None:
        """`with`, `try`, `while`: their bodies, as if once."""
        if isinstance(node, ast.Try):
            self._block(node.body, frame)
            for handler in node.handlers:
                self._block(handler.body, frame)
        if isinstance(node, ast.With | ast.AsyncWith | ast.While):
            self._block(node.body, frame)
        if isinstance(node, ast.Try | ast.While):
            self._block(node.orelse, frame)
        if isinstance(node, ast.Try):
            self._block(node.finalbody, frame)

    def _return(self, node: ast.stmt, frame: _Frame) -> None:
        assert isinstance(node, ast.Return)
        if node.value is not None and frame.returned is UNKNOWN:
            frame.returned = self.value(node.value, frame)

    def _forced(self, value: object, frame: _Frame) -> object:
        """A value whose expression was put off."""
        return self.value(value.node, frame) if isinstance(value, _Lazy) else value

    def value(self, node: ast.expr, frame: _Frame) -> object:
        """What an expression is in this frame; UNKNOWN where that is not plain."""
        if frame.depth > _MAX_DEPTH * 4:
            return UNKNOWN
        frame.depth += 1
        try:
            return self._value(node, frame)
        finally:
            frame.depth -= 1

    def _value(self, node: ast.expr, frame: _Frame) -> object:
        if isinstance(node, ast.Name):
            return self._name(node.id, frame)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, frame)
        if isinstance(node, ast.Call):
            return self._call(node, frame)
        if isinstance(node, ast.Await | ast.NamedExpr):
            return self.value(node.value, frame)
        return fold(node, lambda part: self.value(part, frame))

    def _name(self, name: str, frame: _Frame) -> object:
        value = frame.names.get(name, self.globals.get(name, UNKNOWN))
        if name in ("str", "int", "float", "Path") and value is UNKNOWN:
            return f"type:{name}"
        if name in _CONSTANTS and value is UNKNOWN:
            return _CONSTANTS[name]
        if name == "BooleanOptionalAction":
            return BooleanOptional()
        if isinstance(value, _Lazy):
            # Taken out while it is looked at, so that `x = x + [1]` ends.
            names = frame.names if name in frame.names else self.globals
            names[name] = UNKNOWN
            value = self.value(value.node, frame)
            names[name] = value
        changed = isinstance(value, list | dict) and is_changed(name, self.text)
        return UNKNOWN if changed else cast("object", value)

    def _attribute(self, node: ast.Attribute, frame: _Frame) -> object:
        if node.attr in _CONSTANTS:
            return _CONSTANTS[node.attr]
        if node.attr == "BooleanOptionalAction":
            return BooleanOptional()
        owner = self.value(node.value, frame)
        return (
            self._forced(owner.attributes.get(node.attr, UNKNOWN), frame) if isinstance(owner, _Instance) else UNKNOWN
        )

    def _call(self, node: ast.Call, frame: _Frame) -> object:
        function = node.func
        if self._constructs(function, frame):
            return self.calls.construct(self._keywords(node, frame), conditional=frame.conditional)
        if isinstance(function, ast.Attribute):
            owner = self.value(function.value, frame)
            if isinstance(owner, Parts):
                arguments = self._arguments(node, frame)
                return self.calls.method(
                    owner,
                    function.attr,
                    node,
                    (arguments, self._keywords(node, frame)),
                    conditional=frame.conditional,
                )
            if isinstance(owner, _Instance) and function.attr in owner.methods:
                arguments = [owner, *self._arguments(node, frame)]
                return self._inline(owner.methods[function.attr], arguments, self._keywords(node, frame), frame)
        target = self._name(function.id, frame) if isinstance(function, ast.Name) else UNKNOWN
        if isinstance(target, Function | ast.ClassDef):
            return self._enter(target, node, frame)
        folded = fold_call(node, lambda part: self.value(part, frame))
        return folded if folded is not UNKNOWN else self._escape(node, frame)

    def _constructs(self, function: ast.expr, frame: _Frame) -> bool:
        """Whether a call makes a parser: `argparse.ArgumentParser`, or a class of this file derived from it."""
        if isinstance(function, ast.Attribute):
            return function.attr == "ArgumentParser"
        if not isinstance(function, ast.Name):
            return False
        target = frame.names.get(function.id, self.globals.get(function.id))
        bases = target.bases if isinstance(target, ast.ClassDef) else []
        return function.id == "ArgumentParser" or any("ArgumentParser" in ast.dump(base) for base in bases)

    def _enter(self, target: "Function | ast.ClassDef", node: ast.Call, frame: _Frame) -> object:
        arguments, keywords = self._arguments(node, frame), self._keywords(node, frame)
        if isinstance(target, ast.ClassDef):
            methods = {item.name: item for item in target.body if isinstance(item, Function)}
            instance = _Instance(methods)
            if "__init__" in methods:
                self._inline(methods["__init__"], [instance, *arguments], keywords, frame)
            return instance
        return self._inline(target, arguments, keywords, frame)

    def _escape(self, node: ast.Call, frame: _Frame) -> object:
        """A call that leads out of the file: a parser that goes along may come back with more arguments."""
        function = node.func
        name = (
            function.attr
            if isinstance(function, ast.Attribute)
            else function.id
            if isinstance(function, ast.Name)
            else ""
        )
        for value in [*self._arguments(node, frame), *self._keywords(node, frame).values()]:
            if isinstance(value, Parts) and name not in _HARMLESS:
                self.calls.leave_open(value)
        return UNKNOWN

    def _arguments(self, node: ast.Call, frame: _Frame) -> list[object]:
        found: list[object] = []
        for item in node.args:
            if isinstance(item, ast.Starred):
                items = items_of(self.value(item.value, frame))
                found.extend([UNKNOWN] if items is None else items)
            else:
                found.append(self.value(item, frame))
        return found

    def _keywords(self, node: ast.Call, frame: _Frame) -> dict[str, object]:
        found: dict[str, object] = {}
        for item in node.keywords:
            value = self.value(item.value, frame)
            if item.arg is not None:
                found[item.arg] = value
            elif isinstance(value, dict):
                pairs = cast("dict[object, object]", value).items()
                found.update({str(key): self._forced(part, frame) for key, part in pairs})
            else:
                found["**"] = UNKNOWN
        return found

    def _inline(self, node: Function, arguments: list[object], keywords: dict[str, object], caller: _Frame) -> object:
        self.budget -= 1
        if caller.depth > _MAX_DEPTH * 3 or self.budget < 0 or not self._touches(node):
            return UNKNOWN
        self.inlined.add(id(node))
        frame = _Frame(conditional=caller.conditional, depth=caller.depth + 3)
        parameters = [*node.args.posonlyargs, *node.args.args]
        defaults = dict(zip([item.arg for item in reversed(parameters)], reversed(node.args.defaults), strict=False))
        for item, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if default is not None:
                defaults[item.arg] = default
        for index, item in enumerate([*parameters, *node.args.kwonlyargs]):
            given = arguments[index] if index < min(len(arguments), len(parameters)) else None
            fallback = _Lazy(defaults[item.arg]) if item.arg in defaults else UNKNOWN
            frame.names[item.arg] = given if given is not None else keywords.get(item.arg, fallback)
        self._block(node.body, frame)
        return frame.returned


_ALWAYS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Return)
_STATEMENTS: dict[type[ast.stmt], Callable[[ParserFlow, ast.stmt, _Frame], None]] = {
    ast.FunctionDef: ParserFlow._define,  # pyright: ignore[reportPrivateUsage]
    ast.AsyncFunctionDef: ParserFlow._define,  # pyright: ignore[reportPrivateUsage]
    ast.ClassDef: ParserFlow._define,  # pyright: ignore[reportPrivateUsage]
    ast.Assign: ParserFlow._assign,  # pyright: ignore[reportPrivateUsage]
    ast.AnnAssign: ParserFlow._assign,  # pyright: ignore[reportPrivateUsage]
    ast.Expr: ParserFlow._expression,  # pyright: ignore[reportPrivateUsage]
    ast.If: ParserFlow._if,  # pyright: ignore[reportPrivateUsage]
    ast.For: ParserFlow._for,  # pyright: ignore[reportPrivateUsage]
    ast.AsyncFor: ParserFlow._for,  # pyright: ignore[reportPrivateUsage]
    ast.With: ParserFlow._compound,  # pyright: ignore[reportPrivateUsage]
    ast.AsyncWith: ParserFlow._compound,  # pyright: ignore[reportPrivateUsage]
    ast.Try: ParserFlow._compound,  # pyright: ignore[reportPrivateUsage]
    ast.While: ParserFlow._compound,  # pyright: ignore[reportPrivateUsage]
    ast.Return: ParserFlow._return,  # pyright: ignore[reportPrivateUsage]
}


def _touching_lines(text: str) -> list[int]:
    """1-based lines that name a parser's methods, or a function (of this file) whose lines do, transitively."""
    starts = line_starts(text)

    def line_of(offset: int) -> int:
        return bisect_left(starts, offset + 1)

    lines = set(lines_with(text, _TOUCHES))
    lines |= {line_of(at) for at in _handed_on(text, starts)}
    definitions = [(line_of(found.start(1) - 1), found.group(1)) for found in _DEFINITION.finditer("\n" + text)]
    known: set[str] = set()
    for _ in range(4):
        ordered = sorted(lines)
        names = {name for name in _owners(definitions, ordered) if name not in known}
        if not names or len(names) > 400:
            break
        known |= names
        calls = re.compile(rf"(?:{one_of(names, not_after=LETTERS)})\b(?=\s*\()")
        found = (item.start() for item in calls.finditer(text))
        lines |= {line_of(at) for at in found if not text.endswith("def ", 0, at)}
    return sorted(lines)


def _handed_on(text: str, starts: list[int]) -> list[int]:
    """Where a parser is given to a call or put in a list: what takes it may be out of sight, and then it is open."""
    made = [_HOLDS.match(text, starts[line - 1]) for line in lines_with(text, _MAKERS)]
    names = sorted({"parser", "subparsers", *(found.group(1) for found in made if found)})[:200]
    places: list[int] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            before = text[max(0, at - 60) : at].removesuffix("self.").rstrip()[-1:]
            if before in ("(", ",", "=", "*", "[") and text[end : end + 60].lstrip()[:1] in (",", ")", "]"):
                places.append(at)
            at = text.find(name, end)
    return places


def _owners(definitions: list[tuple[int, str]], lines: list[int]) -> set[str]:
    """The names of the definitions that the lines stand below, up to the next definition (and its class above)."""
    starts = [line for line, _ in definitions]
    found = {definitions[at - 1][1] for line in lines if (at := bisect_left(starts, line + 1))}
    return {name for name in found if name != "__init__"} | ({"main"} if "main" in found else set())

"""The interface of a JavaScript program that uses commander."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.readers.javascript_parts import method, source, string, strings, walk
from skillrt.code.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

_IMPORTED = re.compile(r"(?:from|require\()\s*['\"](?:commander|@commander-js/extra-typings)['\"]")
_DECLARED = re.compile(r"\.(?:option|requiredOption|argument|arguments|command|addOption|addArgument|addCommand)\(")
_PLACE = re.compile(r"(<|\[)([\w:. |/-]+?)(\.\.\.)?[>\]]")
_NAME = re.compile(r"--?[\w?-]+")
_LETS_PASS = frozenset(("allowUnknownOption", "passThroughOptions"))


@dataclass(eq=False, slots=True)
class _Parts:
    """A command being built."""

    options: list[Option] = field(default_factory=list)
    places: list[Positional] = field(default_factory=list)
    commands: list[tuple[str, "_Parts"]] = field(default_factory=list)
    open_options: bool = False
    open_commands: bool = False
    acts: bool = False


def read(text: str) -> Interface | None:
    """What the commander calls of a program declare; None where it does not use commander."""
    if "commander" not in text or not _IMPORTED.search(text):
        return None
    tree = parse_javascript(text)
    if tree is None:
        return None
    reading = _Reading()
    for node in walk(tree.root_node):
        if node.type == "call_expression" and node.parent is not None and not _is_receiver(node):
            reading.command_of(node)
        elif node.type == "variable_declarator":
            reading.declare(node)
    root = reading.root()
    if root is None:
        return None
    return _interface(root, open_all=len(_DECLARED.findall(text)) > len(reading.done))


def _is_receiver(node: "Node") -> bool:
    """Whether a call is the inner part of a chain; the outermost call deals with the whole chain."""
    outer = node.parent
    return outer is not None and outer.type == "member_expression"


class _Reading:
    """Which variable holds which command, and which calls were followed."""

    def __init__(self) -> None:
        self.program = _Parts()
        self.made: list[_Parts] = []
        self.names: dict[str, _Parts] = {"program": self.program}
        self.done: set[int] = set()
        self.cached: dict[int, _Parts | None] = {}

    def root(self) -> _Parts | None:
        """The command that is no other's subcommand, where there is just one that has anything."""
        children = {id(child) for parts in [self.program, *self.made] for _, child in parts.commands}
        roots = [item for item in [self.program, *self.made] if id(item) not in children and _holds(item)]
        return roots[0] if len(roots) == 1 else None

    def declare(self, node: "Node") -> None:
        """`const list = program.command("list")...`."""
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is not None and value is not None and name.type == "identifier":
            made = self.command_of(value)
            if made is not None:
                self.names[source(name)] = made

    def command_of(self, node: "Node") -> _Parts | None:
        """The command that an expression is, after carrying out the calls of its chain, innermost first."""
        chain: list[Node] = []
        while node.type in ("call_expression", "await_expression") and node.id not in self.cached:
            inner = node.named_children[0] if node.type == "await_expression" else method(node)[0]
            if node.type == "call_expression":
                chain.append(node)
            if inner is None:
                break
            node = inner
        found = self._start(node)
        for call in reversed(chain):
            if found is not None:
                found = self._carry_out(found, call)
            self.cached[call.id] = found
        return found

    def _start(self, node: "Node") -> _Parts | None:
        if node.id in self.cached:
            return self.cached[node.id]
        if node.type == "identifier":
            return self.names.get(source(node))
        if node.type == "new_expression" and source(node).removeprefix("new ").lstrip().startswith(
            ("Command", "commander.Command")
        ):
            made = _Parts()
            self.made.append(made)
            self.cached[node.id] = made
            return made
        if node.type == "member_expression" and source(node) == "commander.program":
            return self.program
        return None

    def _carry_out(self, parts: _Parts, call: "Node") -> _Parts:
        _, name, arguments = method(call)
        first = string(arguments[0]) if arguments else None
        if _DECLARED.match(f".{name}("):
            self.done.add(call.id)
        if name == "command":
            return self._subcommand(parts, first, arguments)
        if name in ("option", "requiredOption"):
            _add_option(parts, first, required=name == "requiredOption")
        elif name in ("argument", "arguments"):
            _add_places(parts, first)
        elif name == "addOption" and arguments:
            _add_made_option(parts, arguments[0])
        elif name == "version":
            flags = string(arguments[1]) if len(arguments) > 1 else "-V, --version"
            parts.options.append(Option(tuple(_NAME.findall(flags or "--version")), 0, 0, terminal=True))
        elif name == "action":
            parts.acts = True
        else:
            self._rarer(parts, name, arguments)
        return parts

    def _rarer(self, parts: _Parts, name: str, arguments: list["Node"]) -> None:
        if name == "alias" and arguments:
            self._alias(parts, [string(arguments[0])])
        elif name == "aliases" and arguments:
            self._alias(parts, list(strings(arguments[0]) or ()))
        elif name in _LETS_PASS:
            parts.open_options = True
        elif name in ("addCommand", "addArgument", "addHelpCommand", "executableDir"):
            self._attach(parts, name, arguments)

    def _alias(self, parts: _Parts, names: list[str | None]) -> None:
        for owner in [self.program, *self.made]:
            if any(child is parts for _, child in owner.commands):
                owner.commands.extend((name, parts) for name in names if name)

    def _subcommand(self, parts: _Parts, text: str | None, arguments: list["Node"]) -> _Parts:
        child = _Parts()
        self.made.append(child)
        settings = source(arguments[-1]) if arguments else ""
        if text is None or "isDefault" in settings or text.startswith("*") or len(arguments) > 1:
            parts.open_commands = True
        if text is not None:
            name, _, places = text.partition(" ")
            _add_places(child, places)
            parts.commands.append((name, child))
        return child

    def _attach(self, parts: _Parts, name: str, arguments: list["Node"]) -> None:
        if name == "addArgument":
            parts.places.append(Positional("arguments", 0, None))
            return
        parts.open_commands = parts.open_commands or name == "addCommand"
        for item in arguments:
            child = self.command_of(item)
            if child is not None:
                parts.commands.append(("", child))


def _holds(parts: _Parts) -> bool:
    return bool(parts.options or parts.places or parts.commands)


def _add_places(parts: _Parts, text: str | None) -> None:
    if text is None:
        parts.places.append(Positional("arguments", 0, None))
        return
    found = list(_PLACE.finditer(text))
    if not found and text.strip():
        parts.places.append(Positional(text.strip(), 1, 1))
    for place in found:
        needed = int(place.group(1) == "<")
        parts.places.append(Positional(place.group(2), needed, None if place.group(3) else 1))


def _add_option(parts: _Parts, flags: str | None, *, required: bool, choices: tuple[str, ...] | None = None) -> None:
    """`-o, --output <file>`: names, and how many values the placeholder means."""
    names = tuple(_NAME.findall(re.split(r"[<\[]", flags)[0])) if flags else ()
    if not names or flags is None:
        parts.open_options = True
        return
    place = _PLACE.search(flags)
    least = int(bool(place and place.group(1) == "<"))
    most = 0 if place is None else None if place.group(3) else 1
    parts.options.append(Option(names, least, most, choices, required, repeatable=most is None))


def _add_made_option(parts: _Parts, node: "Node") -> None:
    """`.addOption(new Option("-f, --format <x>").choices([...]).makeOptionMandatory())`."""
    required, choices = False, None
    while node.type == "call_expression":
        owner, name, arguments = method(node)
        if name == "choices" and arguments:
            choices = strings(arguments[0])
        required = required or name == "makeOptionMandatory"
        if owner is None:
            break
        node = owner
    flags = None
    if node.type == "new_expression":
        given = node.child_by_field_name("arguments")
        flags = string(given.named_children[0]) if given is not None and given.named_children else None
    _add_option(parts, flags, required=required, choices=choices)


def _interface(parts: _Parts, *, open_all: bool, depth: int = 0) -> Interface:
    options = [*parts.options, Option(("-h", "--help"), 0, 0, terminal=True)]
    children = [(name, child) for name, child in parts.commands if name] if depth < 5 else []
    inner = tuple((name, _interface(child, open_all=open_all, depth=depth + 1)) for name, child in children)
    helps = (
        (("help", Interface("commander", "javascript", open_options=True, open_positionals=True)),) if inner else ()
    )
    return Interface(
        "commander",
        "javascript",
        tuple(options),
        # Excess arguments are let pass before commander 13, and which version runs is not known.
        tuple(parts.places) if open_all else (*parts.places, Positional("more", 0, None)) if not inner else (),
        (*inner, *helps),
        open_options=parts.open_options or open_all,
        open_positionals=open_all,
        open_subcommands=bool(inner) and (parts.open_commands or parts.acts or bool(parts.places) or open_all),
        greedy=True,
        root_options_anywhere=True,
    )

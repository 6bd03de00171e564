"""What the methods of an argparse parser do to it, and which parser a program parses its command line with."""

import ast
from collections.abc import Iterable

from skillrt.code.readers.argparse_parts import (
    UNKNOWN,
    GroupParts,
    ParserParts,
    SubparserParts,
    add_argument,
    items_of,
)

_PARSES = frozenset(("parse_args", "parse_intermixed_args", "parse_known_args", "parse_known_intermixed_args"))
Arguments = tuple[list[object], dict[str, object]]


class ParserCalls:
    """The parsers that a program makes, in order; `parsed`: those it parsed with; `declared`: calls followed."""

    def __init__(self) -> None:
        self.parsers: list[ParserParts] = []
        self.parsed: list[tuple[ParserParts, str]] = []
        self.declared: set[tuple[int, int]] = set()
        self.odd_arguments = False

    def construct(self, keywords: dict[str, object], *, conditional: bool) -> ParserParts:
        """`ArgumentParser(...)`."""
        del conditional
        parser = _built(keywords)
        self.parsers.append(parser)
        return parser

    def method(self, owner: object, name: str, node: ast.Call, given: Arguments, *, conditional: bool) -> object:
        """`owner.name(...)` on a parser, a group or what add_subparsers returned."""
        arguments, keywords = given
        if isinstance(owner, SubparserParts):
            return self._add_parser(owner, node, given) if name == "add_parser" else UNKNOWN
        if not isinstance(owner, ParserParts | GroupParts):
            return UNKNOWN
        if name == "add_argument":
            self.declared.add((node.lineno, node.col_offset))
            add_argument(owner, arguments, keywords, conditional=conditional)
            return UNKNOWN
        parser = owner.parser if isinstance(owner, GroupParts) else owner
        if name == "add_argument_group":
            return GroupParts(parser, owner.exclusive if isinstance(owner, GroupParts) else None)
        if name == "add_mutually_exclusive_group":
            names: list[str] = []
            parser.exclusive.append((names, keywords.get("required") is True and not conditional))
            return GroupParts(parser, names)
        if name == "add_subparsers":
            return _subparsers(parser, keywords)
        if name in _PARSES:
            self._parse(parser, name, node, arguments)
        return UNKNOWN

    def _parse(self, parser: ParserParts, name: str, node: ast.Call, arguments: list[object]) -> None:
        if node.args and not _is_whole_command_line(node.args[0], arguments[0]):
            self.odd_arguments = True
            return
        if "known" in name:
            parser.open()
        self.parsed.append((parser, name))

    def _add_parser(self, owner: SubparserParts, node: ast.Call, given: Arguments) -> ParserParts:
        arguments, keywords = given
        self.declared.add((node.lineno, node.col_offset))
        parser = _built(keywords)
        parser.child = True
        name = arguments[0] if arguments else keywords.get("name", UNKNOWN)
        aliases = keywords.get("aliases", [])
        others = items_of(aliases)
        if not isinstance(name, str) or "**" in keywords or others is None:
            owner.open = True
        names = [name, *(others or [])]
        owner.choices.extend((item, parser) for item in names if isinstance(item, str))
        self.parsers.append(parser)
        return parser

    def leave_open(self, part: object) -> None:
        """Something out of sight may add to this parser."""
        if isinstance(part, SubparserParts):
            part.open = True
        elif isinstance(part, ParserParts | GroupParts):
            (part.parser if isinstance(part, GroupParts) else part).open()


def _subparsers(parser: ParserParts, keywords: dict[str, object]) -> SubparserParts:
    name = next((keywords[key] for key in ("metavar", "dest") if isinstance(keywords.get(key), str)), "command")
    parser.subparsers = SubparserParts(parser, str(name), keywords.get("required") is True, "**" in keywords)
    return parser.subparsers


def _built(keywords: dict[str, object]) -> ParserParts:
    parser = ParserParts(keywords.get("add_help", True) is True, keywords.get("allow_abbrev", True) is True)
    parents = keywords.get("parents", [])
    if "**" in keywords or "prefix_chars" in keywords or "fromfile_prefix_chars" in keywords:
        parser.open()
    known = items_of(parents)
    _inherit(parser, [UNKNOWN] if known is None else known)
    return parser


def _inherit(parser: ParserParts, parents: Iterable[object]) -> None:
    for parent in parents:
        if not isinstance(parent, ParserParts):
            parser.open()
            continue
        parent.child = True
        parser.options.extend(parent.options)
        parser.positionals.extend(parent.positionals)
        parser.exclusive.extend(parent.exclusive)
        parser.open_options = parser.open_options or parent.open_options
        parser.open_positionals = parser.open_positionals or parent.open_positionals


def _is_whole_command_line(node: ast.expr, value: object) -> bool:
    """Whether the command line is parsed as given: nothing, `argv`, `sys.argv[1:]`, `argv or sys.argv[1:]`."""
    if value is None or isinstance(node, ast.Name | ast.Attribute):
        return True
    if isinstance(node, ast.BoolOp):
        return all(_is_whole_command_line(item, UNKNOWN) for item in node.values)
    if isinstance(node, ast.IfExp):
        return _is_whole_command_line(node.body, UNKNOWN) and _is_whole_command_line(node.orelse, UNKNOWN)
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice):
        return isinstance(node, ast.Constant) and node.value is None
    lower, upper = node.slice.lower, node.slice.upper
    return isinstance(lower, ast.Constant) and lower.value == 1 and upper is None

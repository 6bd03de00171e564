"""The interface of a shell script: getopts, `while`/`case` loops over options, `case "$1"`, checks of `$#`."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from skillrt.code.alternatives import holds_any
from skillrt.code.interface import Interface, Option, Positional
from skillrt.code.syntax import parse_shell

if TYPE_CHECKING:
    from tree_sitter import Node

_WORTHY = ("getopts", "case", "$#", "$1", "${1")  # one of them is in whatever `_WORTH` finds
_WORTH = re.compile(r"\bgetopts\b|\bcase\b|\$#|\$\{?1\b")
_GETOPTS = re.compile(r"\bgetopts\s+(?:\"([^\"$]{1,200})\"|'([^']{1,200})'|([\w:]{1,200}))\s")
_OPTION = re.compile(r"--?[A-Za-z0-9][\w-]*\Z|-[A-Za-z0-9?]\Z")
_SUBJECT = re.compile(r"\"?\$(?:\{)?(\w+)[^\"}]*\}?\"?\Z")
_SAYS_UNKNOWN = re.compile(r"unknown|invalid|unrecogni|unexpected|unsupported|illegal|bad option", re.IGNORECASE)
_EXITS = re.compile(r"\bexit\s+[1-9]|\bdie\b|\bfatal\b|\bfail\b|\berror_exit\b|\breturn\s+[1-9]")
_VALUE = re.compile(
    r"\$(?:\{)?2\b|\bshift\s+2\b|\bshift\s*;\s*\w+=\"?\$\{?1|\bshift\s*\n\s*\w+=\"?\$\{?1|\$OPTARG|\$\{OPTARG"
)
_FROM_FIRST = re.compile(
    r"^[ \t]*(?:local[ \t]+|readonly[ \t]+)?(\w+)=\"?\$(?:1\b|\{1(?:[:?-][^}\n]*)?\})\"?[ \t]*(?:$|;|\|\||#)",
    re.MULTILINE,
)
_REQUIRED = re.compile(r"\$\{([1-9]):?\?")
_COUNT = re.compile(r"\$#\"?\s*(-lt|-eq|-ne|-le|<|==|!=|=)\s*(\d)|\$\{#\}\s*(-lt)\s*(\d)")
_EMPTY = re.compile(r"-z\s+\"?\$(?:\{)?([1-9])\b(?::-)?\}?\"?")
_COMPARED = re.compile(r"(?<=\s)(?:=|==|!=)\s*[\"']?(--?[A-Za-z][\w-]*)")
_LOOPS = frozenset(("while_statement", "for_statement", "c_style_for_statement"))
_MAX_NODES = 60_000


class _Case(msgspec.Struct):
    """One `case` statement: its subject, its arms as (patterns, body), and what it stands in."""

    subject: str
    arms: list[tuple[list[str], str]]
    loop: bool
    function: str


def read(text: str) -> Interface | None:
    """What a shell script accepts, as far as its own tests say; None where it reads no arguments in a known way."""
    if not (holds_any(text, _WORTHY) and _WORTH.search(text)):
        return None
    tree = parse_shell(text)
    if tree is None:
        return None
    cases = list(_cases(tree.root_node))
    loops = [item for item in cases if item.loop and _reads_options(item)]
    getopts = _GETOPTS.search(text)
    if getopts:
        return _from_getopts(getopts, text, loops)
    dispatch = _dispatch(cases, text, bool(loops))
    if loops:
        asides = [item for item in cases if not item.loop and _reads_options(item)]
        return _from_loops(loops, asides, text, dispatch)
    needed = _needed(tree.root_node)
    if dispatch is None and not needed:
        return None
    places = [dispatch] if dispatch else []
    places += [Positional(str(at), 1) for at in range(len(places) + 1, needed + 1)]
    if dispatch and needed:
        places[0] = msgspec.structs.replace(dispatch, minimum=1)
    return Interface(
        "case" if dispatch else "argv", "shell", (), (*places, Positional("arguments", 0, None)), open_options=True
    )


def _cases(root: "Node") -> Iterator[_Case]:
    """Every case statement, with whether it stands in a loop and in which function."""
    stack: list[tuple[Node, bool, str]] = [(root, False, "")]
    seen = 0
    while stack and seen < _MAX_NODES:
        node, loop, function = stack.pop()
        seen += 1
        if node.type == "function_definition":
            name = node.child_by_field_name("name")
            loop, function = False, _text(name) if name else "?"
        elif node.type in _LOOPS:
            loop = True
        elif node.type == "case_statement":
            yield _case(node, loop=loop, function=function)
        if node.type not in ("command", "variable_assignment", "string", "test_command"):
            stack.extend((child, loop, function) for child in reversed(node.named_children))


def _case(node: "Node", *, loop: bool, function: str) -> _Case:
    subject = node.child_by_field_name("value")
    arms: list[tuple[list[str], str]] = []
    for child in node.named_children:
        if child.type == "case_item":
            head, _, body = _text(child).partition(")")
            patterns = [part.strip().strip("\"'") for part in head.lstrip(" (").split("|")]
            arms.append((patterns, body))
    return _Case(_text(subject) if subject else "", arms, loop, function)


def _text(node: "Node") -> str:
    return (node.text or b"").decode("utf-8", "surrogateescape")


def _reads_options(case: _Case) -> bool:
    return any(_OPTION.match(pattern) for patterns, _ in case.arms for pattern in patterns)


def _from_getopts(found: re.Match[str], text: str, loops: list[_Case]) -> Interface:
    """`getopts "ab:c"`: single letters; long options may be turned into letters before, then nothing is closed."""
    letters = next(group for group in found.groups() if group is not None).lstrip(":")
    options = tuple(
        Option((f"-{letter}",), *((1, 1) if letters[at + 1 : at + 2] == ":" else (0, 0)), repeatable=True)
        for at, letter in enumerate(letters)
        if letter.isalnum()
    )
    helps = tuple(
        msgspec.structs.replace(option, terminal=True) if option.names == ("-h",) and option.maximum == 0 else option
        for option in options
    )
    many = len(_GETOPTS.findall(text)) > 1
    closed = not many and bool(_EXITS.search(text)) and "--" not in "".join(_patterns(loops)) and "--help" not in text
    return Interface("getopts", "shell", helps, open_options=not closed, open_positionals=True, interspersed=False)


def _patterns(cases: list[_Case]) -> Iterator[str]:
    for case in cases:
        for patterns, _ in case.arms:
            yield from patterns


def _from_loops(loops: list[_Case], asides: list[_Case], text: str, dispatch: Positional | None) -> Interface:
    """Loops over the options, taken together: an option is unknown only where no loop knows it and all refuse it.
    `asides` look at a word outside of any loop: `case "$1" in --version) ...`, before the loop of a function."""
    found: dict[str, Option] = {}
    closed = True
    for case in loops:
        closed = closed and _refuses_unknown(case)
        for patterns, body in case.arms:
            _add_option(found, patterns, body)
    for name in (*_COMPARED.findall(text), *filter(_OPTION.match, _patterns(asides))):
        found.setdefault(name, Option((name,), 0, None, loose=True))
    distinct = {option.names: option for option in found.values()}
    places = (dispatch, Positional("arguments", 0, None)) if dispatch else ()
    return Interface(
        "case",
        "shell",
        tuple(distinct[key] for key in sorted(distinct)),
        places,
        open_options=not closed,
        open_positionals=not dispatch,
        bundling=False,
    )


def _add_option(found: dict[str, Option], patterns: list[str], body: str) -> None:
    """One arm: its names, and whether it takes the next word. Arms of other loops may differ; then it is loose."""
    names = tuple(name for name in (pattern.split("=")[0] for pattern in patterns) if _OPTION.match(name))
    if not names:
        return
    count = 1 if _VALUE.search(body) else 0
    sure = "shift" in body or count == 0
    terminal = bool({"--help", "--version"} & set(names)) and count == 0
    option = Option(names, count, count, loose=not sure, terminal=terminal)
    clash = [found[name] for name in names if name in found]
    if any(item.maximum != count for item in clash) or any("=" in pattern for pattern in patterns):
        option = msgspec.structs.replace(option, minimum=0, maximum=None, loose=True)
    for name in names:
        found[name] = option


def _refuses_unknown(case: _Case) -> bool:
    """Whether an option that no arm names ends the script: `-*) die`, or `*) echo unknown option; exit 1`."""
    for patterns, body in case.arms:
        catches = [pattern for pattern in patterns if pattern in ("*", "-*", "--*", "-?*", "?*")]
        if not catches:
            continue
        if "-*" in catches or "*" in catches or "-?*" in catches:
            nested = "case" in body or "if " in body
            return not nested and bool(_EXITS.search(body) or ("usage" in body and _SAYS_UNKNOWN.search(body)))
        return False
    return False


def _dispatch(cases: list[_Case], text: str, loops: bool) -> Positional | None:
    """`case "$1" in list) ... *) usage; exit 1`: the words that the first argument may be."""
    head = text if not loops else ""
    first = set(_FROM_FIRST.findall(head))
    for case in cases:
        subject = _SUBJECT.match(case.subject)
        if subject is None or case.loop or case.function not in ("", "main") or loops:
            continue
        if subject.group(1) != "1" and subject.group(1) not in first:
            continue
        words = [pattern for patterns, _ in case.arms for pattern in patterns]
        last_patterns, last_body = case.arms[-1] if case.arms else ([], "")
        refused = bool(_EXITS.search(last_body) or _SAYS_UNKNOWN.search(last_body))
        plain = [word for word in words if re.fullmatch(r"[\w.:-]+", word)]
        odd = [word for word in words if word not in plain and word not in ("", "*")]
        if last_patterns == ["*"] and refused and len(plain) > 1 and not odd and _stands_first(text, case):
            return Positional("command", 0, 1, tuple(plain))
    return None


def _stands_first(text: str, case: _Case) -> bool:
    """Whether no `shift` at the left margin moves the arguments before the case."""
    at = text.find(f"case {case.subject}")
    before = text[: max(at, 0)]
    shifted = re.search(r"^(?:[ \t]{0,2})shift\b", before, re.MULTILINE)
    return at >= 0 and (shifted is None or _FROM_FIRST.search(before) is not None)


def _needed(root: "Node") -> int:
    """How many arguments the script certainly asks for, by tests at its left margin; 0 where it shifts."""
    needed = 0
    for node in root.named_children:
        body = _text(node)
        if node.type == "function_definition" or node.type == "comment":
            continue
        if "shift" in body or node.type in _LOOPS:
            break
        if node.type == "if_statement":
            needed = max(needed, _tested(body))
        elif node.type in ("variable_assignment", "command", "list"):
            needed = max([needed, *(int(number) for number in _REQUIRED.findall(body))])
    return needed


def _tested(body: str) -> int:
    """`if [ $# -lt 2 ]; then ... exit 1; fi`: 2."""
    condition, _, rest = body.partition("then")
    inside = re.split(r"\b(?:elif|else|fi)\b", rest, maxsplit=1)[0]
    if not _EXITS.search(inside) or "&&" in condition:
        return 0
    found = _COUNT.search(condition)
    if found and "||" not in condition:
        operator, number = found.group(1) or found.group(3), int(found.group(2) or found.group(4))
        if operator in ("-eq", "=", "=="):
            return 1 if number == 0 else 0
        return number + (operator == "-le")
    return max((int(number) for number in _EMPTY.findall(condition)), default=0)

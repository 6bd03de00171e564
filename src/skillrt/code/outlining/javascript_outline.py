"""JavaScript blocks of a skill -> programs for Node.js with a command line. Static: nothing is run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.help_text import one_line, titled
from skillrt.code.outlining.javascript_facts import javascript_facts
from skillrt.code.outlining.javascript_literals import JavascriptFinder, JsEdit
from skillrt.code.outlining.javascript_program import JavascriptProgram, dynamic_import, rendered
from skillrt.code.outlining.javascript_refusals import (
    WRONG,
    check_javascript,
    check_names,
    does_something,
    is_value,
    unused,
)
from skillrt.code.outlining.javascript_scopes import bound, names_in
from skillrt.code.outlining.program import Outlined, Program, Refusal, Snippet
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.slots import Slot, SlotTable
from skillrt.code.readers.javascript_parts import source, walk
from skillrt.code.scripts import interface_of
from skillrt.code.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_TEXT = 30_000
_OUTSIDE = re.compile(r"\b(?:import|require|fetch)\b|\bprocess\.std")
_SAYS = re.compile(r"\bconsole\.|\bprocess\.stdout|\bwrite\w*\(|\.pipe\(|\.save\w*\(|\.screenshot\(|\.pdf\(|toFile\(")

_DOES = re.compile(r"\bawait\b|\basync\b|\.then\(|Sync\(|\bexec\w*\(|\bspawn\(|\.run\(|\.send\(|\.fill\(|\.end\(")
# What such calls give is something to go on with, nothing to read.
_HANDLES = re.compile(r"(?:fetch\w*|connect\w*|launch\w*|new\w*|open\w*|create\w*Client)\($")


@dataclass(frozen=True, slots=True)
class _Block:
    index: int
    snippet: Snippet
    root: "Node"

    @property
    def text(self) -> bytes:
        return self.root.text or b""


@dataclass(frozen=True, slots=True)
class _Part:
    """Statements of one block that a program takes."""

    block: _Block
    statements: tuple["Node", ...]


def outline_javascript(snippets: Sequence[Snippet]) -> Outlined:
    """The programs that the JavaScript blocks of one skill become, and why the others stay. Never raises."""
    programs: list[Program] = []
    refusals: list[Refusal] = []
    known: dict[str, tuple[_Block, Node]] = {}
    for index, snippet in enumerate(snippets):
        try:
            block = _read(index, snippet)
            before = dict(known)
            known.update((name, (block, item)) for item in block.root.named_children for name in _defined(item))
            if WRONG.search(snippet.title) or WRONG.search(snippet.lead):
                raise Refused("menu", "its heading says that it shows right or wrong ways")
            check_javascript(block.root)
            programs.append(_program(block, before, {program.file for program in programs}))
        except Refused as why:
            refusals.append(Refusal(index, why.rule, why.reason))
    return Outlined(tuple(programs), tuple(refusals))


def _read(index: int, snippet: Snippet) -> _Block:
    if len(snippet.text) > MAX_TEXT:
        raise Refused("too-large", f"it is longer than {MAX_TEXT} characters")
    tree = parse_javascript(snippet.text.replace("\r\n", "\n"))
    if tree is None or tree.root_node.has_error or "\0" in snippet.text:
        raise Refused("syntax-error", "it is no JavaScript text")
    if not [child for child in tree.root_node.named_children if child.type != "comment"]:
        raise Refused("no-effect", "there is nothing in it to run")
    return _Block(index, snippet, tree.root_node)


def _defined(statement: "Node") -> list[str]:
    """The names that a statement at the top declares."""
    if statement.type in ("lexical_declaration", "variable_declaration"):
        return [name for child in statement.named_children for name in bound(child.child_by_field_name("name"))]
    if statement.type in ("function_declaration", "class_declaration", "generator_function_declaration"):
        name = statement.child_by_field_name("name")
        return [source(name)] if name is not None else []
    if statement.type == "import_statement":
        return sorted(names_in(statement).top) or [
            source(node)
            for node in walk(statement)
            if node.type == "identifier" and node.parent is not None and node.parent.type != "import_specifier"
        ]
    return []


def _closure(block: _Block, free: set[str], known: dict[str, tuple[_Block, "Node"]]) -> list[_Part]:
    """Statements of earlier blocks that define what is needed, with what they need, in order."""
    taken: dict[int, tuple[_Block, Node]] = {}
    wanted = sorted(free)
    while wanted:
        name = wanted.pop()
        found = known.get(name)
        if found is None or found[1].id in taken or name in javascript_facts().globals:
            continue
        taken[found[1].id] = found
        wanted += sorted(names_in(found[0].root, only=found[1]).free)
    parts: list[_Part] = []
    for index in sorted({at.index for at, _ in taken.values()}):
        items = sorted((node for at, node in taken.values() if at.index == index), key=lambda node: node.start_byte)
        owner = next(at for at, _ in taken.values() if at.index == index)
        parts.append(_Part(owner, tuple(items)))
    return [*parts, _Part(block, tuple(block.root.named_children))]


def _program(block: _Block, known: dict[str, tuple[_Block, "Node"]], taken: set[str]) -> Program:
    own = names_in(block.root)
    parts = _closure(block, own.free, known)
    defined = {name for part in parts[:-1] for item in part.statements for name in _defined(item)}
    for part in parts[:-1]:
        for item in part.statements:
            check_javascript(item)
    check_names(block.root, own, _free(parts) - defined)
    statements = [item for part in parts for item in part.statements]
    idle = unused(block.root, own)
    if idle or not does_something(list(block.root.named_children)):
        raise Refused("no-effect", f"it defines {idle} for other code" if idle else "it only defines something")
    text = b"\n".join(item.text or b"" for item in statements).decode("utf-8", "surrogateescape")
    modules = tuple(name for name in sorted(javascript_facts().modules) if name in _free(parts) - defined)
    if not _OUTSIDE.search(text) and not modules:
        raise Refused("no-effect", "it only shows how the language works")
    facts = javascript_facts()
    unknown = sorted(_free(parts) - defined - facts.globals - facts.modules - facts.browser)
    if any(not is_value(part.block.root, name) for name in unknown for part in parts):
        raise Refused("undefined-names", f"nothing defines {', '.join(unknown[:4])}")
    return _made(block, parts, _Needed(text, modules, tuple(unknown)), taken)


def _free(parts: list[_Part]) -> set[str]:
    found: set[str] = set()
    for part in parts:
        whole = len(part.statements) == len(part.block.root.named_children)
        for item in part.statements if not whole else ():
            found |= names_in(part.block.root, only=item).free
        found |= names_in(part.block.root).free if whole else set[str]()
    return found


@dataclass(frozen=True, slots=True)
class _Needed:
    """The text of all statements, the modules of Node.js that it uses unnamed, and names whose values are given."""

    text: str
    modules: tuple[str, ...]
    given: tuple[str, ...]


def _made(block: _Block, parts: list[_Part], needed: _Needed, taken: set[str]) -> Program:
    text = needed.text
    if not _SAYS.search(text) and not _DOES.search(text):
        raise Refused("no-effect", "it computes something and leaves it there")
    table = SlotTable()
    edits = _inputs(parts, table, needed.given)
    statements = [item for part in parts for item in part.statements]
    loads = any(item.type == "import_statement" for item in statements)
    waits = any(_waits(item) for item in statements)
    returns = any(_returns(item) for item in statements)
    if (loads or waits) and returns:
        raise Refused("syntax-error", "it returns where there is no function")
    ending = ".mjs" if loads or waits else ".cjs"
    summary, stem = titled(block.snippet, _first_comment(block.root), whole=True)
    stem = names.distinct(stem, {name.rpartition(".")[0] for name in taken}).replace("_", "-")
    opt = "opt"
    while opt in text:
        opt = "x" + opt
    shown = _last_value(block.root) if not _SAYS.search(text) else ""
    made = JavascriptProgram(
        file=stem + ending,
        summary=summary,
        places=one_line(
            ", ".join(sorted({at.block.snippet.place or f"block {at.block.index + 1}" for at in parts})), 200
        ),
        slots=tuple(table.slots),
        body="\n".join(_body(part, edits.get(part.block.index, []), opt) for part in parts),
        opt=opt,
        loads=loads,
        requires="require"
        in {source(node) for item in statements for node in walk(item) if node.type == "identifier"},
        modules=needed.modules,
        given=tuple((name, slot) for name in needed.given for slot in table.slots if slot.own == name),
        shown=shown,
    )
    inputs = tuple(slot.as_input() for slot in table.slots)
    sources = tuple(part.block.index for part in parts)
    program = Program("javascript", stem + ending, ("node",), made.text(), inputs, sources, summary)
    _check(program)
    return program


def _inputs(parts: list[_Part], table: SlotTable, given: Sequence[str]) -> dict[int, list[JsEdit]]:
    finders = {part.block.index: JavascriptFinder(table) for part in parts}
    for part in parts:
        for item in part.statements:
            finders[part.block.index].statement(item)
    for part in parts:
        for item in part.statements:
            finders[part.block.index].rest(item)
    for name in given:
        secret = names.is_secret_name(name)
        hint = name.upper() if secret else names.option_name(name)
        kind = "secret" if secret else names.name_kind(name)
        table.add(Slot(kind, "", hint, required=True, own=name, checked=kind == "input-file"))
    table.leave_numbers()
    if table.too_many:
        raise Refused("too-large", "it has more inputs than a command line should have")
    table.name_all()
    return {index: [edit for edit in finder.edits if edit.slot in table.slots] for index, finder in finders.items()}


def _body(part: _Part, edits: list[JsEdit], opt: str) -> str:
    """The statements of a block with the inputs put in; a whole block keeps all that stands between them."""
    text, root = part.block.text, part.block.root
    whole = len(part.statements) == len(root.named_children)
    out: list[bytes] = []
    at = 0
    for item in part.statements:
        start, end = item.start_byte - root.start_byte, item.end_byte - root.start_byte
        if whole:
            out.append(text[at:start])
        if item.type == "import_statement":
            out.append(dynamic_import(item, opt).encode("utf-8", "surrogateescape"))
        else:
            out.append(rendered(text[start:end], item.start_byte, edits, opt))
        out.append(b"" if whole else b"\n")
        at = end
    out.append(text[at:] if whole else b"")
    return b"".join(out).decode("utf-8", "surrogateescape")


def _at_top(node: "Node", statement: "Node") -> bool:
    """Whether no function stands between a node and its statement."""
    above = node.parent
    while above is not None and node != statement and above != statement.parent:
        if above.type in ("arrow_function", "function_expression", "function_declaration", "method_definition"):
            return False
        above = above.parent
    return True


def _waits(statement: "Node") -> bool:
    if statement.type == "function_declaration":
        return False
    kinds = ("await_expression", "for_in_statement")
    return any(
        _at_top(node, statement)
        and (node.type == "await_expression" or any(child.type == "await" for child in node.children))
        for node in walk(statement)
        if node.type in kinds
    )


def _returns(statement: "Node") -> bool:
    if statement.type == "function_declaration":
        return False
    return any(node.type == "return_statement" and _at_top(node, statement) for node in walk(statement))


def _first_comment(root: "Node") -> str:
    first = root.named_children[0]
    text = source(first).strip("/* \n") if first.type == "comment" else ""
    return text.split("\n")[0]


def _last_value(root: "Node") -> str:
    """The variable that a block without any output computes last."""
    last = [child for child in root.named_children if child.type != "comment"][-1]
    declared = _defined(last) if last.type in ("lexical_declaration", "variable_declaration") else []
    head = source(last).partition("(")[0] + "("
    return declared[-1] if len(declared) == 1 and not _HANDLES.search(head) else ""


def _check(program: Program) -> None:
    """The program parses, and its command line is exactly its inputs."""
    tree = parse_javascript(program.text)
    if tree is None or tree.root_node.has_error:
        raise Refused("syntax-error", "the program made from it would not parse")
    interface = interface_of(program.file, program.text)
    found = {name for option in interface.options for name in option.names} if interface else set[str]()
    if found != {"-h", "--help", *(item.option for item in program.inputs if item.kind != "secret")}:
        raise Refused("own-command-line", "it reads options of its own")

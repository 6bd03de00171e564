"""Shell blocks of a skill -> programs with a command line. Static: nothing is run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.help_text import one_line, titled
from skillrt.code.outlining.program import Outlined, Program, Refusal, Snippet
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_changes import check_changes
from skillrt.code.outlining.shell_dialect import needs_bash
from skillrt.code.outlining.shell_edits import Edit, rendered
from skillrt.code.outlining.shell_facts import shell_facts
from skillrt.code.outlining.shell_frozen import check_frozen
from skillrt.code.outlining.shell_holes import Holed, with_words
from skillrt.code.outlining.shell_literals import LiteralFinder
from skillrt.code.outlining.shell_nodes import arguments, commands_in, name_of, root_of, source, static, walk
from skillrt.code.outlining.shell_program import ShellProgram
from skillrt.code.outlining.shell_refusals import check_block, check_unit, effort, plain_reason, without_prompts
from skillrt.code.outlining.shell_statements import Statement, read_statements
from skillrt.code.outlining.shell_units import Unit, is_chain, units_of
from skillrt.code.outlining.shell_variables import assigned_literals, free_variables, given_places, quoting
from skillrt.code.outlining.slots import Slot, SlotTable
from skillrt.code.scripts import interface_of

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_TEXT = 12_000
_VALUES = re.compile(r"'[^']*'|\"[^\"]*\"|\b\d[\w.]*|[\w./~-]*/[\w./~-]*")


@dataclass(frozen=True, slots=True)
class _Block:
    index: int
    snippet: Snippet
    holed: Holed
    root: "Node"
    statements: list[Statement]

    @property
    def text(self) -> bytes:
        return self.holed.text.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class _Definition:
    """A statement that sets variables or functions and does nothing else; later units take it along."""

    block: _Block
    statement: Statement


def outline_shell(snippets: Sequence[Snippet], wanted: frozenset[int] = frozenset()) -> Outlined:
    """The programs that the shell blocks of one skill become, and why the others stay: none where one of the
    `wanted` stays. Never raises."""
    programs: list[Program] = []
    refusals: list[Refusal] = []
    known: dict[str, _Definition] = {}
    for index, snippet in enumerate(snippets):
        found, why = _outline(index, snippet, known, {program.file for program in programs})
        programs += found
        if why is not None:
            refusals.append(Refusal(index, why.rule, why.reason))
            if index in wanted and all(item.block.index != index for item in known.values()):
                return Outlined((), tuple(refusals))  # no later program takes along what it sets either
    return Outlined(tuple(programs), tuple(refusals))


def _outline(
    index: int, snippet: Snippet, known: dict[str, _Definition], taken: set[str]
) -> tuple[list[Program], Refused | None]:
    """The programs of one block; the first reason against where there are none."""
    programs: list[Program] = []
    reasons: list[Refused] = []
    try:
        block = _read(index, snippet)
    except Refused as why:
        return [], why
    for item in block.statements:
        if item.only_defines and not _works(item):
            function = item.node.type == "function_definition"
            given = [name for name in sorted(item.defines) if not function or name.endswith("()")]
            known.update((name, _Definition(block, item)) for name in given)
    try:
        if block.holed.text.startswith("#!"):
            raise Refused("project-code", "it is what stands in a script, not what is run")
        check_block(block.root)
    except Refused as why:
        return [], why
    for unit in units_of(block.statements):
        try:
            programs.append(_program(block, unit, known, {*taken, *(item.file for item in programs)}))
        except Refused as why:
            reasons.append(why)
    if programs:
        return programs, None
    menu = len(reasons) > 1 and all(item.rule in ("plain-command", "menu", "no-effect") for item in reasons)
    return [], plain_menu() if menu else reasons[0] if reasons else Refused(
        "no-effect", "there is nothing in it to run"
    )


def plain_menu() -> Refused:
    """The reason of a block with several commands to choose from."""
    return Refused("menu", "it lists commands to choose from, each ready to run")


def _repeats(unit: Unit) -> bool:
    """Whether commands of it differ in their quoted texts and numbers only: they show one use each."""
    forms = [_VALUES.sub("_", source(item.node)) for item in unit.statements if not item.only_defines]
    return len(set(forms)) < len(forms)


def _works(item: Statement) -> bool:
    """Whether an assignment runs something that changes the world, or a function would when called."""
    facts = shell_facts()
    if item.node.type == "function_definition":
        return False
    for command in commands_in(item.node):
        if name_of(command) not in facts.read_only:
            return True
        if any(source(word) in facts.changing for word in command.named_children):
            return True
    return False


def _read(index: int, snippet: Snippet) -> _Block:
    if len(snippet.text) > MAX_TEXT:
        raise Refused("too-large", f"it is longer than {MAX_TEXT} characters")
    text = without_prompts(snippet.text.replace("\r\n", "\n")).rstrip("\n") + "\n"
    if "\0" in text or "\r" in text:
        raise Refused("syntax-error", "it holds control characters")
    holed = with_words(text, index)
    root = root_of(holed.text)
    if root is None:
        raise Refused("syntax-error", "it is no shell text")
    return _Block(index, snippet, holed, root, read_statements(root))


def _closure(unit: Unit, known: dict[str, _Definition], own: frozenset[int]) -> list[_Definition]:
    """Definitions from elsewhere that a unit needs, with what they need, in order. `own` are its statements' ids."""
    needed: dict[int, _Definition] = {}
    wanted = sorted({name for item in unit.statements for name in item.uses} - unit.defines)
    while wanted:
        name = wanted.pop()
        found = known.get(name)
        if found is None or found.statement.node.id in needed or found.statement.node.id in own:
            continue
        needed[found.statement.node.id] = found
        wanted += sorted(found.statement.uses)
    return sorted(needed.values(), key=lambda item: (item.block.index, item.statement.node.start_byte))


def _program(block: _Block, unit: Unit, known: dict[str, _Definition], taken: set[str]) -> Program:
    lines = block.holed.text.split("\n")[unit.statements[0].last + 1 : unit.statements[-1].first]
    if _repeats(unit):
        raise plain_menu()
    check_unit(unit, [line.lstrip("# \t=") for line in lines if line.lstrip().startswith("#")])
    definitions = _closure(unit, known, frozenset(item.node.id for item in unit.statements))
    parts = [*((item.block, (item.statement,)) for item in definitions), (block, unit.statements)]
    table = SlotTable()
    edits, given = _inputs(parts, table)
    for slot in table.slots:
        # without a value nothing sensible would be sent, asked or written
        slot.required = slot.required or (not slot.example and slot.kind != "secret")
    edits = {
        index: [edit for edit in items if edit.slot is None or edit.slot in table.slots]
        for index, items in edits.items()
    }
    for at, statements in parts:
        for item in statements:
            check_changes(item.node, edits.get(at.index, []))
            check_frozen(item.node, edits.get(at.index, []))
    if any(
        "\n" in slot.example or slot.example.lstrip().startswith(("{", "["))
        for slot in table.slots
        if not slot.in_json and not slot.place
    ):
        raise Refused("frozen-example", "a text of several lines or JSON would have to be given anew each time")
    if table.too_many:
        raise Refused("too-large", "it has more inputs than a command line should have")
    work = effort(unit)
    if work < 2 and (work < 1 or not [slot for slot in table.slots if slot.kind != "secret"]):
        raise plain_reason(unit)
    table.name_all()
    prefix = _prefix(parts)
    body = "\n".join(_body(at, statements, edits.get(at.index, []), prefix) for at, statements in parts)
    return _made(block, unit, _Material(parts, table, body, given, prefix), taken)


@dataclass(frozen=True, slots=True)
class _Material:
    parts: list[tuple[_Block, tuple[Statement, ...]]]
    table: SlotTable
    body: str
    given: tuple[Slot, ...]
    prefix: str


def _made(block: _Block, unit: Unit, material: _Material, taken: set[str]) -> Program:
    summary, stem = _called(block.snippet, unit, block.holed)
    stem = names.distinct(stem, {name.removesuffix(".sh") for name in taken}).replace("_", "-")
    statements = tuple(item for _, items in material.parts for item in items)
    body = root_of(material.body)
    bash = body is None or needs_bash(body) or any(slot.repeated for slot in material.table.slots)
    places = sorted({at.snippet.place or f"block {at.index + 1}" for at, _ in material.parts})
    text = ShellProgram(
        file=f"{stem}.sh",
        shell="bash" if bash else "sh",
        summary=summary,
        places=one_line(", ".join(places), 200),
        slots=tuple(material.table.slots),
        body=material.body,
        needs=_needs(statements),
        given=material.given,
        prefix=material.prefix,
        stops=is_chain(unit.statements),
    ).text()
    inputs = tuple(slot.as_input() for slot in material.table.slots)
    program = Program(
        "shell",
        f"{stem}.sh",
        ("bash" if bash else "sh",),
        text,
        inputs,
        tuple(sorted({at.index for at, _ in material.parts})),
        summary,
        None if unit.whole else (unit.statements[0].first, unit.statements[-1].last + 1),
    )
    _check(program, material.parts)
    return program


def _check(program: Program, parts: list[tuple[_Block, tuple[Statement, ...]]]) -> None:
    """The program parses, no placeholder is left in it, and its command line is exactly its inputs."""
    root = root_of(program.text)
    if root is None:
        raise Refused("syntax-error", "the program made from it would not parse")
    if any(word in program.text for at, _ in parts for word in at.holed.holes):
        raise Refused("placeholder", "a placeholder stands where no option can be put in")
    interface = interface_of(program.file, program.text)
    found = {name for option in interface.options for name in option.names} if interface else set[str]()
    if found != {"-h", "--help", *(item.option for item in program.inputs if item.kind != "secret")}:
        raise Refused("own-command-line", "it reads options of its own")


def _inputs(
    parts: list[tuple[_Block, tuple[Statement, ...]]], table: SlotTable
) -> tuple[dict[int, list[Edit]], tuple[Slot, ...]]:
    """Find the inputs of all statements; the edits by block, and the slots of positional parameters."""
    holes = {word: text for at, _ in parts for word, text in at.holed.holes.items()}
    edits: dict[int, list[Edit]] = {}
    variables: dict[str, Slot] = {}
    every = [item for _, items in parts for item in items]
    nodes = [item.node for item in every]
    for at, items in parts:
        finder = LiteralFinder(table, holes, _written_first(every))
        own = [item.node for item in items]
        variables |= assigned_literals(own, finder, table)
        for node in own:
            finder.every(node)
            finder.loops(node)
        edits.setdefault(at.index, []).extend(finder.edits)
    given = given_places(nodes, frozenset(place for item in every for place in item.places), table)
    defined = {name for item in every for name in item.defines}
    free = sorted({name for item in every for name in item.uses if not name.endswith(")")} - defined)
    variables |= free_variables(nodes, free, table)
    for at, items in parts:
        own = [item.node for item in items]
        finder = LiteralFinder(table, holes, frozenset())
        finder.edits = edits[at.index]
        for node in own:
            finder.rest(node)
        edits[at.index] = [*finder.edits, *quoting(own, variables)]
    return edits, given


def _written_first(statements: Sequence[Statement]) -> frozenset[str]:
    """Files that the statements write before any of them reads it."""
    facts = shell_facts()
    known = facts.basic | facts.read_only | facts.output_last | facts.message | facts.builtins
    made: set[str] = set()
    read: set[str] = set()
    for at, item in enumerate(statements):
        # What a program of which nothing is known names last, and another one reads later, it has made.
        strange = not set(item.programs) & known
        others = [other for other in statements[at + 1 :] if strange and not set(other.programs) & set(item.programs)]
        last = _last_word(item)
        later = {last} if names.is_file(last) and any(last in other.words for other in others) else set[str]()
        fresh = item.writes | later
        read |= item.words - fresh - made
        made |= fresh - read
    return frozenset(made)


def _last_word(item: Statement) -> str:
    """The last argument of a statement that is one command."""
    words = arguments(item.node) if item.node.type == "command" else []
    return (static(words[-1]) or "") if words else ""


def _prefix(parts: list[tuple[_Block, tuple[Statement, ...]]]) -> str:
    """What the names of our variables begin with: something that no block has in it."""
    prefix = "opt_"
    while any(prefix in at.holed.text for at, _ in parts):
        prefix = "x" + prefix
    return prefix


def _body(block: _Block, statements: tuple[Statement, ...], edits: list[Edit], prefix: str) -> str:
    """The text of statements with their comments, inputs put in; statements that follow each other keep what stands
    between them."""
    runs: list[list[Statement]] = []
    order = {item.node.id: at for at, item in enumerate(block.statements)}
    for item in statements:
        if runs and order[item.node.id] == order[runs[-1][-1].node.id] + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    text, lines = block.text, block.text.split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    out: list[str] = []
    for run in runs:
        first, last = run[0].first, run[-1].last
        while first > 0 and lines[first - 1].lstrip().startswith(b"#") and not lines[first - 1].startswith(b"#!"):
            first -= 1
        alone = not any(
            other.first <= run[-1].last and other.last >= run[0].first
            for other in block.statements
            if other not in run
        )
        start = starts[first] if alone else run[0].node.start_byte
        end = starts[last + 1] if alone else run[-1].node.end_byte
        done = rendered(text[start:end], start, edits, prefix).decode("utf-8", "surrogateescape")
        out.append(_comments_restored(done, block.holed))
    return "\n".join(part.rstrip("\n") for part in out)


def _comments_restored(text: str, holed: Holed) -> str:
    """Placeholders in comments stand there again as the author wrote them, behind a command, too."""
    root = root_of(text) if any(word in text for word in holed.holes) else None
    if root is None:
        return text
    inside = text.encode("utf-8", "surrogateescape")
    out: list[bytes] = []
    at = 0
    for node in walk(root):
        if node.type == "comment":
            out += [inside[at : node.start_byte], holed.restored(source(node)).encode("utf-8", "surrogateescape")]
            at = node.end_byte
    return b"".join([*out, inside[at:]]).decode("utf-8", "surrogateescape")


def _needs(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Programs that must be there, in order of their use."""
    facts = shell_facts()
    defined = {name for item in statements for name in item.defines}
    found: list[str] = []
    for item in statements:
        for name in item.programs:
            known = name in facts.builtins or name in facts.basic or f"{name}()" in defined
            if not known and name not in found and name.replace("-", "").replace("_", "").replace(".", "").isalnum():
                found.append(name)
    return tuple(found[:8])


def _first_program(unit: Unit) -> str:
    return next((name for item in unit.statements for name in item.programs), "")


def _called(snippet: Snippet, unit: Unit, holed: Holed) -> tuple[str, str]:
    """The summary and the file name."""
    single = len([item for item in unit.statements if not item.only_defines]) == 1
    comment = holed.restored(unit.comment)
    return titled(snippet, comment, whole=unit.whole, single=single, fallback=_first_program(unit))

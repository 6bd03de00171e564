"""From the statements of a program to its text: what is shown, which options there are, and a last look at it."""

import ast
from dataclasses import dataclass

from skillrt.code.outlining.program import Program
from skillrt.code.outlining.python_block import Block, Statement
from skillrt.code.outlining.python_closure import Closure
from skillrt.code.outlining.python_columns import columns_of
from skillrt.code.outlining.python_edits import Edit, Places, text_of
from skillrt.code.outlining.python_effects import (
    called,
    effects_of,
    is_showing,
    only_defines,
    only_saves_figure,
    unused_results,
)
from skillrt.code.outlining.python_frozen import frozen
from skillrt.code.outlining.python_functions import gives_something, lone_function, options_from
from skillrt.code.outlining.python_literals import Literal, literals_of
from skillrt.code.outlining.python_names import identifiers, names_of
from skillrt.code.outlining.python_options import Chosen, Given, Options, options_of
from skillrt.code.outlining.python_program import JOIN, MODULES, OPTION, SECRET, SHOW, Parts, literal, render
from skillrt.code.outlining.python_repeats import with_repeats
from skillrt.code.outlining.python_sent import without_defaults
from skillrt.code.outlining.python_summary import summary_of
from skillrt.code.outlining.python_uses import Uses
from skillrt.code.scripts import interface_of
from skillrt.code.syntax import parse_python

MAX_PROGRAM = 60_000
_NO_SUBJECT = ("secret", "integer", "number")
_COMMAND_LINES = frozenset(("argparse", "click", "typer", "fire", "docopt"))
_MAKERS = frozenset(
    ("connect", "open", "from_pretrained", "create_engine", "resource", "load_model", "getLogger", "compile")
)


_MAKES = ("create_", "make_", "build_", "init", "from_", "add", "insert", "copy", "new_")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no program."""

    rule: str
    reason: str


@dataclass(slots=True)
class _Shown:
    """What is printed beyond what the code prints: expressions in place, and variables at the end."""

    expressions: list[ast.expr]
    results: list[str]


def assemble(block: Block, closure: Closure, *, used: bool) -> Program | Refused:
    """The program of `block`; `used` says that a later block's program holds it, or parts of it."""
    statements = closure.statements
    nodes = [statement.node for statement in statements]
    if _reads_command_line(nodes):
        return _as_it_is(block, closure)
    uses = Uses(nodes)
    defines = all(only_defines(item) for item in block.statements)
    effects = effects_of([] if defines else nodes)
    shown = _shown(block)
    call: tuple[list[Given], str] | None = None
    if not (effects.visible or shown.expressions or shown.results):
        if effects.shows_figure:
            return Refused("interactive", "all it does is open a window")
        function = lone_function(block.statements) if defines else None
        call = options_from(function, uses) if function else None
        if function is None or call is None or not (gives_something(function) or effects_of(function.body).visible):
            return _without_effect(used=used)
    elif only_saves_figure(nodes):
        return Refused("undefined-names", "nothing before it draws the figure that it saves")
    elif not effects.visible and used and not shown.expressions:
        return _without_effect(used=True)
    options = options_of(without_defaults(_inputs(closure, uses), nodes))
    chosen = {id(part) for item in options.chosen for part in ast.walk(item.literal.node)}
    why = frozen(
        block,
        closure,
        chosen,
        options=bool(call) or any(one.item.kind not in _NO_SUBJECT for one in options.inputs),
        given=bool(call) or any(one.item.kind != "secret" for one in options.inputs),
    )
    if why is not None:
        return Refused("frozen-example", why)
    return _written(block, closure, options, shown, call)


def _inputs(closure: Closure, uses: Uses) -> list[Literal]:
    columns = columns_of(closure, uses)
    taken = {id(item.node) for item in columns}
    others = [
        item for item in literals_of(closure, uses) if not any(id(part) in taken for part in ast.walk(item.node))
    ]
    return with_repeats(closure, [*columns, *others], uses)


def _without_effect(*, used: bool) -> Refused:
    if used:
        return Refused("no-effect", "it only makes what later blocks use, whose programs hold it")
    return Refused("no-effect", "it computes nothing that is shown or written")


def _shown(block: Block) -> _Shown:
    expressions: list[ast.expr] = []
    final = block.statements[-1].node
    for statement in block.statements:
        node = statement.node
        last = node is final
        if last and isinstance(node, ast.With) and isinstance(node.body[-1], ast.Expr):
            node = node.body[-1]
        if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant) or _tells_itself(node.value, block):
            continue
        if is_showing(node.value, last=last or block.transcript):
            expressions.append(node.value)
    expressions = _alike(block, expressions)
    results = [] if expressions else unused_results(list(block.statements))
    return _Shown(expressions, [] if _makes_object(final) else results)


def _alike(block: Block, shown: list[ast.expr]) -> list[ast.expr]:
    """The expressions that call what the last one calls: a row of examples, of which all were to be seen."""
    last = shown[-1] if shown else None
    name = called(last) if isinstance(last, ast.Call) else ""
    nodes = [item.node.value for item in block.statements if isinstance(item.node, ast.Expr)]
    known = {id(node) for node in shown}
    others = [node for node in nodes if isinstance(node, ast.Call) and name and called(node) == name]
    return [*shown, *(node for node in others if id(node) not in known)]


def _tells_itself(node: ast.expr, block: Block) -> bool:
    """Whether an expression calls a function of the block that prints."""
    nodes = [item.node for item in block.statements]
    functions = [item for item in nodes if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = {item.name for item in functions}
    call = node.value if isinstance(node, ast.Await) else node
    return isinstance(call, ast.Call) and called(call) in names and effects_of([*functions, ast.Expr(call)]).prints


def _makes_object(node: ast.stmt) -> bool:
    """Whether a statement only makes an object to work with: a client, a model, a connection."""
    value = node.value if isinstance(node, ast.Assign) else None
    value = value.value if isinstance(value, ast.Await) else value
    if not isinstance(value, ast.Call):
        return False
    name = called(value)
    return name[:1].isupper() or name in _MAKERS or name.startswith(_MAKES)


def _reads_command_line(nodes: list[ast.stmt]) -> bool:
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Import) and any(item.name in _COMMAND_LINES for item in node.names):
                return True
            if isinstance(node, ast.ImportFrom) and node.module in _COMMAND_LINES:
                return True
            if isinstance(node, ast.Attribute) and node.attr == "argv":
                return True
    return False


def _as_it_is(block: Block, closure: Closure) -> Program | Refused:
    """A program that reads its own command line."""
    if not effects_of([statement.node for statement in closure.statements]).calls:
        return Refused("no-effect", "it only defines")
    code = _code(closure, {})
    text = f"#!/usr/bin/env python3\n{code}" if not code.startswith("#!") else code
    if not _runs_bare(text):
        return Refused("own-command-line", "it reads a command line of its own, and what to give there is not known")
    if "\nfrom __future__" in text and len(closure.sources) > 1:
        return Refused("unsound", "its parts do not fit together")
    summary = summary_of(block)
    return Program("python", "", ("python3",), text, (), closure.sources, summary, own_command_line=True)


def _runs_bare(text: str) -> bool:
    """Whether a command line that the code reads itself is known, and needs no word: the usage line gives none."""
    found = interface_of("program.py", text)
    if found is None or found.open_options or found.open_positionals or found.subcommands:
        return False
    wanted = any(item.required for item in found.options) or any(item.minimum for item in found.positionals)
    return found.source != "sys.argv" and not wanted and not any(needed for _, needed in found.exclusive)


def _code(closure: Closure, edits: dict[int, list[Edit]]) -> str:
    """The text of all parts in order, with the imports that it lacks."""
    chosen: dict[int, tuple[Block, list[Statement]]] = {}
    for block, statement in closure.parts:
        chosen.setdefault(block.index, (block, []))[1].append(statement)
    texts = [text_of(block, found, edits.get(index, [])) for index, (block, found) in chosen.items()]
    lines = "".join(f"{line}\n" for line in sorted(closure.imports))
    return "\n".join(([f"{lines}"] if lines else []) + texts)


def _in_place_of(chosen: Chosen) -> str:
    """What stands where the literal stood."""
    found, item = chosen.literal, chosen.item
    if item.kind == "secret":
        prefix = f"{literal(found.prefix)} + " if found.prefix else ""
        return f"{prefix}{SECRET}{literal(item.name)})"
    if chosen.below:
        return f"{JOIN}{OPTION}{item.name}, {literal(chosen.below)})"
    return f"{OPTION}{item.name}"


def _written(
    block: Block, closure: Closure, options: Options, shown: _Shown, call: tuple[list[Given], str] | None
) -> Program | Refused:
    """Put the options into the text, and look at what came out."""
    edits: dict[int, list[Edit]] = {}
    places = {part.index: Places(part) for part, _ in closure.parts}
    for chosen in options.chosen:
        found, text = chosen.literal, _in_place_of(chosen)
        edits.setdefault(found.block.index, []).append(places[found.block.index].replace(found.node, text))
    for node in shown.expressions:
        before, after = (SHOW, ")") if not isinstance(node, ast.Tuple | ast.GeneratorExp) else (f"{SHOW}(", "))")
        edits.setdefault(block.index, []).extend(places[block.index].around(node, before, after))
    several = len(shown.results) > 1
    tail = "".join(f"{SHOW}{name}, {literal(name)})\n" if several else f"{SHOW}{name})\n" for name in shown.results)
    inputs = options.inputs
    if call is not None:
        taken = {given.item.name for given in call[0]}
        if any(given.item.name in taken for given in inputs):
            return Refused("unsound", "two things would have the same option")
        inputs = (*sorted(call[0], key=lambda given: not given.item.required), *inputs)
        tail = ("import asyncio\n\n" if "asyncio." in call[1] else "") + f"{SHOW}{call[1]})\n"
    names = frozenset(name for statement in closure.statements for name in identifiers(statement.node))
    code = _code(closure, edits) + (f"\n{tail}" if tail else "")
    parts = Parts(code, inputs, summary_of(block), _places(closure), names, _waits(closure))
    return _checked(parts, closure)


def _places(closure: Closure) -> str:
    found: dict[str, None] = {block.snippet.place or "the text": None for block, _ in closure.parts}
    return ", ".join(" ".join(place.split())[:200] for place in found)


def _waits(closure: Closure) -> bool:
    """Whether there is `await` outside of functions."""
    stack: list[ast.AST] = [statement.node for statement in closure.statements]
    while stack:
        node = stack.pop()
        outside = isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
        if outside or (isinstance(node, ast.comprehension) and node.is_async):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(node))
    return False


def _checked(parts: Parts, closure: Closure) -> Program | Refused:
    """The program, if it parses, defines all its names and has exactly its options."""
    text = render(parts)
    if text is None or len(text) > MAX_PROGRAM:
        return Refused("too-large", f"more than {MAX_PROGRAM} characters")
    problem = problem_of(text, [given.item.option for given in parts.inputs if given.item.kind != "secret"])
    bound = {name for statement in closure.statements for name in _rebound(statement)}
    if problem is None and bound & {*MODULES, "OneLineParser"}:
        problem = "it gives another meaning to a name of the standard library"
    if problem:
        return Refused("unsound", problem)
    inputs = tuple(given.item for given in parts.inputs)
    return Program("python", "", ("python3",), text, inputs, closure.sources, parts.summary)


def _rebound(statement: Statement) -> list[str]:
    """Names that a statement binds to anything but an import."""
    if isinstance(statement.node, ast.Import | ast.ImportFrom):
        return []
    inner = [
        node for node in ast.walk(statement.node) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return [node.id for node in inner if node.id in statement.names.binds]


def problem_of(text: str, options: list[str]) -> str | None:
    """What is wrong with a program: it does not compile, lacks names, or has other options than these."""
    misfit = "its parts do not fit together"
    tree = parse_python(text)
    if tree is None:
        return misfit
    try:
        compile(text, "program", "exec", dont_inherit=True)
        names = names_of(tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return misfit
    if names.missing() and not names.star:
        return f"it would lack {', '.join(sorted(names.missing())[:5])}"
    interface = interface_of("program.py", text)
    if interface is None or interface.open_options or interface.open_positionals:
        return "its command line cannot be read"
    found = [option.names[0] for option in interface.options if not option.terminal]
    return None if found == options and not interface.positionals else "its command line is read as another"

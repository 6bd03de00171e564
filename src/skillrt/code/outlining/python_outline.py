"""Outlining Python: code blocks become programs with a command line, or a reason is given why they stay."""

import ast
from collections.abc import Sequence

import msgspec

from skillrt.code.outlining.program import Outlined, Program, Refusal, Snippet
from skillrt.code.outlining.python_assembly import Refused, assemble
from skillrt.code.outlining.python_block import Block, read_block
from skillrt.code.outlining.python_closure import Closure, closure_of
from skillrt.code.outlining.python_effects import effects_of
from skillrt.code.outlining.python_frozen import still_needed, taken_from_elsewhere
from skillrt.code.outlining.python_refusals import refuse
from skillrt.code.outlining.python_summary import file_name

MAX_SNIPPETS = 300
# What is refused for being a choice of things may still define what others need.
_STILL_DEFINES = frozenset(("menu",))


def outline_python(snippets: Sequence[Snippet], wanted: frozenset[int] = frozenset()) -> Outlined:
    """The programs that Python code blocks give, taken in the order of the text: none where it is seen that one of
    the `wanted` is in none. Never raises."""
    refused: dict[int, Refusal] = {}
    blocks: list[Block] = []
    readable: list[Block] = []
    for index in sorted(wanted):  # what was read is remembered
        why = _read(index, snippets[index])[1]
        if why is not None and why.rule not in _STILL_DEFINES:
            return Outlined((), (why,))
    for index, snippet in enumerate(snippets):
        block, why = _read(index, snippet)
        if why is not None:
            refused[index] = why
        if block is not None:
            readable.append(block)
        if block is not None and (why is None or why.rule in _STILL_DEFINES):
            blocks.append(block)
    made = _programs(blocks, refused, wanted)
    programs = still_needed(made, readable)
    for program in made:
        if program not in programs:
            for source in program.sources:
                refused.setdefault(source, Refusal(source, "still-needed", "a block that stays makes use of it"))
    held = {source for program in programs for source in program.sources}
    refused = {index: item for index, item in refused.items() if item.rule != "still-needed" or index not in held}
    return Outlined(tuple(programs), tuple(refused[index] for index in sorted(refused)))


def _read(index: int, snippet: Snippet) -> tuple[Block | None, Refusal | None]:
    """The block, where it can be read, and why it is no program by itself."""
    if index >= MAX_SNIPPETS:
        return None, Refusal(index, "too-large", f"more than {MAX_SNIPPETS} blocks")
    block = read_block(index, snippet)
    if not isinstance(block, Block):
        return None, Refusal(index, block.rule, block.reason)
    reason = refuse(block)
    return block, Refusal(index, *reason) if reason else None


def _programs(blocks: list[Block], refused: dict[int, Refusal], wanted: frozenset[int]) -> list[Program]:
    closures: dict[int, Closure] = {}
    for position, block in enumerate(blocks):
        if block.index in refused:
            continue
        closure = closure_of(blocks, position)
        if closure.missing:
            refused[block.index] = _undefined(block, closure.missing)
        elif name := taken_from_elsewhere(block, closure, blocks):
            why = f"`{name}` would come from another section, and has several values"
            refused[block.index] = Refusal(block.index, "undefined-names", why)
        else:
            closures[block.index] = closure
    used = {source for index, closure in closures.items() for source in closure.sources if source != index}
    if not wanted <= used | closures.keys():
        return []
    repeated = _repeated_effects(closures)
    made: dict[int, Program] = {}
    for block in sorted(blocks, key=lambda block: (block.index not in wanted, block.index)):
        closure = closures.get(block.index)
        if closure is None or block.index in repeated:
            continue
        found = assemble(block, closure, used=block.index in used)
        if not isinstance(found, Refused):
            made[block.index] = found
            continue
        refused[block.index] = Refusal(block.index, found.rule, found.reason)
        if block.index in wanted - used:
            return []
    taken: dict[str, None] = {}
    programs = [_named(made[block.index], file_name(block, taken)) for block in blocks if block.index in made]
    return _without_orphans(programs, repeated, refused)


def _named(program: Program, name: str) -> Program:
    return msgspec.structs.replace(program, file=name)


def _undefined(block: Block, missing: tuple[str, ...]) -> Refusal:
    if "..." in missing:
        return Refusal(block.index, "too-large", "it needs too much of the blocks before it")
    names = ", ".join(f"`{name}`" for name in sorted(missing)[:5])
    return Refusal(block.index, "undefined-names", f"nothing before it defines {names}")


def _repeated_effects(closures: dict[int, Closure]) -> frozenset[int]:
    """Blocks whose effect outside (a message sent, something deleted) a later block's program would repeat: the two
    are one program."""
    found: set[int] = set()
    for index, closure in closures.items():
        for source in closure.sources:
            own = [statement.node for block, statement in closure.parts if block.index == source]
            if source != index and effects_of([*_definitions(closure), *own]).sends:
                found.add(source)
    return frozenset(found)


def _definitions(closure: Closure) -> list[ast.stmt]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [statement.node for statement in closure.statements if isinstance(statement.node, kinds)]


def _without_orphans(programs: list[Program], repeated: frozenset[int], refused: dict[int, Refusal]) -> list[Program]:
    """See that a block taken together with a later one is in that one's program, or has its reason."""
    held = {source for program in programs for source in program.sources}
    for index in sorted(repeated):
        if index not in held and index not in refused:
            refused[index] = Refusal(index, "no-effect", "only a later block that stays makes use of it")
    return programs

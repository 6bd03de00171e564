"""Names in `allowed-tools` that are no tool's: programs, and names with a slip."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from skillrt.environment.known_names import is_basic_program, is_listed_program, program_name
from skillrt.environment.look_alikes import is_one_edit
from skillrt.errors import Diagnostic
from skillrt.ir import Block, Entry, Module, place_of
from skillrt.passes.harness_edits.front_matter import listed_tools
from skillrt.targets import Harness

# servers, plugins and extensions bring tools of any name, but most of those have other marks in it
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{2,40}\Z")
_SHORTEST: Final = 4  # letters of a name of which one may be wrong


def unknown_tools(module: Module, harnesses: Mapping[str, Harness]) -> Iterator[Diagnostic]:
    """The entries that no harness has a tool for and that are a program's name, or one slip away from a tool's.
    Others may be tools that a server or a plugin brings."""
    front, block = module.front_matter, module.front_matter_block
    entry = front.entry("allowed-tools")
    if block is None or entry is None or front.problem:
        return
    known = {name for item in harnesses.values() for tool in item.tools for name in (tool.name, *tool.aliases)}
    lower = {name.lower() for name in known}
    names = (item.partition("(")[0] for item in listed_tools(entry.value))
    for name in dict.fromkeys(names):
        if _PLAIN.match(name) and name.lower() not in lower and (hint := _hint(name, known)):
            yield _finding(block, entry, name, hint)


def _hint(name: str, known: set[str]) -> str:
    near = sorted(item for item in known if len(name) >= _SHORTEST <= len(item) and is_one_edit(name, item))
    if near:
        return f"the tool may be `{near[0]}`"
    program = name.lower()
    if is_listed_program(program_name(program)) or is_basic_program(program):
        return f"a program is allowed as `Bash({program} *)`, by harnesses that have such patterns"
    return ""


def _finding(block: Block, entry: Entry, name: str, hint: str) -> Diagnostic:
    found = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").search(
        block.text, entry.value_start, entry.value_end
    )
    start, end = found.span() if found else (entry.start, entry.start + len(entry.key))
    message = f"no known harness has a tool `{name}`"
    return Diagnostic.of("harness.unknown-tool", message, place_of(block, start, end), hint=hint)

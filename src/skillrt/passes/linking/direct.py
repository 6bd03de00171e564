"""Scripts that commands name where a program is expected, and that are not executable: one finding a script."""

from collections.abc import Iterator

import msgspec

from skillrt.code import shebang
from skillrt.errors import Diagnostic, Edit, Fix
from skillrt.ir import Block, BundledFile, Module, place_of, span_of
from skillrt.store.files import is_brought

# What runs a script of a language where the script names nothing.
RUNNERS = {"python": "python3", "shell": "bash", "javascript": "node", "ruby": "ruby", "perl": "perl", "php": "php"}
# So many programs of which none is executable have lost the bit on their way: no author forgets it each time.
LOST_OF = 5


class Start(msgspec.Struct, frozen=True):
    """A place that names the script of a command: characters `start:end` of the block."""

    block: Block
    start: int
    end: int


class DirectStarts:
    """Collects the places at which the scripts of one skill are run directly."""

    def __init__(self, module: Module, *, lost: bool) -> None:
        self.places: dict[str, tuple[BundledFile, list[Start]]] = {}
        self.lost = lost or _lost(module)

    def add(self, script: BundledFile, start: Start) -> None:
        """Remember one place; nothing where the script may be run so, or where nobody can tell."""
        if not script.executable and not self.lost and script.language in RUNNERS:
            self.places.setdefault(script.path, (script, []))[1].append(start)

    def problems(self) -> Iterator[Diagnostic]:
        """One finding a script, at its first place; its fix mends every place."""
        for path, (script, starts) in self.places.items():
            runner = runner_of(script)
            edits = tuple(sorted({_edit(start, runner) for start in starts}))
            first = starts[0]
            places = f" (at {len(edits)} places)" if len(edits) > 1 else ""
            yield Diagnostic.of(
                "call.not-executable",
                f"`{path}` is run directly but is not executable{places}",
                place_of(first.block, first.start, first.end),
                hint=f"`{runner} {path}`",
                fix=Fix(f"run it with `{runner}`", edits),
            )


def runner_of(script: BundledFile) -> str:
    """The program that runs the script: that of its first line, or the usual one of its language."""
    line = shebang(script.text or "")
    return line.program if line and line.program and line.language == script.language else RUNNERS[script.language]


def _edit(start: Start, runner: str) -> Edit:
    span = span_of(start.block, start.start, start.end)
    return Edit(span.file, span.start, span.start, f"{runner} ")


def _lost(module: Module) -> bool:
    """Whether the skill has programs and all of them have lost the bit."""
    own = [file for file in module.files if not is_brought(file.path)]
    programs = [file for file in own if (file.text or "").startswith("#!")]
    return len(programs) >= LOST_OF and not any(file.executable for file in own)

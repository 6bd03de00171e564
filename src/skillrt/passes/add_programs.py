"""The pass `add-programs`: programs that were proven outside the compiler become bundled files, with their usage."""

from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from skillrt.code import script_language
from skillrt.errors import Diagnostic, UsageError
from skillrt.ir import BundledFile, Module, Origin, with_text
from skillrt.passes.base import Pass, PassContext, ReadyProgram
from skillrt.passes.insertion import Insertion, with_paragraph

NAME: Final = "add-programs"
_REASON: Final = "proven on recorded runs: it need not be written again"


@dataclass(frozen=True)
class AddPrograms(Pass):
    """Puts the context's programs into the skill, each with a paragraph that says when and how to run it.

    `of` names those that are meant (ids joined by `+`), so that the pipeline of a variant tells what it holds.
    """

    name: ClassVar[str] = NAME
    of: str = ""

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with the programs. Raises UsageError where a path is taken."""
        wanted = self.of.split("+")
        chosen = [program for program in ctx.programs if program.id in wanted]
        for program in reversed(chosen):
            if program.path in module.paths:
                message = f"the skill has a file `{program.path}` already"
                raise UsageError(Diagnostic.of("compile.program-taken", message))
            module = with_paragraph(module, program.usage, Insertion(NAME, program.id, _REASON))
        files = (_file(program) for program in chosen)
        return msgspec.structs.replace(module, files=(*module.files, *files)) if chosen else module


def _file(program: ReadyProgram) -> BundledFile:
    language, origin = script_language(program.path, program.text), Origin(NAME, program.id, _REASON)
    return with_text(BundledFile(program.path, "script", 0, "", True, language, origin=origin), program.text)

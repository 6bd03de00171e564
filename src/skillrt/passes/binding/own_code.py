"""Whether code that a skill shows is for the agent's own work: run once, on files at hand, not part of a project."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import facts_of
from skillrt.ir import Module
from skillrt.passes.binding.project_code import is_for_projects
from skillrt.passes.binding.provided import Provided
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.present import present_document
from skillrt.reading.sections import sections_of

_FILE: Final = re.compile(
    r"""["'`][^"'`\n:{}]{0,80}\w\.(?!(?:py|js|ts|tsx|jsx|vue|html|css|com|org|net|io|env|toml|ini|cfg)["'`])\w{2,6}["'`]"""
)
_TELLS: Final = re.compile(r"^[ \t]{0,8}(?:print|display|console\.log|\w[\w.]*\.(?:show|savefig|save)) ?\(", re.M)
_PARTS: Final = re.compile(r"^[ \t]*(?:class \w|export |async def |@\w[\w.]*[ \t]*(?:\(|$))", re.M)


def own_code(module: Module, provided: Provided, language: str) -> bool:
    """Whether some code in the language imports a package that is provided and works like a script that is run once:
    it reads or writes a file or shows what it found. Not where code of the skill is for projects, by what it imports
    or by what most of it defines (classes, handlers, exports)."""
    name = "x.py" if language == "python" else "x.js"
    shown = list(_shown(module, language))
    if any(is_for_projects(item.module, language) for fence in shown for item in facts_of(name, fence.text).imports):
        return False
    serving = [fence.text for fence in shown if provided.imports(name, fence.text)]
    if sum(_PARTS.search(text) is not None for text in serving) * 2 > len(serving):
        return False
    return any(_FILE.search(text) or _TELLS.search(text) for text in serving)


def _shown(module: Module, language: str) -> Iterator[Fence]:
    for document in module.documents:
        for section in sections_of(present_document(document)):
            yield from (item for item in fences_of(section) if item.role == "code" and item.language == language)

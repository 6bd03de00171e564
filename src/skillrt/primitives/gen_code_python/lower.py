"""Python blocks become programs, or a module to import; what fits neither stays."""

from collections.abc import Iterator
from typing import Final

from skillrt.code.outlining.holding import holds
from skillrt.code.outlining.python_module import Bundle, Part, bundle_python
from skillrt.primitives.base import rank
from skillrt.primitives.draft import DerivedFile, Draft, Gap, Replacement, Use
from skillrt.primitives.gen_code_python.detect import ASKS
from skillrt.primitives.gen_code_python.ready import ready
from skillrt.primitives.outlining import FOLDER, outline_drafts, snippet_of, written_fences
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence

_ADAPTS: Final = 2  # who writes plain scripts puts values into one that is given
_COPY: Final = "Copy this code as it stands; what varies is given where it is called."


def lower(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """Outlining suits every gap: what is run need not be written. Code to import leaves the calls to write."""
    yield from outline_drafts(view, {"python": "python"})
    if gap.held >= 1:
        yield from _bundled(view, gap)
    if gap.held == _ADAPTS and rank(gap.required) > _ADAPTS:
        yield from _ready(view, gap)


def _bundled(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """One draft with a module for each document that shows functions or classes, where all that is too hard goes into
    them. Text that asks for Python has the code itself as what the skill makes: then nothing may hide it."""
    above = {item.block for item in gap.detected.evidence if rank(item.level) > _ADAPTS}
    if not above or any(item.reason == ASKS for item in gap.detected.evidence):
        return
    replacements: list[Replacement] = []
    files: list[DerivedFile] = []
    for document in view.documents:
        fences = [fence for fence in written_fences(view, document.path) if fence.language == "python"]
        if not fences:
            continue
        name = _module_name(document.path, view)
        for bundle in bundle_python([snippet_of(fence, view) for fence in fences], name):
            path = f"{FOLDER}/{bundle.file}"
            if path in view.module.paths or any(file.path == path for file in files):
                continue
            places = _places(bundle, path, fences)
            if places:
                files.append(DerivedFile(path, bundle.text, blocks=tuple(item.block for item in places)))
                replacements += places
    if files and above <= {item.block for item in replacements}:
        reason = "functions and classes are imported, so that the model writes only the calls"
        yield Draft("bundle", reason, "supports", tuple(replacements), tuple(files), _ADAPTS, (("tool.exec", "L1"),))


def _ready(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A line behind each block above what is held, where each only defines what is then called."""
    above = {item.block for item in gap.detected.evidence if rank(item.level) > gap.held}
    replacements: list[Replacement] = []
    for fence in view.fences:
        block = view.block(fence.block.id)
        if fence.block.id not in above or block is None or block.kind != "code" or not block.closed:
            continue
        if not ready(snippet_of(fence, view)):
            return  # one block that has to be written is as hard as several
        size = len(block.text)
        ending = "" if block.text.endswith("\n") else "\n"
        indent = " " * (block.column - 1)
        replacements.append(Replacement(block.id, size, size, f"{ending}\n{indent}{_COPY}\n"))
    if replacements:
        reason = "whole functions and classes are copied; what varies is given in the calls"
        yield Draft("ready-code", reason, "supports", tuple(replacements), (), _ADAPTS)


def _module_name(path: str, view: SkillView) -> str:
    """The skill's name; with the document's behind it where that is not SKILL.md."""
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return view.module.name if path == view.skill_file else f"{view.module.name}-{stem}"


def _places(bundle: Bundle, path: str, fences: list[Fence]) -> list[Replacement]:
    found: list[Replacement] = []
    for part in bundle.parts:
        block = fences[part.index].block
        if not holds(bundle.text, block.content):
            return []
        ending = "\n" if block.text.endswith("\n") else ""
        new = f"{_words(part, path, first=not found)}{ending}"
        found.append(Replacement(block.id, 0, len(block.text), new, (Use(path, runs=False),), path))
    return found


def _words(part: Part, path: str, *, first: bool) -> str:
    """What stands in the block's place; how to import is said once a document."""
    called = "; ".join(f"`{name}`" for name in part.called)
    how = " (a Python module; put its folder in `sys.path`)" if first else ""
    if not part.fragment:
        return f"Import from `{path}`{how}: {called}."
    gives = f"; it gives {', '.join(f'`{name}`' for name in part.gives)}" if part.gives else ""
    return f"Call {called} of `{path}`{how}{gives}."

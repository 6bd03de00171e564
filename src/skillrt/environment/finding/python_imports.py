"""Python packages by import: in bundled programs, in code blocks, in what shell commands carry along."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.python_imports import PythonImport, python_imports
from skillrt.code.shapes import python_modules
from skillrt.environment.finding.own_modules import own_modules, written_modules
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.stand_ins import is_hosted, is_project_module, is_stand_in
from skillrt.environment.names import distribution_of, normal_python_name
from skillrt.environment.sighting import Manner, Sighting

_MANNERS: Final[dict[str, Manner]] = {"caught": "guarded", "fallback": "alternative", "typing": "optional"}

_LINE: Final = re.compile(
    r"^[ \t>.]*(?:from[ \t]+([\w.]+)|import[ \t]+([^\n#]+))|import_module|__import__|In \[", re.MULTILINE
)


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package and import, in order of place."""
    passages = [item for item in passages_of(scene) if item.language == "python" and "import" in item.text]
    if not passages:
        return
    own, written = own_modules(scene), written_modules(scene)
    for passage in passages:
        for item in python_imports(passage.text) if _is_worth(passage.text, own) else ():
            yield from _of_import(passage, item, own, written)


def _is_worth(text: str, own: frozenset[str]) -> bool:
    """A cheap look: whether any import may be of something else than the standard library and the skill's own."""
    for found in _LINE.finditer(text):
        if found.group(1) is None and found.group(2) is None:
            return True
        for name in (found.group(1) or found.group(2)).split(","):
            top = name.strip().partition(" ")[0].partition(".")[0]
            if top and top not in python_modules() and top not in own:
                return True
    return False


def _of_import(
    passage: Passage, item: PythonImport, own: frozenset[str], written: frozenset[str]
) -> Iterator[Sighting]:
    top = item.module.partition(".")[0]
    if not top or not top.isascii() or top in python_modules() or top in own or is_hosted(top) or top == "__main__":
        return
    # the index has packages called `utils` and `config` too
    plain = distribution_of(item.module) in ("", normal_python_name(top))
    if plain and (is_project_module(top) or is_stand_in(top) or top in written):
        return
    if passage.guessed and not top.islower() and not distribution_of(item.module):
        return  # Swift and the like begin so as well
    span = passage.lines(item.line, item.end_line)
    manner = _MANNERS.get(item.guard, passage.manner) if passage.manner == "use" else passage.manner
    for module in dict.fromkeys(_modules(item)):
        name = distribution_of(module) or normal_python_name(top)
        yield Sighting("python", name, span, passage.place, manner, "import", passage.id, module)


def _modules(item: PythonImport) -> Iterator[str]:
    """The modules behind an import: each name where names of one module come from several distributions."""
    plain = distribution_of(item.module)
    deeper = [f"{item.module}.{name}" for name in item.names if name != "*"]
    apart = [module for module in deeper if distribution_of(module) != plain]
    yield from apart
    if len(apart) < max(1, len(deeper)):
        yield item.module

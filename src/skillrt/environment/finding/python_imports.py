"""Python packages by import: in bundled programs, in code blocks, in what shell commands carry along."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.python_imports import PythonImport, python_imports
from skillrt.code.shapes import python_modules
from skillrt.environment.finding.own_modules import own_modules, written_modules
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.plain_words import is_plain_word
from skillrt.environment.finding.python_declared import asked_for, asked_with
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.stand_ins import is_hosted, is_project_module, is_stand_in
from skillrt.environment.finding.tone import manner_of_fence
from skillrt.environment.names import distribution_of, is_known_distribution, is_shared, normal_python_name
from skillrt.environment.sighting import Manner, Sighting

_MANNERS: Final[dict[str, Manner]] = {"caught": "guarded", "fallback": "alternative", "typing": "optional"}

_LINE: Final = re.compile(
    r"^[ \t>.]*(?:from[ \t]+([\w.]+)|import[ \t]+([^\n#]+))|import_module|__import__|In \[", re.MULTILINE
)

_ADDS_FOLDER: Final = re.compile(r"\bsys\.path\.(?:insert|append|extend)\(")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package and import, in order of place."""
    passages = [item for item in passages_of(scene) if item.language == "python" and "import" in item.text]
    if not passages:
        return
    own = own_modules(scene)
    tones = _tones(scene)
    for passage in passages:
        for item in python_imports(passage.text) if _is_worth(passage.text, own) else ():
            if item.module.partition(".")[0] not in own:
                yield from _of_import(scene, passage, item, tones.get(passage.id, passage.manner))


def _tones(scene: Scene) -> dict[str, Manner]:
    """How the code blocks that hold Python are spoken of."""
    sections = {(item.path, item.index): item for item in scene.sections}
    return {
        fence.block.id: manner_of_fence(fence, sections[fence.path, fence.section], "use")
        for fence in scene.fences
        if fence.language == "python"
    }


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


def _of_import(scene: Scene, passage: Passage, item: PythonImport, said: Manner) -> Iterator[Sighting]:
    top = item.module.partition(".")[0]
    if not top or not top.isascii() or top in python_modules() or top == "__main__":
        return
    if _is_of_project(scene, item.module, top, guessed=passage.guessed) or _is_beside(passage, item.line, top):
        return
    span = passage.lines(item.line, item.end_line)
    manner = _MANNERS.get(item.guard, said) if passage.manner == "use" else passage.manner
    for module in dict.fromkeys(_modules(item)):
        name = distribution_of(module) or ("" if is_shared(module) else _installed_as(top, scene))
        if not name:
            continue
        yield Sighting("python", name, span, passage.place, manner, "import", passage.id, module)


def _installed_as(top: str, scene: Scene) -> str:
    """The distribution of a module that no data has: the one that the skill installs under a longer name
    (`pip install acme-sdk`, `import acme`), else one called like the module."""
    name = normal_python_name(top)
    if name in asked_for(scene) or is_known_distribution(name):
        return name
    longer = asked_with(scene, name)
    return next(iter(longer)) if len(longer) == 1 else name


def _is_of_project(scene: Scene, module: str, top: str, *, guessed: bool) -> bool:
    """Whether a module is rather a part of the project that the text is about, or of an application, than a package.

    A name that could be either is a package where the skill installs or declares it.
    """
    name = distribution_of(module)
    if is_project_module(top) or is_stand_in(top) or is_hosted(top):
        return not name or name not in asked_for(scene)
    if not name and guessed and not top.islower():
        return True  # Swift and the like begin so as well
    if top in written_modules(scene):
        return not name or ((is_plain_word(name) or is_plain_word(top)) and name not in asked_for(scene))
    return False


def _is_beside(passage: Passage, line: int, top: str) -> bool:
    """Whether a module that nobody has published is found by the folder that the code adds before it is imported."""
    added = _ADDS_FOLDER.search(passage.text)
    if added is None or distribution_of(top) or is_known_distribution(normal_python_name(top)):
        return False
    return passage.text.count("\n", 0, added.start()) < line


def _modules(item: PythonImport) -> Iterator[str]:
    """The modules behind an import: each name where names of one module come from several distributions."""
    plain = distribution_of(item.module)
    deeper = [f"{item.module}.{name}" for name in item.names if name != "*"]
    apart = [module for module in deeper if distribution_of(module) != plain]
    yield from apart
    if len(apart) < max(1, len(deeper)):
        yield item.module

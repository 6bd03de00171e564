"""Python packages by declaration: requirement files, project files, PEP 723 blocks, bundled or shown."""

import re
from collections.abc import Iterator
from typing import Final, cast

from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.passages import Passage, manner_of_file
from skillrt.environment.finding.python_files import (
    Declared,
    Reader,
    read_conda,
    read_pyproject,
    read_script_block,
    reader_of,
)
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.stand_ins import is_stand_in
from skillrt.environment.requirement_line import Requirement, read_requirement
from skillrt.environment.sighting import Manner, Sighting
from skillrt.reading.fences import Fence

_MEMO: Final = "environment.asked-for"
_MEMO_BEGINNINGS: Final = "environment.asked-for by beginnings"
_LONGEST: Final = 80
_VIA: Final = {"txt": "requirements", "in": "requirements", "toml": "pyproject", "yml": "conda environment"}
_LEFT_OUT: Final = frozenset({"pip", "python"})
_NAMED_FILE: Final = re.compile(r"(?:requirements[\w-]*\.txt|pyproject\.toml|environment\.ya?ml|setup\.cfg)")


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each declared package."""
    for passage, via, items in declared_in(scene):
        for item in items:
            what = item.what
            if not isinstance(what, Requirement) or what.name in _LEFT_OUT or is_stand_in(what.name):
                continue
            if item.build and passage.block is None:
                continue  # in a document it is what the skill has people write
            manner = "optional" if item.optional and passage.manner == "declare" else passage.manner
            yield Sighting(
                "python", what.name, passage.lines(item.line, item.line), passage.place, manner, via, passage.id,
                version=what.version, extras=what.extras,
            )  # fmt: skip


def asked_for(scene: Scene) -> frozenset[str]:
    """The distributions that install lines or declarations of the skill name; they settle what a name means."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        known = memo[_MEMO] = frozenset(_asked_for(scene))
    return cast("frozenset[str]", known)


def asked_with(scene: Scene, beginning: str) -> frozenset[str]:
    """Those of the same whose names begin so, with a hyphen behind it, or are the same behind `py` or `python-`."""
    memo = scene.module.memo
    known = memo.get(_MEMO_BEGINNINGS)
    if known is None:
        known = memo[_MEMO_BEGINNINGS] = _by_beginning(asked_for(scene))
    return cast("dict[str, frozenset[str]]", known).get(beginning, frozenset())


def _by_beginning(names: frozenset[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        short = name[:_LONGEST]
        for at, sign in enumerate(short):
            if sign == "-":
                found.setdefault(short[:at], set()).add(name)
        for prefix in ("py", "python-"):
            if name.startswith(prefix):
                found.setdefault(name.removeprefix(prefix), set()).add(name)
    return {beginning: frozenset(those) for beginning, those in found.items()}


def _asked_for(scene: Scene) -> Iterator[str]:
    installed = [read_requirement(text) for item in installs_of(scene) for text in item.install.packages]
    declared = [item.what for _, _, items in declared_in(scene) for item in items]
    yield from (item.name for item in (*installed, *declared) if isinstance(item, Requirement))


def declared_in(scene: Scene) -> Iterator[tuple[Passage, str, tuple[Declared, ...]]]:
    """Each place that declares packages, how it does, and what it says; refused lines are among it."""
    followed = _followed(scene)
    for file in scene.module.files:
        if file.text is None:
            continue
        reader = reader_of(file.path) or (reader_of("requirements.txt") if file.path in followed else None)
        manner: Manner = "declare" if manner_of_file(file.path) == "use" else "example"
        passage = Passage(file.text, "", "declared" if reader else "script", manner, file.path, file.text)
        if reader is not None:
            yield passage, _VIA.get(file.path.rpartition(".")[2], "setup"), tuple(reader(file.text))
        elif file.language == "python" and (items := read_script_block(file.text)[1]):
            yield passage, "script metadata", items
    for fence in scene.fences:
        reader = _reader_of_fence(fence)
        if reader is not None:
            block = fence.block
            manner = "example" if fence.role == "wrong" else "declare"
            place = place_of_file(fence.path)
            passage = Passage(fence.text, "", place, manner, fence.path, block.text, block)
            yield passage, "shown declaration", tuple(reader(fence.text))
        elif "# /// script" in fence.text and (items := read_script_block(fence.text)[1]):
            block = fence.block
            passage = Passage(fence.text, "", place_of_file(fence.path), "declare", fence.path, block.text, block)
            yield passage, "script metadata", items


def _followed(scene: Scene) -> frozenset[str]:
    """Bundled files that `pip install -r` names, by whatever name."""
    named = {path for item in installs_of(scene) if item.install.kind == "python" for path in item.install.files}
    ends = tuple("/" + path.replace("\\", "/").rpartition("/")[2] for path in named)
    return frozenset(file.path for file in scene.module.files if ends and f"/{file.path}".endswith(ends))


def _reader_of_fence(fence: Fence) -> Reader | None:
    """How a code block is read that shows such a file; None for another one."""
    language, text = fence.language or fence.block.language, fence.text
    if language == "toml" and ("dependencies" in text or "requires" in text):
        return read_pyproject
    if language == "yaml" and "dependencies:" in text and ("channels:" in text or "- pip" in text):
        return read_conda
    if language in ("", "text", "txt", "requirements", "requirements.txt", "pip-requirements"):
        told = f"{fence.lead.text[-100:] if fence.lead else ''} {text.lstrip()[:60]} {language}"
        name = _NAMED_FILE.search(told)
        return (
            reader_of(name.group()) if name else reader_of("requirements.txt") if "requirements" in language else None
        )
    return None

"""The files of a skill: programs with their contents, the rest by name, and links that lead out of its folder."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.contracts.lines import FileLine, LinkLine, ProgramLine
from skillrt.contracts.lock_file import clean, clean_path, short_digest
from skillrt.errors import Place
from skillrt.frontend import FolderSource, SkillSource
from skillrt.frontend.sources import skill_file_in
from skillrt.ir import BundledFile, Module

_PARTS: Final = (".tsx", ".jsx", ".d.ts")  # components that others build in, and declarations: nothing runs them
_NATIVE: Final = (".exe", ".dll", ".so", ".dylib", ".wasm", ".jar", ".pyd", ".node", ".msi", ".apk", ".deb", ".rpm")
_LONGEST: Final = 200  # characters of a target
# `assets/vite.config.ts`: what a project is set up with, copied and never run here
_SETTINGS: Final = re.compile(r"(?:^|/)(?:assets|templates?)/(?:[^/]+/)*[\w.-]+\.config\.[cm]?[jt]s\Z")


def programs_of(module: Module, skill: str) -> Iterator[tuple[ProgramLine, Place]]:
    """Programs, scripts and binary ones."""
    for file in module.files:
        if is_program(file):
            line = ProgramLine(skill=skill, path=clean_path(file.path), digest=short_digest(file.digest))
            yield line, Place(file.path, 1)


def files_of(module: Module, source: SkillSource, skill: str) -> Iterator[tuple[FileLine | LinkLine, Place]]:
    """Every other file but the skill file, and the links."""
    programs = {file.path for file in module.files if is_program(file)}
    digests = {file.path: short_digest(file.digest) for file in module.files}
    digests |= {document.path: short_digest(document.text) for document in module.documents}
    for entry in source.entries:
        if entry.path not in programs and not skill_file_in(frozenset((entry.path,))):
            line = FileLine(skill=skill, path=clean_path(entry.path), digest=digests.get(entry.path, ""))
            yield line, Place(entry.path, 1)
    for entry in source.outward if isinstance(source, FolderSource) else ():
        # what was checked in as a link may be a whole text
        target = clean(" ".join(entry.link.split())[:_LONGEST])
        line = LinkLine(skill=skill, path=clean_path(entry.path), target=target)
        yield line, Place(entry.path, 1)


def is_program(file: BundledFile) -> bool:
    """Whether a file is a program, a script or a binary one."""
    if file.kind == "script":
        return not file.path.endswith(_PARTS) and _SETTINGS.search(file.path) is None
    return file.kind == "asset" and (file.executable or file.path.lower().endswith(_NATIVE))

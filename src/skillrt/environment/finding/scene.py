"""The scene that finders read: the documents that an agent follows, their code blocks, and the bundled programs."""

from functools import cached_property

from skillrt.environment.sighting import Place
from skillrt.ir import SKILL_FILE, BundledFile, Document, Module
from skillrt.reading.fences import Fence, fences_of
from skillrt.reading.followed import is_followed
from skillrt.reading.sections import Section, sections_of


class Scene:
    """A module as finders see it; what is costly is made once. SKILL.md comes first."""

    def __init__(self, module: Module) -> None:
        self.module = module

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents that an agent reads to follow them: no licences, no change logs."""
        return tuple(item for item in self.module.documents if is_followed(item.path))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all these documents, in reading order."""
        return tuple(section for document in self.documents for section in sections_of(document))

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """Every code block of these documents; those that show what not to do have the role `wrong`."""
        return tuple(fence for section in self.sections for fence in fences_of(section))

    @cached_property
    def scripts(self) -> tuple[BundledFile, ...]:
        """Bundled programs whose text is known."""
        return tuple(file for file in self.module.files if file.kind == "script" and file.text is not None)


def place_of_file(path: str) -> Place:
    """`main` for SKILL.md, however it is spelled; `document` for another."""
    return "main" if path.lower() == SKILL_FILE.lower() else "document"

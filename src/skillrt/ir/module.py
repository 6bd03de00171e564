"""The module: the IR of one skill. Frozen, content-hashed, lossless."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

from skillrt.errors import Diagnostic, Span
from skillrt.ir.blocks import CONTAINERS, Block, walk
from skillrt.ir.facts import Fact
from skillrt.ir.front_matter import FrontMatter, parse_front_matter

FileKind = Literal["script", "data", "asset", "link"]
SKILL_FILE = "SKILL.md"


class Document(msgspec.Struct, frozen=True, dict=True):
    """One Markdown file of the skill. `path` is relative to the skill's folder, with forward slashes.

    Nearly everything that looks at a skill goes over its blocks or its text, so they are laid out once.
    """

    path: str
    blocks: tuple[Block, ...]
    executable: bool = False

    @cached_property
    def every_block(self) -> tuple[Block, ...]:
        """Every block in reading order, containers first."""
        return tuple(walk(self.blocks))

    @cached_property
    def every_leaf(self) -> tuple[Block, ...]:
        """The blocks that hold text, in reading order."""
        return tuple([block for block in self.every_block if not block.children and block.kind not in CONTAINERS])

    @cached_property
    def by_id(self) -> dict[str, Block]:
        """Every block by its id."""
        return {block.id: block for block in self.every_block}

    @cached_property
    def text(self) -> str:
        """The present text; bytes that are not UTF-8 appear as lone surrogates (surrogateescape)."""
        return "".join([block.text for block in self.every_leaf])

    def walk(self) -> Iterator[Block]:
        """`every_block`."""
        return iter(self.every_block)

    def leaves(self) -> Iterator[Block]:
        """`every_leaf`."""
        return iter(self.every_leaf)

    @property
    def data(self) -> bytes:
        """The present bytes."""
        return self.text.encode("utf-8", "surrogateescape")


class Origin(msgspec.Struct, frozen=True):
    """What made a file that the source does not have. `blocks` are those that it was made from; `uses` are bundled
    files that its text names in commands, each an anchor wherever it stands."""

    pass_name: str
    rule: str
    reason: str
    blocks: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


class BundledFile(msgspec.Struct, frozen=True):
    """A file of the skill that is not Markdown, or one of any kind that a pass made (`origin`).

    `text` is present for text files of moderate size (surrogateescape), absent for binary and large ones, which
    stay where they are and are known by their digest. `language` is empty where the file is no program.
    """

    path: str
    kind: FileKind
    size: int
    digest: str
    executable: bool = False
    language: str = ""
    text: str | None = None
    origin: Origin | None = None


def with_text(file: BundledFile, text: str) -> BundledFile:
    """The file with this text, and its size and digest."""
    data = text.encode("utf-8", "surrogateescape")
    return msgspec.structs.replace(file, text=text, size=len(data), digest=hashlib.sha256(data).hexdigest())


class Relocation(msgspec.Struct, frozen=True):
    """Something of the source that a pass moved: the file `to`, made by the pass, now holds what stood in the block.

    `how`: `moved` word for word; `outlined` as a program with a command line, in which only literals differ, those of
    `literals` (as they stand in `old`) among them.
    """

    pass_name: str
    rule: str
    block: str
    old: str
    span: Span
    to: str
    how: Literal["moved", "outlined"]
    literals: tuple[str, ...] = ()


class Elimination(msgspec.Struct, frozen=True):
    """Something of the source that a pass removed on purpose."""

    pass_name: str
    rule: str
    reason: str
    block: str
    old: str
    span: Span


class Module(msgspec.Struct, frozen=True, dict=True):
    """A skill: its documents (SKILL.md first), its other files, and what the passes found.

    `folder` is the name of the folder that the skill was read from; `source` is the digest of everything in it.
    """

    folder: str
    source: str
    documents: tuple[Document, ...]
    files: tuple[BundledFile, ...]
    facts: tuple[Fact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    eliminations: tuple[Elimination, ...] = ()
    relocations: tuple[Relocation, ...] = ()

    @cached_property
    def front_matter(self) -> FrontMatter:
        """SKILL.md's front matter, parsed from its block; empty where there is none."""
        block = self.front_matter_block
        return parse_front_matter(block.text if block else "")

    @property
    def front_matter_block(self) -> Block | None:
        """The block that holds the front matter of SKILL.md."""
        document = self.documents[0] if self.documents else None
        for block in document.blocks[:2] if document else ():
            if block.kind == "front-matter":
                return block
        return None

    @property
    def name(self) -> str:
        """The name in the front matter, or the folder's where it has none."""
        value = self.front_matter.get("name")
        return value if isinstance(value, str) and value else self.folder

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """Every block by its id."""
        found: dict[str, Block] = {}
        for document in self.documents:
            found.update(document.by_id)
        return found

    @cached_property
    def memo(self) -> dict[str, object]:
        """What analyses worked out about this very module, by a name of theirs; a changed module begins anew."""
        return {}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every file of the skill, as a path relative to its folder."""
        return frozenset([*(item.path for item in self.documents), *(item.path for item in self.files)])

    def document(self, path: str) -> Document | None:
        """The Markdown file at `path`."""
        return next((item for item in self.documents if item.path == path), None)

    def file(self, path: str) -> BundledFile | None:
        """The other file at `path`."""
        return next((item for item in self.files if item.path == path), None)

    def with_facts(self, *facts: Fact) -> "Module":
        """The module with these facts added."""
        return self._found(facts=self.facts + facts) if facts else self

    def with_diagnostics(self, *diagnostics: Diagnostic) -> "Module":
        """The module with these diagnostics added."""
        return self._found(diagnostics=self.diagnostics + diagnostics) if diagnostics else self

    def _found(self, **found: tuple[Fact, ...] | tuple[Diagnostic, ...]) -> "Module":
        module = msgspec.structs.replace(self, **found)
        # what was worked out of documents and files holds as long as they are the same; a memo may rest on facts
        vars(module).update({name: value for name, value in vars(self).items() if name != "memo"})
        return module

    @property
    def digest(self) -> str:
        """sha256 of the whole module, facts and derivations included."""
        return "sha256:" + hashlib.sha256(msgspec.json.encode(_plain(self))).hexdigest()


def _plain(module: Module) -> object:
    """A JSON-able form in which lone surrogates, which UTF-8 cannot carry, are escaped."""
    return ascii(msgspec.to_builtins(module))

"""What a pass is: a frozen dataclass with a name, fields as options, and one method from module to module."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from skillrt.ir import Module
from skillrt.targets import Harness, Target


class Need(StrEnum):
    """What a pass cannot run without; checked before anything runs."""

    HARNESS = "harness"
    PROFILE = "profile"
    HOST = "host"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class ReadyProgram:
    """A program that was made and proven outside the compiler: an id, its path in the skill and its text, and the
    paragraph of SKILL.md that says when and how to run it."""

    id: str
    path: str
    text: str
    usage: str


@dataclass(frozen=True, slots=True)
class PassContext:
    """What a pass may know besides the module: no disk, no environment, no clock.

    `siblings` are the other skills of the tree being checked: skill name (and folder name) -> its files, relative to
    its folder. `tree` are the files of the whole tree being checked (at least those of all its skills), relative to
    the tree's root, and `place` is where in the tree the skill is (`skills/pdf`; '' for its root), so that a
    reference may mean a file of a nested skill or `../shared/x.md`. `homes` are the names of the variants of the
    skills of the tree by their places, where variants are made ('' for one that can have none). `harnesses` are all
    known descriptors by name. `programs` are those that `add-programs` may put in.
    `modes_lost` says that no file of the collection round the skill is executable although many are programs.
    `target` is absent for a plain check.
    """

    target: Target | None = None
    harnesses: Mapping[str, Harness] = field(default_factory=lambda: MappingProxyType({}))
    siblings: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    tree: frozenset[str] = frozenset()
    place: str = ""
    homes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    modes_lost: bool = False
    portable: bool = False
    programs: tuple[ReadyProgram, ...] = ()

    def has(self, need: Need) -> bool:
        """Whether the context can serve `need`."""
        return need in (Need.HARNESS, Need.PROFILE, Need.HOST) and self.target is not None


@dataclass(frozen=True)
class Pass:
    """A transformation or analysis of a module. Subclasses are frozen dataclasses; each field is an option."""

    name: ClassVar[str] = ""
    needs: ClassVar[frozenset[Need]] = frozenset()

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module after this pass. Pure: same module and context, same result."""
        raise NotImplementedError

"""Verbs that take one skill."""

import sys
from collections.abc import Container, Generator, Mapping
from contextlib import contextmanager

from skillrt.errors import Diagnostic, MachineError, SkillrtError, UsageError
from skillrt.errors.defects import defect
from skillrt.frontend import SkillSource, discover, load
from skillrt.frontend.skill_tree import SkillTree, place_of_skill, skill_tree
from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.targets import Harness


@contextmanager
def at_work_on(skill: str) -> Generator[None]:
    """A defect of SkillRT that shows inside names the skill, and is none of the others. Raises SkillrtError."""
    try:
        yield
    except (SkillrtError, OSError):
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        found = SkillrtError(defect(error, f" on `{skill}`"))
        found.exit_status = MachineError.exit_status
        raise found from error


def one_skill(
    path: str, harnesses: Mapping[str, Harness], own: Container[str] = frozenset()
) -> tuple[Module, PassContext]:
    """The one skill at `path`, and the context of a pass without a target. `harnesses` are all that are known,
    `own` files of the library that belong to no skill.

    Skills below a skill are not part of it, but a reference may mean them. Raises UsageError where `path` is a
    folder of several skills, InputError where there is none.
    """
    found = list(discover([path], own=own))
    source, tree = found[0], skill_tree(found)
    if len(found) > 1 and not _all_below(found):
        message = f"`{path}` holds several skills (`{source.where}`, `{found[1].where}`, ...); name one of them"
        raise UsageError(Diagnostic.of("usage.several-skills", message))
    return load(source), context_of(source, tree, harnesses)


def context_of(source: SkillSource, tree: SkillTree, harnesses: Mapping[str, Harness]) -> PassContext:
    """What passes may know of a skill's surroundings, without a target."""
    return PassContext(
        harnesses=harnesses,
        siblings=tree.siblings,
        tree=tree.paths,
        place=place_of_skill(source),
    )


def _all_below(found: list[SkillSource]) -> bool:
    first = found[0].where.rstrip("/")
    return first in {"", "."} or all(item.where.startswith(f"{first}/") for item in found[1:])

"""The skills of a run: compiled for its target where no fresh variant is kept, and checked to be bound."""

import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from skillrt.compiler import CompileOptions
from skillrt.errors import Diagnostic, InputError
from skillrt.frontend import SkillSource
from skillrt.frontend.skill_tree import skill_tree
from skillrt.gateway.kept_variants import Prepared, Recipe, is_bound, prepared
from skillrt.store.environments import Environments
from skillrt.targets import ProfileOptions, Target


def prepare(
    sources: Iterable[SkillSource],
    target: Target,
    options: CompileOptions,
    data: Path,
    profiles: ProfileOptions | None = None,
) -> tuple[Prepared, ...]:
    """The variants of `sources` for `target`, kept below `data`; what is fresh there is not compiled again.

    `profiles` are the user's own, for other models that come to read them.

    Raises InputError for a skill that cannot be compiled, and for two with one name.
    """
    listed = list(sources)
    tree = skill_tree(listed)
    full = replace(options, siblings=dict(tree.siblings), tree=tree.paths)
    found = tuple(prepared(Recipe(item, target, full, profiles), data) for item in listed)
    names = [item.name for item in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"two skills of this run have the name `{twice[0]}`"
        raise InputError(Diagnostic.of("compile.clash", message))
    return found


def require_bound(skills: Iterable[Prepared], data: Path) -> None:
    """Raise InputError, with the command that binds them, where packages of a skill are not there."""
    missing = unbound(skills, data)
    if missing:
        names = ", ".join(f"`{item.name}`" for item in missing)
        command = shlex.join(["skillrt", "bind", *(str(item.folder) for item in missing)])
        message = f"{names} {'is' if len(missing) == 1 else 'are'} not bound: packages that are needed are not there"
        raise InputError(Diagnostic.of("start.not-bound", message, hint=f"run `{command}`, or this with `--bind`"))


def unbound(skills: Iterable[Prepared], data: Path) -> tuple[Prepared, ...]:
    """Those that are not bound."""
    store = Environments(data)
    return tuple(item for item in skills if not is_bound(item, store))

"""The skills of a run: compiled for its target where no fresh variant is kept, and checked to be bound."""

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from skillrt.compiler import CompileOptions, State, compile_skill, freshness, variant_name
from skillrt.environment.needs import ENVIRONMENT_FILE, read_needs
from skillrt.errors import Diagnostic, InputError
from skillrt.frontend import SkillSource, load
from skillrt.frontend.skill_tree import skill_tree
from skillrt.store import MANIFEST_FILE, digest_of
from skillrt.store.environments import Environments
from skillrt.store.variants import variant_folder, write_variant
from skillrt.targets import Target

VARIANTS: Final = "variants"
_PACKAGES: Final = ("python", "node")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A skill ready to be laid out: its name, the variant's folder in the store, the digest of its manifest."""

    name: str
    folder: Path
    digest: str
    compiled: bool = False


def prepare(
    sources: Iterable[SkillSource], target: Target, options: CompileOptions, data: Path
) -> tuple[Prepared, ...]:
    """The variants of `sources` for `target`, kept below `data`; what is fresh there is not compiled again.

    Raises InputError for a skill that cannot be compiled, and for two with one name.
    """
    listed = list(sources)
    tree = skill_tree(listed)
    full = replace(options, siblings=dict(tree.siblings), tree=tree.paths)
    found = tuple(_prepared(item, target, full, data) for item in listed)
    names = [item.name for item in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"two skills of this run have the name `{twice[0]}`"
        raise InputError(Diagnostic.of("compile.clash", message))
    return found


def require_bound(prepared: Iterable[Prepared], data: Path) -> None:
    """Raise InputError, with the command that binds them, where packages of a skill are not there."""
    missing = unbound(prepared, data)
    if missing:
        names = ", ".join(f"`{item.name}`" for item in missing)
        command = shlex.join(["skillrt", "bind", *(str(item.folder) for item in missing)])
        message = f"{names} {'is' if len(missing) == 1 else 'are'} not bound: packages that are needed are not there"
        raise InputError(Diagnostic.of("start.not-bound", message, hint=f"run `{command}`, or this with `--bind`"))


def unbound(prepared: Iterable[Prepared], data: Path) -> tuple[Prepared, ...]:
    """Those that are not bound."""
    store = Environments(data)
    return tuple(item for item in prepared if not is_bound(item, store))


def is_bound(item: Prepared, store: Environments) -> bool:
    """Whether every package that the skill needs is installed and proven."""
    file = item.folder / ENVIRONMENT_FILE
    if not file.is_file():
        return True
    needs = read_needs(file.read_bytes(), str(file))
    if not any(needs.of(kind, required=True) for kind in _PACKAGES):
        return True
    return bool(store.last_bound(needs.key))


def _prepared(source: SkillSource, target: Target, options: CompileOptions, data: Path) -> Prepared:
    module = load(source)
    # one folder for each state of a source: runs at the same time do not take a variant from each other
    root = data / VARIANTS / module.source.removeprefix("sha256:")[:16]
    name = variant_name(source, fix_names=options.fix_names)
    state = freshness(source, name, target, options, root)
    folder = root / state.inside
    if state.state is not State.FRESH:
        variant = compile_skill(source, target, options, module).variant
        name = variant.name
        inside = variant_folder(target, name)
        write_variant(root, inside, variant.files, source.read, force=True)
        folder = root / inside
    digest = digest_of((folder / MANIFEST_FILE).read_bytes())
    return Prepared(name, folder, digest, state.state is not State.FRESH)

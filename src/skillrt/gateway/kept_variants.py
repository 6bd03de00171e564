"""The variant of a skill for a target: kept in the store, and compiled where no fresh one is there."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from skillrt.compiler import CompileOptions, State, compile_skill, freshness, variant_name
from skillrt.environment.needs import ENVIRONMENT_FILE, read_needs
from skillrt.frontend import SkillSource, load
from skillrt.store import MANIFEST_FILE, digest_of
from skillrt.store.environments import Environments
from skillrt.store.variants import VARIANTS, variant_folder, write_variant
from skillrt.targets import ProfileOptions, Target

_PACKAGES: Final = ("python", "node")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a variant was made from and for, so that it can be made for another target; `profiles` say what is known
    of others."""

    source: SkillSource
    target: Target
    options: CompileOptions
    profiles: ProfileOptions | None = None

    def aimed_at(self, target: Target) -> "Recipe":
        """The same skill for another target."""
        return replace(self, target=target)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A skill ready to be laid out: its name, the variant's folder in the store, the digest of its manifest, what it
    was made from (None: not known). `compiled`: it was not there before."""

    name: str
    folder: Path
    digest: str
    compiled: bool = False
    recipe: Recipe | None = None


def prepared(recipe: Recipe, data: Path) -> Prepared:
    """The variant, kept below `data`; what is fresh there is not compiled again. Raises SkillrtError."""
    source, target, options = recipe.source, recipe.target, recipe.options
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
    return Prepared(name, folder, digest, state.state is not State.FRESH, recipe)


def is_bound(item: Prepared, store: Environments) -> bool:
    """Whether every package that the skill needs is installed and proven."""
    file = item.folder / ENVIRONMENT_FILE
    if not file.is_file():
        return True
    needs = read_needs(file.read_bytes(), str(file))
    if not any(needs.of(kind, required=True) for kind in _PACKAGES):
        return True
    return bool(store.last_bound(needs.key))

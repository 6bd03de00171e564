"""What `skillrt install` has put where harnesses look for skills, with the sources that it was compiled from: what
`skillrt serve` must know to compile at load."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from skillrt.compiler import CompileOptions
from skillrt.errors import SkillrtError, UsageError
from skillrt.frontend import SkillSource, load
from skillrt.frontend.skill_tree import name_of_skill, skill_tree
from skillrt.gateway.kept_variants import Prepared, Recipe
from skillrt.harness import Scope, skills_folder
from skillrt.harness.receipt import Receipt, read_receipt
from skillrt.ir import SKILL_FILE
from skillrt.store import MANIFEST_FILE, Manifest, digest_of, read_manifest
from skillrt.targets import Harness, ProfileOptions, parse_target

Say = Callable[[str], None]


def installed_skills(
    places: Iterable[Path],
    sources: Iterable[SkillSource],
    harnesses: Mapping[str, Harness],
    profiles: ProfileOptions | None,
    say: Say,
) -> tuple[Prepared, ...]:
    """The installed skills in the folders `places` whose source is among `sources`; their `folder` is where they lie.
    `say` hears why one is left out."""
    found = [item for place in places for item in _in(place, say)]
    listed = list(sources)
    tree = skill_tree(listed)
    options = CompileOptions(harnesses=harnesses, siblings=dict(tree.siblings), tree=tree.paths)
    by_digest = _by_digest(listed, {manifest.source.name for _, _, manifest in found}, say)
    ready: list[Prepared] = []
    for folder, receipt, manifest in found:
        try:
            why = _unfit(folder, receipt, manifest, by_digest, harnesses)
            if not why:
                recipe = _recipe(manifest, by_digest[manifest.source.digest], options, profiles)
                ready.append(Prepared(manifest.name, folder, receipt.manifest, recipe=recipe))
        except (SkillrtError, OSError) as error:
            why = str(error)
        if why:
            say(f"skill {manifest.name} in {folder} is fitted to no other model: {why}")
    return tuple(ready)


def places_of_skills(
    harnesses: Mapping[str, Harness], projects: Sequence[Path], home: Path | None
) -> tuple[Path, ...]:
    """Where the harnesses look for skills: for these projects, and for the user at home."""
    bases = [*[(Scope.PROJECT, base) for base in projects], *([(Scope.USER, home)] if home else [])]
    found: list[Path] = []
    for _, harness in sorted(harnesses.items()):
        for scope, base in bases:
            with suppress(UsageError):  # this one looks nowhere there
                found.append(skills_folder(harness, scope, base).absolute())
    return tuple(dict.fromkeys(found))


def _in(place: Path, say: Say) -> Iterator[tuple[Path, Receipt, Manifest]]:
    try:
        folders = sorted(place.iterdir())
    except OSError:
        return  # there is none
    for folder in folders:
        try:
            receipt = read_receipt(folder)
            if receipt:
                file = folder / MANIFEST_FILE
                yield folder, receipt, read_manifest(file.read_bytes(), str(file))
        except (SkillrtError, OSError) as error:
            say(f"{folder} is fitted to no other model: {error}")


def _by_digest(sources: Iterable[SkillSource], names: set[str], say: Say) -> dict[str, SkillSource]:
    found: dict[str, SkillSource] = {}
    for source in sources:
        if source.folder in names or name_of_skill(source) in names:
            try:
                found.setdefault(load(source).source, source)
            except SkillrtError as error:
                say(f"{source.where} cannot be read: {error}")
    return found


def _unfit(
    folder: Path,
    receipt: Receipt,
    manifest: Manifest,
    by_digest: Mapping[str, SkillSource],
    harnesses: Mapping[str, Harness],
) -> str:
    """Why another variant cannot stand for the installed one, empty where it can."""
    if manifest.target.harness not in harnesses:
        return f"the harness {manifest.target.harness} is not known"
    if manifest.source.digest not in by_digest:
        return "its source is not there, or has changed since: compile and install it anew"
    put = next((record.digest for record in receipt.files if record.path == SKILL_FILE), "")
    return "" if digest_of((folder / SKILL_FILE).read_bytes()) == put else f"its {SKILL_FILE} was edited by hand"


def _recipe(
    manifest: Manifest, source: SkillSource, options: CompileOptions, profiles: ProfileOptions | None
) -> Recipe:
    """The same passes again, for the same host."""
    target = parse_target(manifest.aim, options.harnesses, manifest.host, profiles=profiles)
    asked = CompileOptions(
        level=manifest.compiler.level,
        pipeline=manifest.compiler.pipeline,
        harnesses=options.harnesses,
        siblings=options.siblings,
        tree=options.tree,
        fix_names=manifest.name != manifest.source.name,
    )
    return Recipe(source, target, asked, profiles)

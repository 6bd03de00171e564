"""Is a variant on disk what compiling would write now? Told from its manifest, never from the machine it runs on."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import skillrt
from skillrt.backends.skill_folder import harness_digest
from skillrt.compiler.options import CompileOptions, pipeline_of
from skillrt.errors import SkillrtError
from skillrt.frontend import SkillSource, load
from skillrt.passes.base import Need
from skillrt.store import MANIFEST_FILE, Manifest
from skillrt.store.variants import listed, look, variant_folder
from skillrt.targets import Target


class State(StrEnum):
    """What is wrong with a variant, if anything."""

    FRESH = "up-to-date"
    STALE = "stale"
    MISSING = "missing"
    EDITED = "edited by hand"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Freshness:
    """A row of `compile --check`: the variant's folder below the output folder, its state, and why."""

    inside: str
    state: State
    why: str = ""


def freshness(source: SkillSource, name: str, target: Target, options: CompileOptions, out: Path) -> Freshness:
    """The state of the variant of `source` for `target` below `out`. The host is the one that the manifest names."""
    inside = target.folder
    try:
        inside = variant_folder(target, name)
        found = look(out / inside)
        if found is None:
            return Freshness(inside, State.MISSING)
        if found.manifest is None:
            return Freshness(inside, State.FAILED, "the folder there is no variant")
        if found.edited:
            return Freshness(inside, State.EDITED, listed(found.edited))
        why = _stale(found.manifest, source, target, options)
    except SkillrtError as error:
        return Freshness(inside, State.FAILED, str(error))
    return Freshness(inside, State.STALE if why else State.FRESH, why)


def _stale(manifest: Manifest, source: SkillSource, target: Target, options: CompileOptions) -> str:
    """What differs between then and now, in words; empty where nothing does."""
    if any(entry.path == MANIFEST_FILE for entry in source.entries):
        return ""  # a variant in the place of its source: it is its own result
    passes = pipeline_of(options)
    pipeline = str(passes)
    with_profile = any(Need.PROFILE in item.needs for item in passes.passes)
    profile = target.capabilities.digest if with_profile else None
    pairs = (
        (manifest.target.model == target.model, "it was compiled for another model"),
        (manifest.source.digest == load(source).source, "the source has changed"),
        (manifest.compiler.version == skillrt.__version__, f"compiled by SkillRT {manifest.compiler.version}"),
        (manifest.compiler.pipeline == pipeline, f"compiled with `{manifest.compiler.pipeline}`"),
        (manifest.target.descriptor == harness_digest(target.harness), "what is known of the harness has changed"),
        (manifest.target.profile == profile, "what is known of the model has changed"),
    )
    return "; ".join(words for same, words in pairs if not same)

"""Harness uses in a text, for tests: what the whole search finds, as (kind, what, form)."""

from pathlib import Path

from skillrt.passes.harness_uses import Use, distinct, find_uses
from skillrt.targets import load_harnesses
from tests.skills import module_of


def uses_in(folder: Path, text: str, **files: str) -> tuple[Use, ...]:
    """Every use in a skill with this SKILL.md and these other files (`scripts__run_py` is `scripts/run.py`)."""
    others = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    return find_uses(module_of(folder / "sample", {"SKILL.md": text, **others}), load_harnesses())


def named(folder: Path, text: str, *kinds: str, **files: str) -> list[str]:
    """What is found, once each, of these kinds (all, where none is given)."""
    return [use.what for use in distinct(uses_in(folder, text, **files)) if not kinds or use.kind in kinds]


def changed(folder: Path, text: str, target: str, **files: str) -> str:
    """The body of SKILL.md after `retarget` for this harness."""
    from skillrt.passes.base import PassContext
    from skillrt.passes.pipeline import parse_pipeline, run_pipeline
    from skillrt.targets import parse_target

    others = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    module = module_of(folder / "sample", {"SKILL.md": text, **others})
    context = PassContext(target=parse_target(f"m@{target}"), harnesses=load_harnesses())
    result = run_pipeline(module, parse_pipeline("retarget"), context).documents[0].text
    return result if text.startswith("---") else result.split("---\n", 2)[2]

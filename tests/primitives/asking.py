"""What one primitive's detector finds in a skill written for the purpose."""

from pathlib import Path

from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.primitives import Detected, SkillView, lexicon, primitive
from skillrt.primitives.base import sure
from skillrt.targets import load_harnesses
from tests.skills import module_of

FRONT = "---\nname: s\ndescription: {}\n---\n"


def view_of(folder: Path, text: str, about: str = "Use when a test needs it.", **files: str) -> SkillView:
    """The view of a skill with this SKILL.md, linked; `files` are named `references__more_md`."""
    rest = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    module = module_of(folder / "s", {"SKILL.md": FRONT.format(about) + text, **rest})
    linked = run_pipeline(module, parse_pipeline("link,retarget"), PassContext(harnesses=load_harnesses()))
    return SkillView(linked, lexicon())


def asked(
    folder: Path, name: str, text: str, about: str = "Use when a test needs it.", **files: str
) -> Detected | None:
    """What the detector is sure of."""
    return sure(primitive(name).detect(view_of(folder, text, about, **files)))


def level(folder: Path, name: str, text: str, about: str = "Use when a test needs it.", **files: str) -> str:
    """The level that the skill asks for; `-` where it asks for none."""
    found = asked(folder, name, text, about, **files)
    return found.level if found else "-"

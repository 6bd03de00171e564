"""Skills with parallel regions, and their places."""

from skillrt.ir import Module, ParallelRegion
from skillrt.passes.base import PassContext
from skillrt.passes.parallel.scene import Place, Scene
from skillrt.passes.pipeline import parse_pipeline, run_pipeline
from skillrt.targets import Target, load_harnesses, parse_target
from tests.skills import module_of

PIPELINE = "link,extract-concurrency,lower-concurrency"


def target(harness: str = "claude-code") -> Target:
    return parse_target(f"some/model@{harness}")


def found(folder, text: str, files: dict[str, str] | None = None) -> Module:
    """The skill with its regions."""
    module = module_of(folder / "s", {"SKILL.md": text, **(files or {})})
    return run_pipeline(module, parse_pipeline("link,extract-concurrency"), PassContext())


def places(folder, text: str) -> list[Place]:
    """Where the regions of a text stand."""
    module = found(folder, text)
    scene = Scene(module)
    regions = [fact for fact in module.facts if isinstance(fact, ParallelRegion)]
    return [place for region in regions if (place := scene.place(region)) is not None]


def lowered(folder, text: str, harness: str = "claude-code", **files: str) -> Module:
    """The skill after the pass."""
    module = module_of(folder / "s", {"SKILL.md": text, **files})
    context = PassContext(target=target(harness), harnesses=load_harnesses())
    return run_pipeline(module, parse_pipeline(PIPELINE), context)


def body(module: Module) -> str:
    """SKILL.md without its front matter."""
    text = module.documents[0].text
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


def mechanisms(module: Module) -> list[str]:
    return [fact.mechanism for fact in module.facts if isinstance(fact, ParallelRegion)]

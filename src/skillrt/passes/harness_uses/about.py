"""Which mentions of a product are the skill's subject, and which text is meant for one product among several."""

from collections.abc import Iterable

from skillrt.ir import Module
from skillrt.passes.harness_uses.lexicon import Lexicon
from skillrt.passes.harness_uses.search import product_names
from skillrt.passes.harness_uses.use import Use

_LABEL = 80  # a paragraph of at most so many characters that names a product is a label for what follows it


def subject(module: Module, known: Lexicon) -> frozenset[str]:
    """The harnesses that the skill is about, by its name and description."""
    description = module.front_matter.get("description")
    named = product_names(description if isinstance(description, str) else "", known)
    words = module.name.replace("_", "-").lower()
    return frozenset(named | {name for name in _names(known) if f"-{name}-" in f"-{words}-"})


def conditional(module: Module, uses: Iterable[Use]) -> dict[str, frozenset[str]]:
    """Block id -> the harnesses that its text is meant for, in documents that tell several harnesses apart.

    `**Codex:**` before a code block, or a heading `## On Gemini CLI`, speaks to the users of that product only.
    """
    named: dict[str, set[str]] = {}
    by_file: dict[str, set[str]] = {}
    for use in uses:
        if use.form in {"product", "loose", "listed"} and use.passage.block:
            named.setdefault(use.passage.block, set()).update(use.harnesses)
            by_file.setdefault(use.passage.file, set()).update(use.harnesses)
    found: dict[str, frozenset[str]] = {}
    for document in module.documents:
        if len(by_file.get(document.path, ())) < 2:
            continue
        label = frozenset[str]()
        for block in document.walk():
            here = frozenset(named.get(block.id, ()))
            if block.kind == "heading" or (here and len(block.text.strip()) <= _LABEL):
                label = here
            found[block.id] = here | label
    return found


def _names(known: Lexicon) -> set[str]:
    return {name for row in known.products.values() for name in row.harnesses}

"""Which mentions of a product are the skill's subject, and which text is meant for one product among several."""

import posixpath
import re
from collections.abc import Iterable, Mapping

from skillrt.ir import SKILL_FILE, Module
from skillrt.passes.harness_uses.lexicon import Lexicon
from skillrt.passes.harness_uses.mentions import product_names, products_spoken_of
from skillrt.passes.harness_uses.use import Use
from skillrt.targets import Harness

_WORDS = re.compile(r"[a-z0-9]+")
_LABEL = 80  # a paragraph of at most so many characters that names a product is a label for what follows it


def subject(module: Module, known: Lexicon) -> frozenset[str]:
    """The harnesses that the skill is about, by its name and by what its description speaks of."""
    return frozenset(products_spoken_of(_description(module), known)) | _in_name(module, known)


def named(module: Module, known: Lexicon) -> frozenset[str]:
    """The harnesses that the name or the description names: what it is about, and where it runs."""
    return frozenset(product_names(_description(module), known)) | _in_name(module, known)


def belongs(use: Use, about: frozenset[str], harnesses: Mapping[str, Harness]) -> bool:
    """Whether a use belongs to the harnesses that a text is about."""
    if not about:
        return False
    if use.harnesses:
        strict = use.kind == "frontmatter" or use.form == "allowed"
        return set(use.harnesses) <= about or (not strict and bool(about & set(use.harnesses)))
    known = [harnesses[name] for name in sorted(about) if name in harnesses]
    if use.form == "slash":
        return any(use.what in item.commands or item.skills.invoke.startswith("/") for item in known)
    return use.form in {"plugin-skill", "plugin-agent"} and any(item.syntax.plugin_skills for item in known)


def conditional(module: Module, uses: Iterable[Use]) -> dict[str, frozenset[str]]:
    """Block id -> the harnesses that its text is meant for, in documents that tell several harnesses apart, or that
    have a product's name in their own (`references/codex-tools.md`).

    `**Codex:**` before a code block, or a heading `## On Gemini CLI`, speaks to the users of that product only.
    """
    named: dict[str, set[str]] = {}
    by_file: dict[str, set[str]] = {}
    owned: dict[str, set[str]] = {}
    for use in uses:
        if use.form in {"product", "loose", "listed"} and use.passage.block:
            named.setdefault(use.passage.block, set()).update(use.harnesses)
            by_file.setdefault(use.passage.file, set()).update(use.harnesses)
            if _names_file(use):
                owned.setdefault(use.passage.file, set()).update(use.harnesses)
    found: dict[str, frozenset[str]] = {}
    for document in module.documents:
        own = frozenset(owned.get(document.path, ()))
        if len(by_file.get(document.path, ())) < 2 and not own:
            continue
        label = frozenset[str]()
        for block in document.walk():
            here = frozenset(named.get(block.id, ()))
            if block.kind == "heading" or (here and len(block.text.strip()) <= _LABEL):
                label = here
            found[block.id] = here | label | own
    return found


def _names_file(use: Use) -> bool:
    """Whether the document in which a product is named has its name, too: `Gemini CLI` in `gemini-tools.md`."""
    if use.passage.file == SKILL_FILE:
        return False
    called = "-".join(_WORDS.findall(use.what.lower())).removesuffix("-cli").removesuffix("-code")
    words = "-".join(_WORDS.findall(posixpath.basename(use.passage.file).lower()))
    return bool(called) and f"-{called}-" in f"-{words}-"


def _description(module: Module) -> str:
    value = module.front_matter.get("description")
    return value if isinstance(value, str) else ""


def _in_name(module: Module, known: Lexicon) -> frozenset[str]:
    words = module.name.replace("_", "-").lower()
    return frozenset(name for name in _names(known) if f"-{name}-" in f"-{words}-")


def _names(known: Lexicon) -> set[str]:
    return {name for row in known.products.values() for name in row.harnesses}

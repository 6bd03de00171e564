"""Where a skill says something that only some harnesses understand. Plain text and offsets; nothing is changed."""

from skillrt.passes.harness_uses.about import belongs, conditional, named, subject
from skillrt.passes.harness_uses.facts import excerpt_of, fact_of, place_of_use
from skillrt.passes.harness_uses.front_matter import SPECIFIED
from skillrt.passes.harness_uses.guess import guess
from skillrt.passes.harness_uses.lexicon import Lexicon, Named, lexicon
from skillrt.passes.harness_uses.mentions import product_names
from skillrt.passes.harness_uses.notable import notable
from skillrt.passes.harness_uses.paths import normal, place_of_path
from skillrt.passes.harness_uses.patterns import line_around
from skillrt.passes.harness_uses.search import distinct, find_uses
from skillrt.passes.harness_uses.tools import is_nobodys
from skillrt.passes.harness_uses.use import Kind, Passage, PassageKind, Use

__all__ = [
    "SPECIFIED",
    "Kind",
    "Lexicon",
    "Named",
    "Passage",
    "PassageKind",
    "Use",
    "belongs",
    "conditional",
    "distinct",
    "excerpt_of",
    "fact_of",
    "find_uses",
    "guess",
    "is_nobodys",
    "lexicon",
    "line_around",
    "named",
    "normal",
    "notable",
    "place_of_path",
    "place_of_use",
    "product_names",
    "subject",
]

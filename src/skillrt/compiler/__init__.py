"""Source, target, options -> variant. Pure: nothing is written, and nothing is given before all checks passed."""

from skillrt.compiler.batch import Batch, Outcome
from skillrt.compiler.compile_skill import Compiled, compile_skill
from skillrt.compiler.freshness import Freshness, State, freshness
from skillrt.compiler.options import CompileOptions, pipeline_of, read_level
from skillrt.compiler.plan import clashes, homes, require_apart, variant_name

__all__ = [
    "Batch",
    "CompileOptions",
    "Compiled",
    "Freshness",
    "Outcome",
    "State",
    "clashes",
    "compile_skill",
    "freshness",
    "homes",
    "pipeline_of",
    "read_level",
    "require_apart",
    "variant_name",
]

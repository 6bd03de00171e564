"""Where a skill makes the agent write code in a language without a primitive of its own, or in the project's own."""

from typing import Final

from skillrt.primitives.base import Detected, level_of
from skillrt.primitives.view.fences import Fence
from skillrt.primitives.view.shown import code_evidence, shown, written
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import at_most, phrase_evidence, verdict

_ID: Final = "gen.code.other"
# by their normal names, and by info strings that have none
_LANGUAGES: Final = frozenset(
    [
        *("go", "rust", "java", "kotlin", "swift", "csharp", "cs", "c", "cpp", "c++", "ruby", "php", "perl", "lua"),
        *("scala", "elixir", "erlang", "haskell", "clojure", "dart", "r", "julia", "matlab", "fortran", "solidity"),
        *("hcl", "terraform", "tf", "bicep", "dax", "powerquery", "kql", "promql", "cypher", "sparql", "groovy"),
        *("objectivec", "zig", "nim", "ocaml", "fsharp", "vb", "vba", "verilog", "vhdl", "glsl", "wgsl", "gdscript"),
        *("cmake", "makefile", "dockerfile", "nix", "rego", "cairo", "move", "apex", "abap", "cobol", "asm"),
        *("dockerfile", "latex", "tex", "typst", "openscad", "lisp", "elisp", "prolog", "gotemplate", "jinja"),
    ]
)
_HINT: Final = 0.4
_TEMPLATE_MARKS: Final = ("{{-", "{{ .Values", "{{ .Release", "{{ include")
_PROMQL_MARKS: Final = ("rate(", "sum by", "sum(", "histogram_quantile(", "absent(", "- alert:")
_SHORT: Final = 8


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for; L1 where a single short block is all that it shows."""
    fences = (*shown(view, _LANGUAGES), *(fence for fence in shown(view, frozenset({"yaml"})) if _kind(fence)))
    levels = [1 if fence.lines < _SHORT else 2 for fence in fences]
    evidence = [
        *code_evidence(view, fences, levels, "shows code to adapt"),
        *phrase_evidence(view, _ID, "L2 strong", "asks for code in the language of the project"),
        *phrase_evidence(view, _ID, "L2 usual", "asks for changes of code, tests or fixes"),
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of code that the agent changes"), _HINT),
    ]
    return verdict(evidence, _reason(fences), level_of(max(levels, default=2)))


def _kind(fence: Fence) -> str:
    """`Go template` or `PromQL` where YAML carries the code, else the language."""
    if fence.language != "yaml":
        return fence.language or written(fence)
    if any(mark in fence.text for mark in _TEMPLATE_MARKS):
        return "Go template"
    return "PromQL" if "expr:" in fence.text and any(mark in fence.text for mark in _PROMQL_MARKS) else ""


def _reason(fences: tuple[Fence, ...]) -> str:
    names = dict.fromkeys(map(_kind, fences))
    if not names:
        return "writes code in the language of the project"
    return f"writes {', '.join(names)} code ({len(fences)} block{'s' * (len(fences) > 1)})"

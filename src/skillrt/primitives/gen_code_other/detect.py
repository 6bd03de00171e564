"""Where a skill makes the agent write code in a language without a primitive of its own, or in the project's own."""

from collections.abc import Sequence
from typing import Final

from skillrt.primitives.base import Detected, level_of
from skillrt.primitives.view.shown import code_evidence, named_tools, shown, written
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, need_in, phrase_evidence, total, verdict
from skillrt.reading.fences import Fence

_ID: Final = "gen.code.other"
# by their normal names, and by info strings that have none
_LANGUAGES: Final = frozenset(
    [
        *("go", "rust", "java", "kotlin", "swift", "csharp", "cs", "c", "cpp", "c++", "ruby", "php", "perl", "lua"),
        *("scala", "elixir", "erlang", "haskell", "clojure", "dart", "r", "julia", "matlab", "fortran", "solidity"),
        *("hcl", "terraform", "tf", "bicep", "dax", "powerquery", "kql", "promql", "cypher", "sparql", "groovy"),
        *("objectivec", "zig", "nim", "ocaml", "fsharp", "vb", "vba", "verilog", "vhdl", "glsl", "wgsl", "gdscript"),
        *("cmake", "makefile", "dockerfile", "nix", "rego", "cairo", "move", "apex", "abap", "cobol", "asm"),
        *("batch", "latex", "tex", "typst", "openscad", "lisp", "elisp", "prolog", "gotemplate", "jinja"),
    ]
)
_HINT: Final = 0.4
_TEMPLATE_MARKS: Final = ("{{-", "{{ .Values", "{{ .Release", "{{ include")
_PROMQL_MARKS: Final = ("rate(", "sum by", "sum(", "histogram_quantile(", "absent(", "- alert:")
_SHORT: Final = 8
# configuration, templates and queries; programs in other languages bring libraries and types of their own
_PLAIN: Final = frozenset(
    [
        *("hcl", "terraform", "tf", "bicep", "dax", "powerquery", "kql", "promql", "cypher", "sparql", "PromQL"),
        *("Go template", "gotemplate", "jinja", "makefile", "cmake", "dockerfile", "rego", "latex", "tex", "typst"),
    ]
)
_PROGRAM_LINES: Final = 25
_PROGRAM_SHARE: Final = 0.7


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for; L1 where a single short block is all that it shows."""
    fences = (*shown(view, _LANGUAGES), *(fence for fence in shown(view, frozenset({"yaml"})) if _kind(fence)))
    levels = _levels(fences)
    named = named_tools(view, _ID, "names a language as the agent's own")
    evidence = [
        *code_evidence(view, fences, levels, "shows code to adapt"),
        *phrase_evidence(view, _ID, "L2 strong", "asks for code in the language of the project"),
        *phrase_evidence(view, _ID, "L2 usual", "asks for changes of code, tests or fixes"),
        *named,
        *at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of code that the agent changes"), _HINT),
    ]
    subject = not fences and total(named) >= NEED
    return verdict(evidence, _reason(fences), level_of(max(levels, default=3 if subject else 2)), need_in(view))


def _levels(fences: Sequence[Fence]) -> list[int]:
    """3 where most of the code is programs, and enough of it; short blocks are 1."""
    lines = sum(fence.lines for fence in fences)
    programs = sum(fence.lines for fence in fences if _kind(fence) not in _PLAIN)
    if programs >= _PROGRAM_LINES and programs >= lines * _PROGRAM_SHARE:
        return [1 if fence.lines < _SHORT else 3 for fence in fences]
    return [1 if fence.lines < _SHORT else 2 for fence in fences]


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

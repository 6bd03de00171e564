"""The kind of a skill: a reference for a tool, a procedure to follow, or guidance for making something.

Rules of thumb, fitted to the hand-made labels of benchmarks/kind-labels.tsv.
"""

from typing import Final, Literal

from skillrt.primitives.purposes import has_steps, jobs_of
from skillrt.primitives.view.view import SkillView

Kind = Literal["tool-reference", "procedure", "generative"]
_SOME_CODE: Final = 15  # lines: more than an example
_MUCH_CODE: Final = 100  # lines that are looked up, whatever order they stand in
_SEVERAL: Final = 3
_WRITING: Final = ("gen.text.prose:subject", "gen.text.long:subject", "reason.planning:subject")


def kind_of(view: SkillView) -> Kind:
    """A procedure where SKILL.md prescribes steps, unless it has much code, or some code for several jobs; generative
    where the description is about a text, a design or a plan and nothing shows code; else a reference."""
    code = [fence for fence in view.fences if fence.role in ("code", "commands")]
    main = sum(fence.lines for fence in code if fence.path == view.skill_file)
    if has_steps(view) and main < (_SOME_CODE if len(jobs_of(view)) >= _SEVERAL else _MUCH_CODE):
        return "procedure"
    if sum(fence.lines for fence in code) < _SOME_CODE and any(label in view.described for label in _WRITING):
        return "generative"
    return "tool-reference"

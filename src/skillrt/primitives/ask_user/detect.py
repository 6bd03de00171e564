"""Where a skill has the agent ask the user and wait."""

from collections.abc import Iterator
from typing import Final

from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import all_phrases, in_main, need_in, total, verdict

_ID: Final = "ask.user"
_REASONS: Final = {
    "L1": "has the agent ask, or wait for an answer",
    "L2": "has the agent ask several times, or wait at gates",
    "L3": "has the agent interview the user",
}
# one question in a long text, or what references tell, is a way out and no part of the work
_MAIN_NEED: Final = 0.7


def detect(view: SkillView) -> Detected | None:
    """Phrases that address the user, and uses of a harness's tool for questions."""
    return view.once(_ID, _detect)


def _detect(view: SkillView) -> Detected | None:
    evidence = [*all_phrases(view, _ID, _REASONS), *_tools(view)]
    need = min(1.0, need_in(view))  # asking once is asking, however long the text
    main = in_main(view, evidence) / (_MAIN_NEED * need_in(view))
    level = "L3" if total(evidence, "L3") >= 2 else "L2" if total(evidence, "L2") >= 2 * need_in(view) else "L1"
    return verdict(evidence, "asks the user", level, need, main)


def _tools(view: SkillView) -> Iterator[Evidence]:
    for use in view.uses:
        block = view.block(use.blocks[0]) if use.operation == "user.ask" and use.blocks else None
        if block is not None and block.kind != "front-matter":
            yield Evidence(block.id, 0, len(block.text), "L1", 1.0, f"uses the tool {use.what}")

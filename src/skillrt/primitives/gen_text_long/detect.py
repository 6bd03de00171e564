"""Where the text that a skill asks for is long as a whole."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.ask_user.detect import detect as asks
from skillrt.primitives.base import Detected, Evidence, sure
from skillrt.primitives.gen_text_prose.detect import written
from skillrt.primitives.tool_file_write.detect import detect as writes_files
from skillrt.primitives.view.view import SkillView, at_fence
from skillrt.primitives.weighing import all_phrases, beside, description_evidence, need_in, total, verdict

_ID: Final = "gen.text.long"
_REASONS: Final = {"L2": "asks for a report, plan or specification", "L3": "asks for a complete document"}
_PART: Final = re.compile(r"^(?:#{1,4} \S|[A-Z][A-Z ]{4,40}$|\*\*[^*\n]{3,60}\*\*:?[ \t]*$)", re.M)
_DOCUMENT: Final = re.compile(
    r"\breferences?/|[\w-]\.md\b|\bdocumentation (?:includes|organized|and examples)", re.IGNORECASE
)

_NEED: Final = 2.9
# what is worked out with the user comes piece by piece
_NEED_IN_DIALOGUE: Final = 5.1
# a text that is put into a file is longer than what is said in a conversation
_IN_A_FILE: Final = 0.75
_WRITES: Final = "has the agent write text"
_WRITES_SHARE: Final = 0.9
_WRITES_COUNTED: Final = 2.4


def detect(view: SkillView) -> Detected | None:
    """Length is told by what the result is (a report, a plan), by a template with many parts, and by how much is said
    of writing; where the agent asks the user, more is needed."""
    need = need_in(view)
    evidence = [
        *description_evidence(view, _ID, "subject", "L2", 0.5, "is about a report, plan or specification"),
        *(item for item in all_phrases(view, _ID, _REASONS) if not _tells_of_document(view, item)),
        *_templates(view),
    ]
    level = "L3" if total(evidence, "L3") >= 2 * need else "L2"
    least = (_NEED_IN_DIALOGUE if sure(asks(view)) else _NEED) * need
    least *= _IN_A_FILE if sure(writes_files(view)) else 1
    writes = beside(written(view), "L2", _WRITES, _WRITES_SHARE, _WRITES_COUNTED * need)
    return verdict([*evidence, *writes], "produces a long text", level, least)


def _tells_of_document(view: SkillView, item: Evidence) -> bool:
    """Whether the sentence tells of a document that is there: `comprehensive guide in references/api.md`."""
    block = view.block(item.block)
    return block is not None and _DOCUMENT.search(block.text, item.start, item.end) is not None


def _templates(view: SkillView) -> Iterator[Evidence]:
    for fence in view.fences:
        parts = len(_PART.findall(fence.text)) if fence.role == "form" else 0
        if parts >= 4 and len(fence.text) >= 350:
            weight = 1.5 if fence.path == view.skill_file else 0.5
            yield at_fence(fence, "L2", weight, f"gives a template with {parts} parts")

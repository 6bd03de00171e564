"""The cost model between lowerings that would do: what is left of the gap, tokens, distance from the source.

cost = 4 x levels left above the target
     + 1 where the demand stays and is only supported
     + tokens that SKILL.md and what it makes the agent read grow by, in thousands
     + share of the touched blocks that is replaced

The first term outweighs the others for any skill of usual size: closing a gap comes first. Ties go by the
rule's name.
"""

from typing import Final

from skillrt.ir import Module
from skillrt.primitives import Draft, Gap

_LEVEL: Final = 4.0
_SUPPORT: Final = 1.0
# tokens of English and code are about four characters; exact counts cost more than the choice is worth
_CHARACTERS_OF_A_THOUSAND_TOKENS: Final = 4000


def cost(draft: Draft, gap: Gap, module: Module) -> float:
    """What taking the draft costs; the lower the better."""
    left = max(0, draft.to - gap.held) if draft.kind == "supports" else 0
    grown = sum(len(item.new) - (item.end - item.start) for item in draft.replacements)
    grown += sum(len(file.text) for file in draft.files if file.how == "moved" and file.path.endswith(".md"))
    touched = {item.block for item in draft.replacements}
    size = sum(len(block.text) for name in touched if (block := module.blocks.get(name)))
    replaced = sum(item.end - item.start for item in draft.replacements)
    return (
        _LEVEL * left
        + (_SUPPORT if draft.kind == "supports" else 0.0)
        + grown / _CHARACTERS_OF_A_THOUSAND_TOKENS
        + replaced / max(1, size)
    )

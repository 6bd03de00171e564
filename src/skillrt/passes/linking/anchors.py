"""Anchors: the words of commands that must name where the skill is installed."""

from skillrt.ir import Anchor, span_of
from skillrt.passes.linking.cases import Case, Skill
from skillrt.passes.linking.claims import tells_to_run
from skillrt.passes.linking.outcomes import Outcome

_ROLES = frozenset(("program", "argument", "folder"))


def anchor(outcome: Outcome, skill: Skill, written: str) -> Anchor | None:
    """The anchor of a mention that a shell would look up; None where nothing does.

    A command in a skill's text runs in the user's project. So each of its words that names a bundled file must be
    completed by the place of the skill, those that name it by a variable or an install path of some harness too.
    """
    mention, found = outcome.mention, outcome.found
    if outcome.status not in ("resolved", "mended") or not found.target or found.how in ("by-name", "sibling"):
        return None
    in_command = mention.via == "command" and mention.role in _ROLES and not mention.cwd
    if not in_command and not (mention.via == "code" and tells_to_run(Case(mention, found, skill))):
        return None
    return Anchor(
        blocks=(mention.block.id,),
        span=span_of(mention.block, mention.start, mention.end),
        path=found.target,
        written=written,
    )

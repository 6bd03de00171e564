"""Anchors: the words of commands that must name where the skill is installed."""

from skillrt.code.shell_files import puts_files
from skillrt.ir import Anchor, span_of
from skillrt.passes.linking.cases import Case, Skill
from skillrt.passes.linking.claims import tells_to_run
from skillrt.passes.linking.mentions import Mention
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
    in_command = mention.via == "command" and mention.role in _ROLES and _is_read_anywhere(outcome)
    if not in_command and not (mention.via == "code" and tells_to_run(Case(mention, found, skill))):
        return None
    return _marked(mention, found.target, written)


def _is_read_anywhere(outcome: Outcome) -> bool:
    """Whether no `cd` before the command finds the file for it. One in an earlier block does not: most agents run
    each block in a shell of its own."""
    mention, found = outcome.mention, outcome.found
    if not mention.cwd:
        return True
    return mention.carried and found.moved and not (found.target or "").startswith("../")


def own_folder(mention: Mention, skill: Skill) -> Anchor | None:
    """The anchor of a `cd` to the folder in which some harness keeps this skill; None for any other mention."""
    parts = mention.path.rstrip("/").split("/")
    behind = mention.cwd and not mention.carried
    if mention.role != "folder" or behind or parts[-1] not in skill.tree.names or parts[-2:-1] != ["skills"]:
        return None
    if _puts_there(mention.block.text, mention.path.rstrip("/")):
        return None
    return _marked(mention, "./", mention.path)


def _marked(mention: Mention, path: str, written: str) -> Anchor:
    """The anchor at the mention's words. The source does not have those that an earlier pass has put in: their place
    is the stretch that they stand in."""
    block, start, end = mention.block, mention.start, mention.end
    made = next((item for item in block.derivations if item.start <= start and end <= item.end), None)
    span = made.span if made else span_of(block, start, end)
    return Anchor(blocks=(block.id,), span=span, path=path, written=written, within=made is not None)


def _puts_there(text: str, folder: str) -> bool:
    """Whether a line of commands puts files into the folder: then it is about the skill as that line installs it."""
    return any(folder in line and puts_files(line) for line in text.splitlines())

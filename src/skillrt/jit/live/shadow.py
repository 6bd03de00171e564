"""In shadow: what a template would have done, on a copy of the workspace, beside what the model then did."""

from pathlib import Path

import msgspec

from skillrt.jit.actions import Action
from skillrt.jit.dispatch import Served
from skillrt.jit.evaluate import wrong_in
from skillrt.jit.live.acting import Act, Concluded, answered
from skillrt.jit.live.command import printed
from skillrt.jit.recorded import Recorded
from skillrt.jit.replay import Replayer


class Verdict(msgspec.Struct, frozen=True):
    """Whether a template did in the sandbox what the model did, and why not."""

    template: str
    right: bool
    why: str = ""


class Did(msgspec.Struct, frozen=True):
    """What the model did: the run, its request and last answer, copies of the files that it wrote (by path), and
    paths that it took away."""

    run: str
    request: str
    final: str
    after: dict[str, Path]
    gone: tuple[str, ...] = ()


def judge(act: Act, before: Path, did: Did, replayer: Replayer) -> Verdict:
    """Run the very command that would have been given to the harness on `before`, and compare.

    Raises Unavailable where there is no sandbox.
    """
    why = _wrong(act, before, did, replayer)
    return Verdict(act.template, not why, why)


def _wrong(act: Act, before: Path, did: Did, replayer: Replayer) -> str:
    # it tells the folder of a skill itself; that the skill's files may be read is known by its name
    skill = next((action.skill for action in act.choice.template.actions if action.skill), "")
    replayed = replayer.replay((Action("shell", act.command.text, skill=skill),), before)
    if replayed.failed:
        return f"its command failed: {replayed.failed}"
    said = printed(act.command, replayed.printed)
    if said is None:
        return "its command did not succeed"
    replayed = msgspec.structs.replace(replayed, printed=said)
    found = answered(act, replayed, before)
    if not isinstance(found, Concluded):
        return found
    if did.gone:
        return f"the model took `{did.gone[0]}` away"
    template = act.choice.template
    if template.partial:
        missing = next((path for path in replayed.changed if path not in did.after), "")
        after = {path: copy for path, copy in did.after.items() if path in replayed.changed}
        did = msgspec.structs.replace(did, after=after)
        if missing or not after:
            return f"the model did not write `{missing}`"
    episode = Recorded(did.run, template.skill, did.request, (), did.final, before, did.after)
    return wrong_in(Served(act.choice, replayed, found.answer), episode)

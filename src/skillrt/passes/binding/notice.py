"""Before you start: what is left for the agent or the user to do, where the skill does not say it already."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code.alternatives import LETTERS, one_of
from skillrt.environment.launch import LAUNCHER
from skillrt.environment.needs import Needs
from skillrt.ir import Module
from skillrt.passes.binding.edits import NAME
from skillrt.passes.binding.left_to_do import listed, programs, variables
from skillrt.passes.binding.own_code import own_code
from skillrt.passes.binding.provided import Provided, provided_by
from skillrt.passes.binding.served import Served
from skillrt.passes.insertion import Insertion, with_paragraph
from skillrt.targets import Host

_TITLE: Final = "**Before you start.**"
_RULE: Final = "before-you-start"
_LEFT: Final = "the environment cannot bring this: somebody has to do it"
_BY_LAUNCHER: Final = "the environment brings the packages, and only what runs through the launcher has them"
_RUNS_NODE: Final = re.compile(
    rf"(?:{one_of(('node', 'tsx', 'bun', 'bun run'), not_after=LETTERS)}) (?:-\S+ )*[\w./<{{$-]+\.(?:[cm]?js|ts)\b"
)


def with_notice(module: Module, needs: Needs, host: Host, *, launcher: bool) -> Module:
    """The module with a few lines below the title of SKILL.md; as it is where nothing is left to say."""
    if not module.documents:
        return module
    lines: list[str] = []
    if names := variables(needs, module):
        lines.append(f"Needed in the environment: {listed(names)}.")
    if names := programs(needs, module, host):
        lines.append(f"Needed on this machine: {listed(names)}.")
    reasons = [_LEFT] if lines else []
    if launcher and (own := list(_own_code(module, needs))):
        lines += own
        reasons.append(_BY_LAUNCHER)
    if not lines:
        return module
    text = f"{_TITLE} " + "\n".join(lines)
    return with_paragraph(module, text, Insertion(NAME, _RULE, "; ".join(reasons), (LAUNCHER,)))


def _own_code(module: Module, needs: Needs) -> Iterator[str]:
    """How to run what the agent writes itself, where the skill shows code with packages that it requires, and the
    bundled programs that need them where no command of the text was sure to mean one."""
    provided = provided_by(needs)
    unreached = _unreached(module, provided)
    python = bool(provided.modules) and ("python" in unreached or own_code(module, provided, "python"))
    # much JavaScript is written for browsers and for the user's project: Node has to be spoken of
    javascript = bool(provided.packages) and (
        "javascript" in unreached or (_runs_node(module) and own_code(module, provided, "javascript"))
    )
    if python and javascript:
        yield f"Code for this skill: `{LAUNCHER} python FILE` or `... node FILE`, which has the packages."
    elif python:
        yield f"Python for this skill: `{LAUNCHER} python FILE`, which has the packages."
    elif javascript:
        yield f"JavaScript for this skill: `{LAUNCHER} node FILE`, which has the packages."


def _runs_node(module: Module) -> bool:
    return any(_RUNS_NODE.search(document.text) for document in module.documents)


def _unreached(module: Module, provided: Provided) -> frozenset[str]:
    """The languages of bundled programs that the instructions name and the environment serves, where nothing in the
    module runs through the launcher: without a word nobody would find the environment."""
    texts = (item.text or "" for item in (*module.documents, *module.files))
    if any(LAUNCHER in text for text in texts):
        return frozenset()
    programs = {file.path: file for file in module.files if file.language in ("python", "javascript")}
    served = Served(provided, programs)
    main = module.documents[0].text
    named = [file for path, file in programs.items() if path.rpartition("/")[2] in main]
    return frozenset(file.language for file in named if served.is_served(file))

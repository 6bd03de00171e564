"""Before you start: what is left for the agent or the user to do, where the skill does not say it already."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.environment.launch import LAUNCHER
from skillrt.environment.needs import Needs
from skillrt.errors import Span
from skillrt.ir import Anchor, Block, Derivation, Document, Inline, Module, leaves
from skillrt.passes.binding.edits import NAME
from skillrt.passes.binding.left_to_do import listed, programs, variables
from skillrt.passes.binding.own_code import own_code
from skillrt.passes.binding.provided import Provided, provided_by
from skillrt.passes.binding.served import Served
from skillrt.targets import Host

_TITLE: Final = "**Before you start.**"
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_RULE: Final = "before-you-start"
_REASON: Final = "the environment cannot bring this: somebody has to do it"
_RUNS_NODE: Final = re.compile(r"(?:\bnode|\btsx|\bbun(?: run)?) (?:-\S+ )*[\w./<{$-]+\.(?:[cm]?js|ts)\b")


def with_notice(module: Module, needs: Needs, host: Host, *, launcher: bool) -> Module:
    """The module with a few lines below the title of SKILL.md; as it is where nothing is left to say."""
    if not module.documents:
        return module
    lines: list[str] = []
    if names := variables(needs, module):
        lines.append(f"Needed in the environment: {listed(names)}.")
    if names := programs(needs, module, host):
        lines.append(f"Needed on this machine: {listed(names)}.")
    if launcher:
        lines += _own_code(module, needs)
    if not lines:
        return module
    return _inserted(module, f"{_TITLE} " + "\n".join(lines))


def _own_code(module: Module, needs: Needs) -> Iterator[str]:
    """How to run what the agent writes itself, where the skill shows code with packages that it requires, and the
    bundled programs that need them where no command of the text was sure to mean one."""
    provided = provided_by(needs)
    unreached = _unreached(module, provided)
    python = bool(provided.modules) and ("python" in unreached or own_code(module, provided, "python"))
    # much JavaScript is written for browsers and for the user's project: Node has to be spoken of
    runs_node = any(_RUNS_NODE.search(document.text) for document in module.documents)
    javascript = bool(provided.packages) and (
        "javascript" in unreached or (runs_node and own_code(module, provided, "javascript"))
    )
    if python and javascript:
        yield f"Code for this skill: `{LAUNCHER} python FILE` or `... node FILE`, which has the packages."
    elif python:
        yield f"Python for this skill: `{LAUNCHER} python FILE`, which has the packages."
    elif javascript:
        yield f"JavaScript for this skill: `{LAUNCHER} node FILE`, which has the packages."


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


def _inserted(module: Module, text: str) -> Module:
    """A paragraph below the title, or below the front matter where the text does not begin with a title."""
    document = module.documents[0]
    at = _place(document.blocks)
    behind = document.blocks[at:]
    before = "".join(leaf.text for leaf in leaves(document.blocks[:at]))
    line_end = "\r\n" if "\r\n" in before else "\n"
    lead = "" if not before or before.endswith(line_end * 2) else line_end * (1 if before.endswith("\n") else 2)
    text = lead + text.replace("\n", line_end) + line_end * 2
    block = _block(document, behind[0].span if behind else None, text)
    changed = msgspec.structs.replace(document, blocks=(*document.blocks[:at], block, *behind))
    anchor = Anchor(blocks=(block.id,), span=block.span, path=LAUNCHER, written=LAUNCHER, within=True)
    whole = msgspec.structs.replace(module, documents=(changed, *module.documents[1:]))
    return whole.with_facts(*[anchor] * text.count(LAUNCHER))


def _place(blocks: Sequence[Block]) -> int:
    """The index of the first block behind the title and the gap after it."""
    at = 0
    for kinds in (("trivia",), ("front-matter",), ("trivia",), ("heading",), ("trivia",)):
        if at < len(blocks) and blocks[at].kind in kinds:
            at += 1
    return at


def _block(document: Document, behind: Span | None, text: str) -> Block:
    """The paragraph: it stands at no characters of the source."""
    start, line = len(document.data), document.text.count("\n") + 1
    if behind is not None:
        start, line = behind.start, behind.line
    span = Span(document.path, start, start, line, line)
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    made = Derivation(NAME, _RULE, _REASON, 0, len(text), "", span)
    inlines = tuple(Inline("code", found.start(), found.end(), found.group(1)) for found in _SPAN.finditer(text))
    return Block(f"p-{NAME}-{digest}", "paragraph", span, 1, text, inlines=inlines, derivations=(made,))

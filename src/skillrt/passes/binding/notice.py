"""Before you start: what is left for the agent or the user to do, where the skill does not say it already."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.environment.launch import LAUNCHER, NODE_PROGRAMS, PYTHON_PROGRAMS
from skillrt.environment.needs import Need, Needs
from skillrt.errors import Span
from skillrt.ir import Anchor, Block, Derivation, Document, Inline, Module, leaves
from skillrt.passes.binding.edits import NAME
from skillrt.passes.binding.provided import Provided, provided_by
from skillrt.reading.fences import fences_of
from skillrt.reading.present import present_document
from skillrt.reading.sections import sections_of
from skillrt.targets import Host

_TITLE: Final = "**Before you start.**"
_SPAN: Final = re.compile(r"`([^`\n]+)`")
_RULE: Final = "before-you-start"
_REASON: Final = "the environment cannot bring this: somebody has to do it"
_RUNS_NODE: Final = re.compile(r"(?:\bnode|\btsx|\bbun(?: run)?) (?:-\S+ )*[\w./<{$-]+\.(?:[cm]?js|ts)\b")
_SEVERAL: Final = 4
"""Names in one line; more are in the record of needs."""
_PROVIDED: Final = frozenset({*PYTHON_PROGRAMS, *NODE_PROGRAMS, "npx", "npm", "pip", "uv", "uvx"})
_EVERYWHERE: Final = frozenset({"tar", "gzip", "gunzip", "which", "less", "ps", "clear"})
"""No part of POSIX, and still on every machine that has a shell."""


def with_notice(module: Module, needs: Needs, host: Host, *, launcher: bool) -> Module:
    """The module with a few lines below the title of SKILL.md; as it is where nothing is left to say."""
    if not module.documents:
        return module
    text = module.documents[0].text
    lines = [*_variables(needs, text), *_programs(needs, text, host)]
    if launcher:
        lines += _own_code(module, needs)
    if not lines:
        return module
    return _inserted(module, f"{_TITLE} " + "\n".join(lines))


def _variables(needs: Needs, text: str) -> Iterator[str]:
    names = [item.name for item in needs.of("env", required=True) if not _says(text, item.name)]
    if names:
        yield f"Needed in the environment: {_listed(names)}."


def _programs(needs: Needs, text: str, host: Host) -> Iterator[str]:
    """Programs that the machine has to have: what a known host lacks, unless the skill has it installed; of one that
    is not known, only what the skill does not name."""
    known = host.name != "generic"
    lacking = [item for item in needs.of("system", required=True) if not host.has(item.name)]
    names = [
        item.name
        for item in lacking
        if item.name not in _PROVIDED | _EVERYWHERE and not (_is_installed(item) if known else _says(text, item.name))
    ]
    if names:
        yield f"Needed on this machine: {_listed(names)}."


def _is_installed(need: Need) -> bool:
    return any("install" in way for way in need.via)


def _own_code(module: Module, needs: Needs) -> Iterator[str]:
    """How to run what the agent writes itself, where the skill shows code with packages that it requires."""
    provided = provided_by(needs)
    python = bool(provided.modules) and _shows(module, provided, "python")
    # much JavaScript is written for browsers and for the user's project: Node has to be spoken of
    runs_node = any(_RUNS_NODE.search(document.text) for document in module.documents)
    javascript = bool(provided.packages) and runs_node and _shows(module, provided, "javascript")
    if python and javascript:
        yield f"Code for this skill: `{LAUNCHER} python FILE` or `... node FILE`, which has the packages."
    elif python:
        yield f"Python for this skill: `{LAUNCHER} python FILE`, which has the packages."
    elif javascript:
        yield f"JavaScript for this skill: `{LAUNCHER} node FILE`, which has the packages."


def _shows(module: Module, provided: Provided, language: str) -> bool:
    name = "x.py" if language == "python" else "x.js"
    for document in module.documents:
        for section in sections_of(present_document(document)):
            for fence in fences_of(section):
                if fence.role == "code" and fence.language == language and provided.imports(name, fence.text):
                    return True
    return False


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.I) is not None


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names[:_SEVERAL]]
    more = len(names) - len(shown)
    if more:
        return ", ".join(shown) + f" and {more} more (`.skillrt/environment.json`)"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


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

"""Which shell programs fit the text that they would stand in: those that do less than the text promises stay out."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.code.outlining import Program
from skillrt.primitives.optional_keys import key_of, optional_keys, sections_around
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section

# as many blocks of one command show how it is called, each with other data
_ALIKE: Final = 4
_COMPOSED: Final = re.compile(r"[^|]\|[^|]|[{]|\$\(|<\(|^\s*(?:for|while|if|case)\b|<<", re.MULTILINE)
_CLIENT: Final = re.compile(r"(?<![\w-])(?:curl|wget|https?|xh) ")
_SENDS: Final = re.compile(
    r"(?:-[dFT]|--(?:data|form|post-data|upload)[\w-]*(?:=.*)?|--json|(?:-X|--request=|--method=)?(?:POST|PUT|PATCH|DELETE))\Z"
)
_ADDRESS: Final = re.compile(r"https?://([\w.-]+)")
_TEXTS: Final = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*+\"|\b\d[\w.]*")
_FLAG: Final = re.compile(r"`[^`\n]{0,80}?(--[a-z][a-z0-9-]+)")
_SET: Final = re.compile(r"^[ \t]*(?:export[ \t]+|readonly[ \t]+)?([A-Za-z_]\w*)\+?=", re.MULTILINE)
_USED: Final = re.compile(r"\$\{?([A-Za-z_]\w*)")


class Placed(msgspec.Struct, frozen=True):
    """A program with the blocks that it stands for, and the text of the last one that it takes away."""

    program: Program
    fences: tuple[Fence, ...]
    text: str


def fitting(items: Sequence[Placed], view: SkillView) -> list[Placed]:
    """Those that fit: something to put in, not one of many calls that only differ in their data, no fixed host that
    only this block names, no flag beside it that it would not know, no variable taken away that a block which stays
    needs."""
    alike = _alike(items, view)
    kept = [
        item
        for item in items
        if alike[_form(item.text)] < _ALIKE
        and is_composed(item.text)
        and any(option.kind != "secret" for option in item.program.inputs)
        and _knows_flags(item, view)
        and _leaves_open(item, view)
        and _may_send(item, view)
    ]
    return _closed(kept, view)


def is_composed(text: str) -> bool:
    """Whether a text is more than a row of plain commands: those are as easily copied from where they stand."""
    return _COMPOSED.search(text) is not None


def _alike(items: Sequence[Placed], view: SkillView) -> Counter[str]:
    """How often each form of a command is shown, in whole blocks and in stretches of some."""
    whole = [fence.text for fence in view.fences if fence.language == "shell"]
    parts = [item.text for item in items if item.text not in whole]
    return Counter(_form(text) for text in (*whole, *parts))


def _form(text: str) -> str:
    """A command without its comments, its quoted texts and its numbers; what it is sent to stays."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return " ".join(_TEXTS.sub(_kept, "\n".join(lines)).replace("\\\n", " ").split())


def _kept(found: re.Match[str]) -> str:
    """An address or a path in quotes as far as it names the thing that is called."""
    inside = found.group().strip("'\"")
    address = "/" in inside and not re.search(r"\s|\A[{\[]|\"", inside.partition("?")[0])
    return inside.partition("?")[0] if address else "_"


def _hosts(view: SkillView) -> Counter[str]:
    """In how many blocks of text each host is named."""
    return Counter(
        host
        for document in view.documents
        for leaf in document.leaves()
        for host in dict.fromkeys(_ADDRESS.findall(leaf.text))
    )


def _may_send(item: Placed, view: SkillView) -> bool:
    """Whether what is sent goes to an address that can be given, or that the text names as the one to use."""
    if not _sends(item.program.text):
        return True
    hosts = view.once("fitting:hosts", _hosts)
    body = "\n".join(line for line in item.program.text.splitlines() if not line.lstrip().startswith("#"))
    given = {host for option in item.program.inputs for host in _ADDRESS.findall(option.example)}
    return all(hosts[host] > 1 for host in _ADDRESS.findall(body) if host not in given)


def _sends(text: str) -> bool:
    """Whether a command of the text sends data."""
    lines = text.replace("\\\n", " ").splitlines()
    return any(_CLIENT.search(line) and any(_SENDS.match(word) for word in line.split()) for line in lines)


def _section(item: Placed, view: SkillView) -> Section:
    """The section that the program's last block stands in."""
    fence = item.fences[-1]
    return next(found for found in view.sections if found.path == fence.path and found.index == fence.section)


def _leaves_open(item: Placed, view: SkillView) -> bool:
    """Whether nothing that the text calls optional would have to be given."""
    wanted = {key_of(option.name) for option in item.program.inputs if option.required and option.kind != "secret"}
    near = sections_around(_section(item, view), view.sections)
    return wanted.isdisjoint(optional_keys(leaf for section in near for leaf in section.leaves))


def _knows_flags(item: Placed, view: SkillView) -> bool:
    """Whether the options that the text beside the block speaks of are options of the program, or words of it."""
    own = {option.option for option in item.program.inputs}
    section = _section(item, view)
    said = " \n".join(leaf.text for leaf in section.leaves if leaf.kind != "code")
    return all(flag in own or flag in item.program.text for flag in _FLAG.findall(said))


def needed_names(items: Sequence[Placed], view: SkillView) -> frozenset[str]:
    """The variables that the shell blocks which stay use and do not set, once the programs stand for their blocks."""
    gone = {item.fences[-1].block.id for item in items}
    stay = [fence.text for fence in view.fences if fence.language == "shell" and fence.block.id not in gone]
    return frozenset(name for text in stay for name in set(_USED.findall(text)) - set_names(text))


def set_names(text: str) -> set[str]:
    """The variables that a block sets."""
    return set(_SET.findall(text))


def _closed(items: list[Placed], view: SkillView) -> list[Placed]:
    """Those after which every variable that a block uses is still set where it was; what stays may need more."""
    kept = items
    for _ in range(len(items) + 1):
        needed = needed_names(kept, view)
        left = [item for item in kept if not needed & set_names(item.text)]
        if len(left) == len(kept):
            break
        kept = left
    return kept

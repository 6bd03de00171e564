"""What the text would lose with a block: where a file lies that it names later on, a script of the skill."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Final

from skillrt.code.outlining.literal_names import literal_words
from skillrt.ir import Block
from skillrt.primitives.fitting import Placed, set_names
from skillrt.primitives.optional_keys import key_of
from skillrt.primitives.view.view import SkillView

_FILE: Final = r"([\w-][\w.-]{0,80}\.[A-Za-z]\w{0,7})"
_PATH: Final = re.compile(rf"[^\s\"'`()<>|;&=,]{{0,200}}[^\s\"'`()<>|;&=,/]/{_FILE}(?![\w./-])")
# `folder / "a.json"` and `join(folder, "a.json")`
_JOINED: Final = re.compile(rf"(?:/[ ]|join\([^()\n]{{1,80}},[ ])[\"']{_FILE}[\"']")


def loses(item: Placed, view: SkillView) -> tuple[str, str] | None:
    """The rule and the reason by which a block stays in sight: what it alone tells is needed beside it."""
    text = "\n".join((*(fence.text for fence in item.fences[:-1]), item.text))
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    given = " ".join(" ".join((option.example, *option.examples)) for option in item.program.inputs)
    brought = next((name for name in _brought(view) if _names(name, text) and name not in given), None)
    if brought is not None:
        return "project-code", f"it looks for {brought}, which the skill brings"
    own = {fence.block.id for fence in item.fences}
    others = [leaf for leaf in _leaves(item, view) if leaf.id not in own]
    behind = [
        leaf
        for leaf in dropwhile(lambda leaf: leaf.id != item.fences[-1].block.id, _leaves(item, view))
        if leaf in others
    ]
    hidden = next((name for name in _files(text) if name not in given and _is_hidden(name, behind, others)), None)
    if hidden is None:
        hidden = next((name for name in sorted(_set(item)) if _speaks_of(name, behind)), None)
    return (
        None if hidden is None else ("still-needed", f"only it says where {hidden} is, which the text names later on")
    )


def _leaves(item: Placed, view: SkillView) -> Iterator[Block]:
    """What stands in the document of the program's last block."""
    path = item.fences[-1].path
    return (leaf for document in view.documents if document.path == path for leaf in document.leaves())


def _brought(view: SkillView) -> list[str]:
    """The names by which a program could look for the skill's files; a whole path where a name says little."""
    return view.once("losing:brought", _brought_names)


def _brought_names(view: SkillView) -> list[str]:
    fixed = literal_words().fixed_files
    names = (path if "." not in posixpath.basename(path) else posixpath.basename(path) for path in view.module.paths)
    return [name for name in dict.fromkeys(names) if name.lower() not in fixed and ("/" in name or "." in name)]


def _names(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text) is not None


def _files(text: str) -> Iterator[str]:
    """The names of files that stand behind a folder."""
    yield from dict.fromkeys(found[1] for found in _PATH.finditer(text) if "://" not in found[0])
    yield from dict.fromkeys(found[1] for found in _JOINED.finditer(text))


def _is_hidden(name: str, behind: Iterable[Block], others: Iterable[Block]) -> bool:
    """Whether the text behind names a file whose folder nothing else tells."""
    bare = re.compile(rf"(?<![\w./$}}-]){re.escape(name)}(?![\w-])")
    return any(bare.search(leaf.text) for leaf in behind) and not any(f"/{name}" in leaf.text for leaf in others)


def _set(item: Placed) -> set[str]:
    """The variables that a shell block sets and that no option of the program is called after."""
    known = {key_of(option.name) for option in item.program.inputs}
    names = set_names(item.text) if item.program.language == "shell" else set[str]()
    return {name for name in names if key_of(name) not in known}


def _speaks_of(name: str, behind: Iterable[Block]) -> bool:
    """Whether a sentence or a table behind takes the value of a variable."""
    used = re.compile(rf"\$\{{?{re.escape(name)}\b")
    return any(leaf.kind != "code" and used.search(leaf.text) for leaf in behind)

"""What the text would lose with a block: where a file lies that it names later on, a script of the skill."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import dropwhile
from typing import Final

from skillrt.code.outlining.literal_names import literal_words
from skillrt.ir import Block
from skillrt.primitives.fitting import Placed, set_names
from skillrt.primitives.optional_keys import key_of
from skillrt.primitives.view.view import SkillView

_FILE: Final = r"([\w-][\w.-]{0,80}\.[A-Za-z]\w{0,7})"
_PATH: Final = re.compile(rf"[^\s\"'`()<>|;&=,]{{0,200}}[^\s\"'`()<>|;&=,/]/{_FILE}(?![\w./-])")
# `Path.home() / "a.json"` and `join("out", "a.json")`; a folder that is given is in sight
_FOLDER: Final = r"[\"'][\w.~/-]{1,80}[\"']"
_JOINED: Final = re.compile(
    rf"(?:(?:home\(\)|Path\({_FOLDER}\)|{_FOLDER})[ ]*/|join\({_FOLDER},)[ ]*[\"']{_FILE}[\"']"
)
_SETS: Final = re.compile(r"\s*(?:export\s+|readonly\s+)?[A-Za-z_]\w*\+?=")


def loses(item: Placed, view: SkillView) -> tuple[str, str] | None:
    """The rule and the reason by which a block stays in sight: what it alone tells is needed beside it."""
    text = _held(item)
    given = " ".join(" ".join((option.example, *option.examples)) for option in item.program.inputs)
    brought = next(
        (path for path in _brought(view) if _looks_for(path, text) and posixpath.basename(path) not in given), None
    )
    if brought is not None:
        return "project-code", f"it looks for {brought}, which the skill brings"
    folders = {option.example.rstrip("/") for option in item.program.inputs}
    own = {fence.block.id for fence in item.fences}
    last = item.fences[-1].block.id
    leaves = list(_leaves(item, view))
    others = [leaf for leaf in leaves if leaf.id not in own]
    behind = [leaf for leaf in dropwhile(lambda leaf: leaf.id != last, leaves) if leaf.id not in own]
    hidden = next(
        (name for name in _files(text, folders) if name not in given and _is_hidden(name, behind, others)), None
    )
    if hidden is None:
        hidden = next((name for name in sorted(_set(item)) if _speaks_of(name, behind)), None)
    return (
        None if hidden is None else ("still-needed", f"only it says where {hidden} is, which the text names later on")
    )


def _held(item: Placed) -> str:
    """The code that the program takes over, without comments: of a shell block before its own, what is set there."""
    lines = [line for fence in item.fences[:-1] for line in fence.text.splitlines()]
    if item.program.language == "shell":
        lines = [line for line in lines if _SETS.match(line)]
    return "\n".join(line for line in (*lines, *item.text.splitlines()) if not line.lstrip().startswith("#"))


def _leaves(item: Placed, view: SkillView) -> Iterator[Block]:
    """What stands in the document of the program's last block."""
    path = item.fences[-1].path
    return (leaf for document in view.documents if document.path == path for leaf in document.leaves())


def _brought(view: SkillView) -> list[str]:
    """The paths of the skill's files that no project has as well."""
    return view.once("losing:brought", _brought_paths)


def _brought_paths(view: SkillView) -> list[str]:
    fixed = literal_words().fixed_files
    return [path for path in view.module.paths if posixpath.basename(path).lower() not in fixed]


def _looks_for(path: str, text: str) -> bool:
    """Whether a text has the name of a file, or its path; not a file of that name in another folder. A name without
    an ending says little."""
    name = posixpath.basename(path)
    if name not in text:
        return False
    found = re.finditer(rf"(?<![\w.-])((?:[\w.~${{}}-]*/)*){re.escape(name)}(?![\w-])", text)
    return any(f"/{item[0]}".endswith(f"/{path}") or (not item[1] and "." in name) for item in found)


def _files(text: str, given: Collection[str]) -> Iterator[str]:
    """The names of files that stand behind a folder, which is not one that is given."""
    paths = [found for found in _PATH.finditer(text) if "://" not in found[0]]
    yield from dict.fromkeys(found[1] for found in paths if posixpath.dirname(found[0]) not in given)
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

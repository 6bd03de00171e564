"""The paths that a skill writes: by its commands, by the programs that it brings along, by what its steps say."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from skillrt.code import commands
from skillrt.contracts.finding.command_names import done_of, tables
from skillrt.contracts.finding.commands import SHELLS, place_in
from skillrt.contracts.finding.front import files_put_out
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.finding.prose_writes import prose_writes, says_otherwise
from skillrt.contracts.finding.python_writes import python_writes
from skillrt.contracts.finding.shell_values import filled_in, shell_values
from skillrt.contracts.lines import Where
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place, Span
from skillrt.ir import Fact, Step

_HOME: Final = re.compile(r"\A(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|\$env:USERPROFILE)(?=[/\\]|\Z)")
_TEMPORARY: Final = re.compile(r"\A(?:/tmp|/var/tmp|/private/tmp|\$TMPDIR|\$\{TMPDIR\}|%TEMP%)(?:/|\Z)")
_SYSTEM: Final = re.compile(r"\A(?:/(?!dev(?:/|\Z))|[A-Za-z]:[\\/])")
_HOLE: Final = re.compile(
    r"<[^<>\n]{1,60}>|\$?\{\{?[^{}\n]{0,80}\}\}?|\$\w+|\$\([^()\n]{0,80}\)|\[[^\]\n]{1,40}\]|%\w"
)
_PATH: Final = re.compile(r"[\w@+=:,./~* -]{1,200}\Z")
_STARS: Final = re.compile(r"\*[*\w]*\*|\*{2,}")
_JS_WRITES: Final = re.compile(
    r"\b(?:writeFile|writeFileSync|appendFile|appendFileSync|mkdir|mkdirSync|createWriteStream|outputFile|outputJson|"
    r"rmSync|unlinkSync|rm|unlink|Bun\.write|writeTextFile)"
    r"\([ \t\n]*(?:'([^'\n]{1,200})'|\"([^\"\n]{1,200})\"|`([^`\n]{1,200})`)"
)
# what a synopsis has in place of a path: `--out PREFIX`
_STANDS_IN: Final = re.compile(
    r"(?:[A-Z0-9]+_)*(?:PREFIX|FILE|FILENAME|OUTPUT|OUT|PATH|DIR|DIRECTORY|FOLDER|NAME|TARGET|DEST|DESTINATION)\Z"
)
_ANY_PATH: Final = re.compile(
    r"(?:^|/)(?:path/to|new/path|your-|my-project)|\A(?:workspace|project(?:[-_]root)?|root|repo(?:sitory)?|my-app)\Z",
    re.I,
)
_BEFORE: Final = 200  # bytes before a path that say what becomes of it
_MANY: Final = 2000


class Written(NamedTuple):
    """A path that is written, where that is, what says so, and whether only code of a document shows it."""

    path: str
    where: Where
    place: Place
    shown: bool = False


def paths_written(scene: Scene, facts: Iterable[Fact]) -> Iterator[Written]:
    """Each path that is written."""
    yield from _of_code(scene)
    yield from _of_steps(scene, facts)
    for path, place in (*files_put_out(scene.module), *prose_writes(scene)):
        if told := written_path(path):
            yield Written(*told, place)


def _of_code(scene: Scene) -> Iterator[Written]:
    for passage in passages_of(scene):
        if passage.manner != "example":
            # who copies a sample into a project writes there, not the skill; what SKILL.md has in a shell is run
            shown = passage.block is not None and (passage.language not in SHELLS or passage.place == "document")
            for path, where, place in _of_passage(passage):
                yield Written(path, where, place, shown)
    for passage in recipes_of(scene):
        for path, where, place in _of_passage(passage):
            yield Written(path, where, place, shown=True)


def _of_steps(scene: Scene, facts: Iterable[Fact]) -> Iterator[Written]:
    for fact in facts:
        if isinstance(fact, Step):
            for item in fact.writes:
                told = written_path(item.name) if item.kind in ("file", "directory") else None
                # of the project only what a verb of writing stands before
                if told is not None and told[1] == "outside" and not _is_read(scene, item.span):
                    yield Written(*told, place_at(item.span))


def _is_read(scene: Scene, span: Span) -> bool:
    """Whether the words before a path in a document have it read, checked or named, not written."""
    text = next((document.text for document in scene.module.documents if document.path == span.file), "")
    data = text.encode("utf-8", "surrogateescape")
    before = data[max(0, span.start - _BEFORE) : span.start].decode("utf-8", "ignore")
    return says_otherwise(before.rpartition("\n\n")[2], scene.module.name)


def written_path(written: str, *, anchored: bool = False) -> tuple[str, Where] | None:
    """A path as the lock has it, and where it is; None for what is no path or wholly known at run time only.

    `anchored`: it counts from the skill's own folder.
    """
    text = _HOME.sub("~", written.strip().strip("'\"`")).replace("\\", "/")
    if _TEMPORARY.match(text):
        return _plain(text), "temporary"
    if text.lower() in tables()["forms"]:
        return None
    outside = bool(text.startswith("~") or _SYSTEM.match(text))
    shown = _plain(text)
    # without a letter of its own nothing is known of it
    if not _PATH.match(shown) or not re.search(r"[A-Za-z]", shown) or shown.startswith(("-", "/dev", "*")):
        return None
    if outside:
        return None if _ANY_PATH.search(shown) else (shown.rstrip("/") or shown, "outside")
    shown = posixpath.normpath(shown)
    if _STANDS_IN.match(shown) or _ANY_PATH.search(shown):
        return None
    if shown.startswith("../"):
        return shown, "workspace" if anchored else "outside"  # beside the skill, not in it
    return shown, "skill" if anchored else "workspace"


def _plain(text: str) -> str:
    return _STARS.sub("*", _HOLE.sub("*", text))


def _of_passage(passage: Passage) -> Iterator[tuple[str, Where, Place]]:
    if passage.language in SHELLS:
        yield from _of_shell(passage)
    elif passage.language == "python":
        for path, anchored, place in python_writes(passage):
            told = written_path(path, anchored=anchored)
            yield from [(*told, place)] if told else ()
    elif passage.language == "javascript":
        for found in _JS_WRITES.finditer(passage.text):
            if told := written_path(next(filter(None, found.groups()), "")):
                yield *told, place_at(passage.span(found.start(), found.end()))


def _of_shell(passage: Passage) -> Iterator[tuple[str, Where, Place]]:
    listed = commands(passage.text, console=passage.language == "console")[:_MANY]
    values = shell_values(passage.text, listed)
    for command in listed:
        for written in done_of(command).writes:
            for path in filled_in(written, values):
                if told := written_path(path):
                    yield *told, place_in(passage, command)

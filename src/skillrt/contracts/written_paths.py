"""The paths that a skill writes: by its commands, by the programs that it brings along, by what its steps say."""

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.code import commands
from skillrt.code.python_paths import PathValue, fold_path
from skillrt.code.syntax import parse_python
from skillrt.contracts.commands import SHELLS, done_of, place_at, place_in, tables
from skillrt.contracts.lines import Where
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import Fact, Step
from skillrt.passes.auditing.python_values import called, opens_to_write

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
_TO_FIRST: Final = frozenset(
    {
        "makedirs",
        "mkdir",
        "rmtree",
        "remove",
        "unlink",
        "rmdir",
        "to_csv",
        "to_json",
        "to_excel",
        "to_parquet",
        "savefig",
    }
)
_TO_SECOND: Final = frozenset({"copy", "copy2", "copyfile", "copytree", "move", "rename", "replace", "urlretrieve"})
_OF_OWNER: Final = frozenset({"write_text", "write_bytes", "touch", "mkdir", "unlink", "rmdir", "symlink_to"})
_MODULES: Final = frozenset({"os", "shutil", "np", "numpy", "plt", "pathlib", "urllib.request", "request"})
_MANY: Final = 2000


def paths_written(scene: Scene, facts: Iterable[Fact]) -> Iterator[tuple[str, Where, Place]]:
    """Each path that is written, where that is, and where the skill says so."""
    for passage in passages_of(scene):
        if passage.manner != "example":
            yield from _of_passage(passage)
    for fact in facts:
        if isinstance(fact, Step):
            for item in fact.writes:
                told = written_path(item.name) if item.kind in ("file", "directory") else None
                # what prose writes in the project is reworded too often to tell a change by
                if told is not None and told[1] == "outside":
                    yield *told, place_at(item.span)


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
        return shown, "outside"
    shown = posixpath.normpath(shown)
    return shown, "skill" if anchored else "outside" if shown.startswith("../") else "workspace"


def _plain(text: str) -> str:
    return _STARS.sub("*", _HOLE.sub("*", text))


def _of_passage(passage: Passage) -> Iterator[tuple[str, Where, Place]]:
    if passage.language in SHELLS:
        for command in commands(passage.text, console=passage.language == "console")[:_MANY]:
            for path in done_of(command).writes:
                if told := written_path(path):
                    yield *told, place_in(passage, command)
    elif passage.language == "python":
        yield from _of_python(passage)
    elif passage.language == "javascript":
        for found in _JS_WRITES.finditer(passage.text):
            if told := written_path(next(filter(None, found.groups()), "")):
                yield *told, place_at(passage.span(found.start(), found.end()))


def _of_python(passage: Passage) -> Iterator[tuple[str, Where, Place]]:
    # a home is a folder like any other to those who fold paths
    tree = parse_python(passage.text.replace("Path.home()", "Path('~')  "))
    if tree is None:
        return
    names: dict[str, PathValue] = {}
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = fold_path(node.value, names)
            if value is not None:
                names.setdefault(node.targets[0].id, value)
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        value = fold_path(place, names) if (place := _target(node)) is not None else None
        if value is None or not value.literal:
            continue
        path = value.path if value.whole else f"{value.path}*"
        if value.anchored:
            path = posixpath.join(posixpath.dirname(passage.file), path)
        if told := written_path(path, anchored=value.anchored):
            yield *told, place_at(passage.lines(node.lineno, node.lineno))


def _target(node: ast.Call) -> ast.expr | None:
    """The expression that says what a call writes to."""
    name = called(node)
    owner, _, last = name.rpartition(".")
    if last == "open" and opens_to_write(node):
        return node.args[0] if not isinstance(node.func, ast.Attribute) and node.args else _owner(node)
    if last in _TO_SECOND and owner in _MODULES and len(node.args) > 1:
        return node.args[1]
    if last in _TO_FIRST and (owner in _MODULES or last.startswith(("to_", "savefig"))):
        return node.args[0] if node.args else None
    return _owner(node) if last in _OF_OWNER and owner not in _MODULES else None


def _owner(node: ast.Call) -> ast.expr | None:
    return node.func.value if isinstance(node.func, ast.Attribute) else None

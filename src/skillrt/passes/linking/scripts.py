"""What the scripts of a skill refer to: modules beside them, files that they open, programs that they run."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import msgspec

from skillrt.code import FileReference, Import, ScriptFacts, facts_of
from skillrt.errors import Diagnostic, Place, Span
from skillrt.ir import BundledFile, Reference
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.rules import rules

_Via = Literal["import", "open", "run"]
_VIA: dict[str, _Via] = {
    "import": "import",
    "open": "open",
    "run": "run",
    "path": "open",
    "write": "open",
    "search": "open",
}
_JAVASCRIPT = (
    "",
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".tsx",
    ".jsx",
    ".mts",
    ".json",
    ".node",
    "/index.js",
    "/index.ts",
    "/index.mjs",
    "/index.cjs",
)


class ScriptFinding(msgspec.Struct, frozen=True):
    """A reference of a script, and what is wrong with it."""

    fact: Reference
    problem: Diagnostic | None = None


# Scripts in these folders are shown, or copied to some other place; what they refer to is there.
_SHOWN = frozenset(
    (
        "reference",
        "references",
        "templates",
        "template",
        "examples",
        "example",
        "assets",
        "patch",
        "patches",
        "fixtures",
        "later",
        "wip",
        "old",
        "legacy",
        "archive",
        "archived",
        "deprecated",
        "drafts",
        "unused",
    )
)
_CLAIMED = frozenset(("md", "html", "tmpl", "template", "j2", "tpl", "tex", "css", "svg"))
_KEPT = frozenset(("references", "assets"))  # data of the skill; beside the scripts there is also state
# Without one of these a script cannot name a file beside itself.
_HINTS = {
    "python": ("__file__",),
    "javascript": ("'./", '"./', "`./", "'../", '"../', "__dirname", "import.meta"),
}
# A shell script names its folder by its own path, cut at the last slash.
_OWN_PATH = ("BASH_SOURCE", "$0", "${0")
_CUT_PATH = ("dirname", "%/*", ":A:h")
_LOCAL_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+(\.|\w+)", re.MULTILINE)
_IMPORTED = re.compile(r"\b(?:from|import)\b((?:[^\\\n]+|\\[\s\S])*)")
_NAME = re.compile(r"\w+")


def refers(file: BundledFile, tree: Tree) -> bool:
    """Whether a script can refer to other files of the skill at all: a look that costs less than reading it."""
    text = file.text or ""
    if file.language == "shell":
        return any(hint in text for hint in _OWN_PATH) and any(hint in text for hint in _CUT_PATH)
    if any(hint in text for hint in _HINTS.get(file.language, ())):
        return True
    return file.language == "python" and _imports_local(file.path, text, tree)


def _imports_local(path: str, text: str, tree: Tree) -> bool:
    """Whether a Python script may import relatively, or a module or package beside it."""
    begun = _LOCAL_IMPORT.findall(text)
    if not any(name == "." or name.lower() in tree.words for name in begun):
        return False
    base = path[: path.rfind("/") + 1]
    for statement in _IMPORTED.findall(text):
        if statement.lstrip(" \t\r\n\\").startswith("."):
            return True
        if any(f"{base}{name}.py" in tree.paths or base + name in tree.folders for name in _NAME.findall(statement)):
            return True
    return False


def script_findings(file: BundledFile, tree: Tree, written: Callable[[], frozenset[str]]) -> Iterator[ScriptFinding]:
    """The references of one script. `written` gives the names of files that the scripts of the skill make."""
    if file.text is None or not refers(file, tree):
        return
    facts = facts_of(file.path, file.text)
    reader = _Reader(file, tree, facts, written)
    for item in facts.imports:
        yield from reader.imported(item)
    for item in facts.files:
        yield from reader.named(item)


class _Named(NamedTuple):
    """Something that bytes `start:end` of the script name: `target` where it is, `expected` where it should be."""

    start: int
    end: int
    ref: str
    target: str | None
    expected: str
    via: _Via
    guarded: bool


def _made(place: str) -> bool:
    """Whether a path lies where programs put what they make."""
    return any(part.lower() in rules().made for part in place.split("/")[:-1])


class _Reader:
    def __init__(
        self, file: BundledFile, tree: Tree, facts: ScriptFacts, written: Callable[[], frozenset[str]]
    ) -> None:
        self.file = file
        self.tree = tree
        self.written = written
        self.folder = posixpath.dirname(file.path)
        searched = [self.place(item.path) for item in facts.files if item.kind == "search" and item.anchored]
        self.roots = tuple(dict.fromkeys([self.folder, *(item for item in searched if item is not None)]))
        # a component is no program: without a project round it, it is there to be copied into one
        component = file.path.endswith((".tsx", ".jsx")) and "package.json" not in tree.words
        self.shown = component or not _SHOWN.isdisjoint(self.folder.lower().split("/"))
        self.data = (file.text or "").encode("utf-8", "surrogateescape")

    def place(self, path: str) -> str | None:
        """A path relative to the script's folder as one relative to the skill; None where it leaves the skill."""
        found = posixpath.normpath(posixpath.join(self.folder, path))
        if found.startswith("..") or found.startswith("/"):
            return None
        return "" if found == "." else found

    def imported(self, item: Import) -> Iterator[ScriptFinding]:
        """An import of a module that is a file of the skill, or plainly should be."""
        if self.file.language == "javascript":
            yield from self.required(item)
        elif self.file.language == "python":
            yield from self.python_import(item)

    def required(self, item: Import) -> Iterator[ScriptFinding]:
        """`./lib/x` of JavaScript: with or without its suffix, or a folder with an index."""
        if not item.module.startswith("."):
            return
        place = self.place(item.module.partition("?")[0])
        if place is None:
            return
        bare = posixpath.splitext(place)[0] if place.endswith((".js", ".mjs", ".cjs", ".jsx")) else place
        tries = [place + suffix for suffix in _JAVASCRIPT] + [
            bare + suffix for suffix in (".ts", ".tsx", ".mts", ".d.ts")
        ]
        target = next((path for path in tries if path in self.tree.paths), None)
        tried = item.guarded or b"try" in self.data[max(0, item.start - 60) : item.start]
        yield from self.reported(_Named(item.start, item.end, item.module, target, place, "import", tried))

    def python_import(self, item: Import) -> Iterator[ScriptFinding]:
        """A relative import, or one of a package that is a folder of the skill."""
        dots = len(item.module) - len(item.module.lstrip("."))
        parts = item.module[dots:].split(".") if item.module[dots:] else []
        if dots:
            base = self.place("/".join([".."] * (dots - 1)) or ".")
            roots: tuple[str, ...] = (base,) if base is not None else ()
        else:
            roots = tuple(root for root in self.roots if self.holds(root, parts[:1]))
        if not roots:
            return
        target = next((found for root in roots if (found := self.module(root, parts, item.names))), None)
        if target is None and not dots and parts[0] in self.tree.names:
            # the skill's folder is a package itself, imported from the folder above
            target = self.module("", parts[1:], item.names)
        shown = "." * dots + ".".join(parts)
        expected = posixpath.join(roots[0], *parts) + ".py"
        yield from self.reported(_Named(item.start, item.end, shown, target, expected, "import", item.guarded))

    def holds(self, root: str, parts: list[str]) -> bool:
        """Whether the first part of a module is a file or package below `root`."""
        if not parts:
            return False
        path = posixpath.join(root, parts[0])
        return f"{path}.py" in self.tree.paths or path in self.tree.folders

    def module(self, root: str, parts: list[str], names: tuple[str, ...]) -> str | None:
        """The file of a module, or of one of the names imported from a folder."""
        path = posixpath.join(root, *parts) if parts else root
        tries = [f"{path}.py", f"{path}/__init__.py", f"{path}.pyi", f"{path}.so"]
        tries += [posixpath.join(path, f"{name}.py") for name in names]
        tries += [posixpath.join(path, name, "__init__.py") for name in names]
        found = next((item for item in tries if item in self.tree.paths), None)
        return found or (path + "/" if path in self.tree.folders else None)

    def named(self, item: FileReference) -> Iterator[ScriptFinding]:
        """A file that the script opens or runs, relative to itself."""
        if not item.anchored or item.kind in ("search",):
            return
        place = self.place(item.path)
        if place is None or place == "":
            return
        target = place if place in self.tree.paths else f"{place}/" if place in self.tree.folders else None
        if target is None and self.file.language == "javascript":
            target = next((place + suffix for suffix in _JAVASCRIPT if place + suffix in self.tree.paths), None)
        asked = target is None and item.kind in ("open", "run", "import") and not item.guarded
        claimed = asked and self.claimed(place)
        if target is not None or claimed:
            via = _VIA[item.kind]
            yield from self.reported(_Named(item.start, item.end, item.path, target, place, via, not claimed))

    def claimed(self, place: str) -> bool:
        """Whether a missing file must be one that the skill should have: not output, state or settings."""
        name = posixpath.basename(place)
        ending = name.rpartition(".")[2].lower() if "." in name[1:] else ""
        claimed = ending in rules().programs or ending in _CLAIMED
        if not claimed and not (ending and place.partition("/")[0] in (rules().told | _KEPT)):
            return False
        # what the scripts write is asked for last: it costs reading all of them
        return not _made(place) and name not in self.written()

    def reported(self, named: _Named) -> Iterator[ScriptFinding]:
        """One reference with its problem, if it has one."""
        if named.target is None and (named.guarded or self.shown or _made(named.expected)):
            return
        span, place = self.where(named.start, named.end)
        status = "resolved" if named.target else "missing"
        fact = Reference(blocks=(), span=span, ref=named.ref, target=named.target, status=status, via=named.via)
        if named.target:
            yield ScriptFinding(fact)
            return
        verb = {"import": "imports", "run": "runs"}.get(named.via, "opens")
        message = f"the script {verb} `{named.ref}`, which the skill does not have"
        code = "link.missing-module" if named.via == "import" else "link.missing-data"
        yield ScriptFinding(fact, Diagnostic.of(code, message, place, hint=f"expected at `{named.expected}`"))

    def where(self, start: int, end: int) -> tuple[Span, Place]:
        """Span and place of a byte range of the script."""
        line = self.data.count(b"\n", 0, start) + 1
        end_line = line + self.data.count(b"\n", start, end)
        column = len(self.data[self.data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "surrogateescape")) + 1
        last = len(self.data[self.data.rfind(b"\n", 0, end) + 1 : end].decode("utf-8", "surrogateescape")) + 1
        return Span(self.file.path, start, end, line, end_line), Place(self.file.path, line, column, end_line, last)

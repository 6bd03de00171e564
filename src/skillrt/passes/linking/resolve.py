"""From a path as written to the file that it means: as written, through a name of the skill's folder, or mended."""

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

import msgspec

from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.rules import rules

How = Literal[
    "as-written",  # relative to the document or to the skill's root
    "anchored",  # through a variable or the place where the skill is installed
    "by-name",  # the bare name of one file of the skill, in a sentence
    "wrong-case",
    "missing-suffix",
    "wrong-folder",
    "sibling",  # a file of another skill of the tree
    "outside",  # another skill, or a path that leaves the folder
    "none",
]
Base = Literal["document", "root"]

# What stands for the folder of the skill: `${CLAUDE_SKILL_DIR}`, `{baseDir}`, `<path-to-skill>`, `$SKILL`.
_VARIABLE = re.compile(
    r"(?:\$\{?|\{\{?\s*|<|%|\[)\s*(?:[\w .-]{0,40}?skill(?!s)[\w .-]{0,30}|base_?dir)\s*(?:\}\}?|>|%|\])?/"
    r"|[A-Z_]{0,20}SKILL_(?:DIR|PATH|ROOT|HOME|FOLDER)/",
    re.IGNORECASE,
)
# Folders of which skills are only a part, and folders of many skills.
_BEYOND = re.compile(
    r"\$\{?CLAUDE_PLUGIN_ROOT\}?/|(?:\$\{?|\{|<)(?:plugin|repo|project|workspace)[\w -]*[}>]?/", re.IGNORECASE
)
_MANY = 20  # files of one name
_LINE = re.compile(r":\d+(?:[-:]\d+)?\Z")


class Found(msgspec.Struct, frozen=True, gc=False):
    """What a path means. `target` is a file of the skill, a folder with `/` behind it, or `../<skill>/<file>`.

    `mine` says that the path names this skill itself (a variable, an install path, `skills/<name>/`), so that a
    missing file is certainly meant to be one of it; `rest` is the path inside the skill as far as it is known,
    `fixed` the path as it should be written; `moved` says that it lies below the folder to which a `cd` went.
    `namesakes` are the files of this name where several have it.
    """

    how: How
    target: str | None = None
    rest: str = ""
    fixed: str = ""
    mine: bool = False
    moved: bool = False
    namesakes: tuple[str, ...] = ()


class Surroundings(msgspec.Struct, frozen=True):
    """The files round the skill: paths relative to the root of the tree being checked, and its place in it."""

    paths: frozenset[str] = frozenset()
    place: str = ""

    def holds(self, path: str) -> bool:
        """Whether `path`, relative to the skill's folder, is a file of the tree, or a folder with files below it."""
        if not self.paths:
            return False
        place = _joined(self.place, path)
        return place in self.paths or place in _folders(self.paths)


@lru_cache(maxsize=4)
def _folders(paths: frozenset[str]) -> frozenset[str]:
    """The folders of a tree: one set for all its skills."""
    found: set[str] = set()
    for path in paths:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return frozenset(found)


class Resolver:
    """Resolves the paths of one skill; each path is looked up once a folder."""

    def __init__(self, tree: Tree, siblings: Mapping[str, frozenset[str]], surroundings: Surroundings) -> None:
        self.tree = tree
        self.siblings = siblings
        self.surroundings = surroundings
        self._known: dict[tuple[str, str, bool], Found] = {}

    def find(self, written: str, folder: str, *, link: bool = False) -> Found:
        """What `written` means in a document of `folder` ('' for the root). `link`: it is the target of a link."""
        key = (written, folder, link)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(written, folder, link=link)
        return found

    def _find(self, written: str, folder: str, *, link: bool) -> Found:
        path = plain(written, link=link)
        if path.startswith("@/"):
            path = path[1:]  # `@/usr/lib/...`: a file that the harness includes
        if not path:
            return Found("none")
        variable = _VARIABLE.match(path)
        if variable:
            return self._inside(path[variable.end() :], path[: variable.end()], mine=True)
        beyond = _BEYOND.match(path)
        if beyond:
            return self._through_names(path[beyond.end() :], anchored=True) or Found("outside", rest=path)
        if path.startswith(("/", "~", "$", "%")) or path[1:3] == ":/":
            return self._through_names(path, anchored=True) or Found("none", rest=path)
        return self._relative(path, folder, link=link)

    def _relative(self, path: str, folder: str, *, link: bool) -> Found:
        for base in dict.fromkeys((folder, "")):
            place = _joined(base, path)
            if place in self.tree.paths:
                return Found("as-written", place, place)
            if place in self.tree.folders:
                return Found("as-written", place + "/", place)
            if self.surroundings.paths and self.surroundings.holds(place):
                return Found("sibling", place, place)
        named = self._through_names(path, anchored="/." in f"/{path.removeprefix('../')}")
        if named:
            return named
        if _joined(folder, path).startswith("../"):
            return self._left(path, folder, link=link)
        first, _, rest = path.partition("/")
        if first not in self.tree.folders and rest in self.siblings.get(first, ()):
            return self._sibling(first, rest)
        return self._mended(path, folder, link=link)

    def _left(self, path: str, folder: str, *, link: bool) -> Found:
        """A path that leaves the folder: another skill of the tree, or something unknown."""
        place = _joined(folder, path)
        first, _, rest = place.removeprefix("../").partition("/")
        if place.count("../") == 1 and first in self.siblings:
            return self._sibling(first, rest)
        below = place.replace("../", "")
        if "/" in below and below in self.tree.paths:
            return self._as("wrong-folder", below, folder if link else "", below)
        return Found("outside", rest=place)

    def _sibling(self, name: str, rest: str) -> Found:
        files = self.siblings[name]
        rest = posixpath.normpath(rest or "SKILL.md")
        known = rest in files or rest == "." or any(item.startswith(rest + "/") for item in files)
        target = f"../{name}/{rest}"
        return Found("sibling", target, target) if known else Found("outside", None, target)

    def _through_names(self, path: str, *, anchored: bool) -> Found | None:
        """A path with the name of this skill, or of another one, among its parts; None where there is none."""
        parts = path.split("/")
        for index in range(len(parts) - 2, -1, -1):
            part = parts[index]
            under_skills = index > 0 and parts[index - 1] in ("skills", "skill")
            rest = "/".join(parts[index + 1 :])
            prefix = "/".join(parts[: index + 1]) + "/" if anchored or parts[0] == ".." else ""
            if part in self.tree.names:
                found = self._inside(rest, prefix, mine=under_skills)
                if found.target or under_skills:
                    return found
            elif under_skills and re.fullmatch(r"[a-z0-9][\w.-]+", part) and rest:
                return self._other(part, rest, path, anchored=anchored)
        return None

    def _other(self, name: str, rest: str, path: str, *, anchored: bool) -> Found:
        """`skills/<name>/<rest>` with the name of another skill, or an older name of this one."""
        if name in self.siblings:
            return self._sibling(name, rest)
        if "/" in rest and rest in self.tree.paths:
            # an install path may use any name that the user gave to the folder
            return Found("anchored" if anchored else "wrong-folder", rest, rest, rest, mine=not anchored)
        return Found("outside", rest=path)

    def _inside(self, rest: str, prefix: str, *, mine: bool) -> Found:
        """A path below the skill's root. `prefix` names the root from anywhere; '' where only some folders do."""
        place = posixpath.normpath(rest) if rest.strip("/") else "."
        how: How = "anchored" if prefix else "wrong-folder"
        if place == ".":
            return Found("anchored", None, ".", mine=mine)
        if place in self.tree.paths:
            return Found(how, place, place, prefix + place, mine)
        if place in self.tree.folders:
            return Found(how, place + "/", place, prefix + place, mine)
        mended = self._mended(place, "", link=False)
        if mended.target and mended.how != "by-name":
            return msgspec.structs.replace(mended, fixed=prefix + mended.target, mine=mine)
        return Found("outside" if place.startswith("../") else "none", None, place, mine=mine)

    def _mended(self, path: str, folder: str, *, link: bool) -> Found:
        """The one file that fits after mending case, suffix or folder."""
        for base in dict.fromkeys((folder, "")):
            place = _joined(base, path)
            lower = self.tree.by_lower.get(place.lower(), ())
            if len(lower) == 1:
                return self._as("wrong-case", lower[0], base, place)
            stems = [item for item in self.tree.by_stem.get(place, ()) if ("/" in place or link) and path[-1] != "/"]
            if len(stems) == 1:
                return self._as("missing-suffix", stems[0], base, place)
        return self._elsewhere(path, folder, link=link)

    def _elsewhere(self, path: str, folder: str, *, link: bool) -> Found:
        """The one file of this name in another folder. Names that every project has say nothing without a folder."""
        name, place = posixpath.basename(path), _joined("", path)
        fits = [item for item in self.tree.by_name.get(name.lower(), ()) if posixpath.basename(item) == name]
        if not fits and link:
            fits = list(self.tree.by_name.get(name.lower(), ()))
        if len(fits) != 1 or place.startswith("../"):
            return Found("none", rest=place, namesakes=tuple(fits[:_MANY]))
        tail = "/".join(path.split("/")[-2:])
        usual = rules().everywhere if link else rules().foreign_names
        if name.lower() in usual and not (tail != name and f"/{fits[0]}".endswith(f"/{tail}")):
            return Found("none", rest=place)
        how: How = "wrong-folder" if link or "/" in path else "by-name"
        return self._as(how, fits[0], folder if link else "", place)

    def _as(self, how: How, target: str, base: str, rest: str) -> Found:
        return Found(how, target, rest, posixpath.relpath(target, base or "."))


def plain(written: str, *, link: bool = False) -> str:
    """A path without fragment, query, line number, `./` and backslashes; '' for an address or a bare fragment."""
    path = written.strip()
    if link:
        path = unquote(path, errors="surrogateescape")
        path = re.split(r"[#?]", path, maxsplit=1)[0]
        if re.match(r"[A-Za-z][\w+.-]+:", path):
            return ""
    path = _LINE.sub("", path.replace("\\", "/"))
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))

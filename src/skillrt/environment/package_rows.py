"""What installers may be given: rows that name a package of an index and nothing else.

Needs and locks come with skills, which are untrusted. Whatever is not plainly a name, extras and a range, or a pinned
version with hashes, is refused here, whoever let it through before.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from skillrt.environment.needs import Need

_PYTHON_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_PYTHON_RANGE: Final = re.compile(r"(?:===|==|~=|!=|<=|>=|<|>) ?[A-Za-z0-9][A-Za-z0-9.*+!_-]{0,60}")
_NODE_NAME: Final = re.compile(r"(?:@[a-z0-9~][a-z0-9._~-]{0,100}/)?[A-Za-z0-9~][A-Za-z0-9._~-]{0,100}")
_NODE_RANGE: Final = re.compile(r"[A-Za-z0-9.*^~<>=|+ -]{0,100}")
_PINNED: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,99})==([A-Za-z0-9][A-Za-z0-9.+!_-]{0,99})")
_HASH: Final = re.compile(r"--hash=sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})")
_INTEGRITY: Final = re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/=]{40,100}")
_FOLDER: Final = re.compile(r"node_modules/[A-Za-z0-9@._~-]")
_MAX_PACKAGES: Final = 5_000


def bad_need(need: Need) -> str:
    """Why a need of the kinds `python` and `node` is not handed to an installer; '' where it is."""
    if need.kind == "python":
        if not _PYTHON_NAME.fullmatch(need.name):
            return f"`{need.name[:80]}` is no name of a Python package"
        if any(not _PYTHON_NAME.fullmatch(extra) for extra in need.extras):
            return f"`{need.name}` has an extra that is no name"
        if not is_python_range(need.version):
            return f"`{need.version[:80]}` of `{need.name}` is no range of versions"
    if need.kind == "node":
        if not _NODE_NAME.fullmatch(need.name):
            return f"`{need.name[:80]}` is no name of a package of Node"
        if not _NODE_RANGE.fullmatch(need.version) or need.version.startswith("-"):
            return f"`{need.version[:80]}` of `{need.name}` is no range of versions"
    return ""


def is_python_range(text: str) -> bool:
    """Whether this is a list of comparisons as PEP 440 has them; '' is one."""
    return not text or all(_PYTHON_RANGE.fullmatch(part.strip(" ")) for part in text.split(","))


def requirement_of(need: Need) -> str:
    """The requirement line of a Python need that `bad_need` has nothing against."""
    extras = f"[{','.join(need.extras)}]" if need.extras else ""
    return f"{need.name}{extras}{need.version}"


def bad_python_row(row: str) -> str:
    """What is wrong with a pinned row of a lock; '' where nothing is."""
    pinned, *hashes = row.split(" ")
    if not _PINNED.fullmatch(pinned):
        return f"`{pinned[:80]}` is no pinned package"
    if not hashes:
        return f"`{pinned}` has no hash"
    return "" if all(map(_HASH.fullmatch, hashes)) else f"`{pinned}` has something besides hashes"


def bad_node_lock(lock: Mapping[str, Any]) -> str:
    """What is wrong with a lock of npm; '' where nothing is. Every package must come from the registry by its own
    name, with a hash, and without an address."""
    packages = lock.get("packages")
    if lock.get("lockfileVersion") != 3 or not isinstance(packages, dict):
        return "it is no lock of npm of version 3"
    rows = cast("dict[str, object]", packages)
    if "" not in rows or len(rows) > _MAX_PACKAGES:
        return f"it lists no root, or more than {_MAX_PACKAGES} packages"
    for place, row in rows.items():
        problem = _bad_node_row(place, row)
        if problem:
            return problem
    return ""


def _bad_node_row(place: str, row: object) -> str:
    if not isinstance(row, dict):
        return f"`{place[:80]}` is no package"
    known = cast("dict[str, object]", row)
    if place == "":
        wanted = known.get("dependencies", {})
        plain = isinstance(wanted, dict) and all(
            isinstance(version, str) and _NODE_NAME.fullmatch(name) and _NODE_RANGE.fullmatch(version)
            for name, version in cast("dict[str, object]", wanted).items()
        )
        return "" if plain else "its root asks for something that is no package of the registry"
    if not _FOLDER.match(place) or ".." in place or "\\" in place:
        return f"`{place[:80]}` is no place of a package"
    if "resolved" in known or known.get("link"):
        return f"`{place[:80]}` names an address"
    integrity = known.get("integrity")
    if known.get("inBundle"):
        return ""  # comes inside the archive of the package above it, whose hash covers it
    hashes = integrity.split(" ") if isinstance(integrity, str) else [""]
    return "" if all(map(_INTEGRITY.fullmatch, hashes)) else f"`{place[:80]}` has no hash"

"""Packages in the front matter: lists of dependencies, and the install specifications of harnesses."""

import json
from collections.abc import Iterator
from typing import Any, Final, cast

import msgspec

from skillrt.environment.finding.node_names import package_of
from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.stand_ins import is_stand_in
from skillrt.environment.names import is_known_distribution
from skillrt.environment.package_spec import PackageSpec, read_package_spec
from skillrt.environment.requirement_line import Requirement, read_requirement
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span
from skillrt.ir import Block, DependencyKind

# kinds of install specifications, and keys under which lists of packages stand
_KINDS: Final[dict[str, DependencyKind]] = {
    "node": "node", "npm": "node", "pnpm": "node", "bun": "node",
    "uv": "python", "pip": "python", "pipx": "python", "pypi": "python", "python": "python",
}  # fmt: skip
_LISTS: Final[dict[str, DependencyKind]] = {
    **_KINDS,
    "python_packages": "python", "python-packages": "python", "pip_packages": "python", "pythonpackages": "python",
    "npm_packages": "node", "npm-packages": "node", "node_packages": "node", "npmpackages": "node",
}  # fmt: skip
_MIXED: Final = frozenset({"dependencies", "requirements", "packages"})
_SEVERAL: Final = " several"  # no key of a front matter
_MAX_NODES: Final = 2_000


class _Stated(msgspec.Struct, frozen=True):
    kind: DependencyKind
    text: str
    manner: Manner
    via: str


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each package that the front matter states."""
    block = scene.module.front_matter_block
    if block is None:
        return
    for entry in scene.module.front_matter.entries:
        value = entry.value
        if entry.key not in ("metadata", "install", "requires", "dependencies", "requirements", "packages"):
            continue
        if isinstance(value, str) and value.startswith("{"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                continue
        for stated in _stated(entry.key, value):
            found = _sighting(stated, block, entry.start)
            if found is not None:
                yield found


def _stated(key: str, value: object) -> Iterator[_Stated]:
    """What is stated anywhere below an entry; a stack in place of recursion."""
    stack: list[tuple[str, object]] = [(key, value)]
    for _ in range(_MAX_NODES):
        if not stack:
            return
        key, value = stack.pop()
        if isinstance(value, dict):
            row = cast("dict[str, Any]", value)
            yield from _of_spec(row, "alternative" if key == _SEVERAL else "install")
            stack.extend((str(name).lower(), item) for name, item in reversed(row.items()))
        elif isinstance(value, list):
            items = cast("list[Any]", value)
            texts = [item for item in items if isinstance(item, str)]
            kind = _LISTS.get(key)
            if kind is not None:
                yield from (_Stated(kind, text, "declare", "front matter") for text in texts)
            elif key in _MIXED and _is_python(texts):
                yield from (_Stated("python", text, "declare", "front matter") for text in texts)
            rows = [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]
            inner = _SEVERAL if sum("kind" in row for row in rows) > 1 else key
            stack.extend((inner, row) for row in reversed(rows))


def _of_spec(row: dict[str, Any], manner: Manner) -> Iterator[_Stated]:
    """`{kind: node, package: x}`: one way to install something."""
    kind = _KINDS.get(str(row.get("kind", row.get("type", ""))).lower())
    if kind is None:
        return
    named = [row.get(name) for name in ("package", "pkg", "module")]
    listed = row.get("packages")
    named += cast("list[Any]", listed) if isinstance(listed, list) else []
    yield from (_Stated(kind, item, manner, "install specification") for item in named if isinstance(item, str))


def _is_python(texts: list[str]) -> bool:
    """Whether a list that does not say of what it is holds Python packages: most have a range or are known."""
    read = [read_requirement(text) for text in texts]
    sure = [
        item for item in read if isinstance(item, Requirement) and (item.version or is_known_distribution(item.name))
    ]
    known = any(isinstance(item, Requirement) and is_known_distribution(item.name) for item in read)
    return known and len(sure) * 2 > len(texts)


def _sighting(stated: _Stated, block: Block, start: int) -> Sighting | None:
    at = block.text.find(stated.text, start)
    at = at if at >= 0 else start
    line = block.span.line + block.text.count("\n", 0, at)
    before = len(block.text[:at].encode("utf-8", "surrogateescape"))
    low = block.span.start + before
    span = Span(block.span.file, low, low + len(stated.text.encode("utf-8", "surrogateescape")), line, line)
    if stated.kind == "node":
        package = read_package_spec(stated.text)
        if not isinstance(package, PackageSpec) or package_of(package.name) != package.name:
            return None
        return Sighting(
            "node", package.name, span, "main", stated.manner, stated.via, block.id, version=package.version
        )
    found = read_requirement(stated.text)
    if not isinstance(found, Requirement) or is_stand_in(found.name) or found.name == "python":
        return None
    return Sighting(
        "python", found.name, span, "main", stated.manner, stated.via, block.id, version=found.version,
        extras=found.extras,
    )  # fmt: skip

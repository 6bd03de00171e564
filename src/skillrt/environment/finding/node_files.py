"""package.json: what it declares, read as data."""

import json
from collections.abc import Iterator
from typing import Any, Final, cast

import msgspec

from skillrt.environment.package_spec import PackageSpec, spec_of
from skillrt.environment.requirement_line import Refused

_MAX_SIZE: Final = 300_000
_MAX_ENTRIES: Final = 2_000
_FIELDS: Final = {
    "dependencies": False,
    "devDependencies": True,
    "peerDependencies": True,
    "optionalDependencies": True,
}
# addresses that mean the project itself or a neighbour of it
_BESIDE: Final = ("file:.", "link:", "workspace:", "portal:")


class DeclaredPackage(msgspec.Struct, frozen=True):
    """One entry on a 1-based line; `optional` where it is for developers, for a host package, or called optional."""

    line: int
    what: PackageSpec | Refused
    optional: bool


def read_package_json(text: str) -> Iterator[DeclaredPackage]:
    """The packages that a package.json declares. Never raises."""
    if len(text) > _MAX_SIZE:
        return
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    at = 0
    for field, optional in _FIELDS.items():
        rows = cast("Any", data).get(field) if isinstance(data, dict) else None
        begun = max(0, text.find(f'"{field}"'))
        for name, version in (
            list(cast("dict[str, Any]", rows).items())[:_MAX_ENTRIES] if isinstance(rows, dict) else ()
        ):
            if not isinstance(version, str) or version.startswith(_BESIDE):
                continue
            at = max(0, text.find(f'"{name}"', begun))
            yield DeclaredPackage(text.count("\n", 0, at) + 1, spec_of(name, version), optional)

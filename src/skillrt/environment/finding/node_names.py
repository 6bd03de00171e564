"""From what JavaScript imports to the package behind it; '' where there is none to install."""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from skillrt.environment.finding.stand_ins import is_project_folder, is_stand_in
from skillrt.environment.package_spec import PackageSpec, read_package_spec

# what a runtime or a bundler answers itself: `bun:test`, `astro:content`, `virtual:x`
_SCHEME: Final = re.compile(r"(?!npm:)[A-Za-z][\w+.-]*:")
_QUERY: Final = re.compile(r"[?#].*\Z")
_FILE: Final = re.compile(r"\.(?:[cm]?[jt]sx?|json|css|scss|svg|png|vue|svelte|wasm|html)\Z")


@lru_cache(maxsize=8192)
def package_of(imported: str) -> str:
    """The package behind an import as written: `@scope/name/sub` is `@scope/name`, `lodash/fp` is `lodash`."""
    shown = _QUERY.sub("", imported)
    # `@/x` and `~/x` are aliases of bundlers, `#x` is a package's own
    if not shown or shown[0] in "./~#$" or shown.startswith("@/") or _SCHEME.match(shown) or is_project_folder(shown):
        return ""
    parts = shown.removeprefix("npm:").split("/")
    name = "/".join(parts[: 2 if parts[0].startswith("@") else 1])
    found = read_package_spec(name)
    if not isinstance(found, PackageSpec) or found.name in node_builtins() or is_stand_in(found.name):
        return ""
    return "" if len(parts) == 1 and _FILE.search(name) and not name.endswith(".js") else found.name


@cache
def node_builtins() -> frozenset[str]:
    """The modules that Node provides, and those that its neighbours do under bare names."""
    text = (resources.files("skillrt.environment") / "data" / "node_builtins.txt").read_text(encoding="utf-8")
    return frozenset([*(line for line in text.splitlines() if line and line[0] != "#"), "bun", "vscode"])

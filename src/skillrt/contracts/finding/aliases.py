"""Aliases of bundlers that look like paths of the home folder: `~/components/chart.vue` in code of a project."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.environment.finding.scene import Scene

# languages of blocks in which a bundler may read the code
_WEB: Final = frozenset(
    {"javascript", "typescript", "vue", "svelte", "jsx", "tsx", "css", "scss", "json", "jsonc", "html"}
)
_FILES: Final = (".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx", ".jsx", ".vue", ".svelte", ".css", ".scss", ".json")
_PATH: Final = re.compile(r"[\"'`]~/([A-Za-z][\w-]{0,60})(?=[/\"'`.])")
_IMPORTS: Final = re.compile(
    r"(?:\b(?:from|import)[ \t]*|\b(?:require|import|mock|unmock|importActual|url)\([ \t\n]*|@import[ \t]+)\Z"
)
_NEAR: Final = 30
_MANY: Final = 2000


def aliases_of(scene: Scene) -> frozenset[str]:
    """The first folders of paths that code of a project has by an alias: what it imports, and folders that such
    projects have where it only names the path."""
    texts = [fence.text for fence in scene.fences if fence.language in _WEB]
    texts += [file.text or "" for file in scene.module.files if file.path.endswith(_FILES)]
    return frozenset(name for text in texts if "~/" in text for name in _in(text))


def is_alias(path: str, aliases: Collection[str]) -> bool:
    """Whether a path as the lock has it goes by an alias."""
    return path.startswith("~/") and path[2:].partition("/")[0] in aliases


def _in(text: str) -> Iterator[str]:
    for found in list(_PATH.finditer(text))[:_MANY]:
        name = found.group(1)
        is_imported = _IMPORTS.search(text, max(0, found.start() - _NEAR), found.start()) is not None
        if is_imported or name in tables()["aliased"]:
            yield name

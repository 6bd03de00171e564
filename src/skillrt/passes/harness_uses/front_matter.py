"""Front matter: keys outside the Agent Skills specification, the tools in `allowed-tools`, products' own metadata."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.ir import Entry, FrontMatter
from skillrt.passes.harness_uses.lexicon import Lexicon
from skillrt.passes.harness_uses.tools import tool_uses
from skillrt.passes.harness_uses.use import Passage, Use

# https://agentskills.io/specification, read 2026-11-23
SPECIFIED: Final = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")


def find_keys(passage: Passage, front_matter: FrontMatter, known: Lexicon) -> Iterator[Use]:
    """Foreign keys, and the tools that `allowed-tools` lists. `passage` is the block of SKILL.md's front matter."""
    for entry in front_matter.entries:
        if entry.key == "allowed-tools":
            value = passage.text[entry.value_start : entry.value_end]
            yield from tool_uses(passage, entry.value_start, value, known, "allowed")
        elif entry.key == "metadata" and isinstance(entry.value, dict):
            yield from _metadata(passage, entry, known)
        elif entry.key not in SPECIFIED:
            row = known.keys.get(entry.key)
            owners, meaning = (row.harnesses, row.meaning) if row else ((), "information")
            end = entry.start + len(entry.key)
            yield Use(entry.key, "frontmatter", owners, passage, entry.start, end, entry.key, meaning)


def _metadata(passage: Passage, entry: Entry, known: Lexicon) -> Iterator[Use]:
    """Keys below `metadata` that one harness reads: allowed by the specification, and of no use elsewhere."""
    for key in entry.value:
        row = known.metadata_keys.get(key) if isinstance(key, str) else None
        if row:
            place = re.compile(rf"(?<![\w.-]){re.escape(key)}(?=[\"']?\s*:)")
            found = place.search(passage.text, entry.value_start, entry.end)
            start, end = found.span() if found else (entry.start, entry.start + len(entry.key))
            what = f"metadata.{key}"
            yield Use(what, "frontmatter", row.harnesses, passage, start, end, what, "information", "metadata-key")


def find_package_keys(passage: Passage, known: Lexicon) -> Iterator[Use]:
    """The same in a `package.json`: a key of its outermost object."""
    for key, row in known.metadata_keys.items():
        found = re.search(rf"^(?:  |    |\t)\"({re.escape(key)})\"\s*:\s*\{{", passage.text, re.MULTILINE)
        if found:
            span = found.span(1)
            yield Use(
                key, "frontmatter", row.harnesses, passage, *span, f"package.{key}", "information", "metadata-key"
            )

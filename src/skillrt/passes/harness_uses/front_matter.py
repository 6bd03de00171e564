"""Front matter: keys outside the Agent Skills specification, and the tools in `allowed-tools`."""

from collections.abc import Iterator
from typing import Final

from skillrt.ir import FrontMatter
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
        elif entry.key not in SPECIFIED:
            row = known.keys.get(entry.key)
            owners, meaning = (row.harnesses, row.meaning) if row else ((), "information")
            end = entry.start + len(entry.key)
            yield Use(entry.key, "frontmatter", owners, passage, entry.start, end, entry.key, meaning)

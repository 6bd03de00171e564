"""The IR of one skill: blocks, facts, module; its text form; how it is edited."""

from skillrt.ir.blocks import CONTAINERS, Block, BlockKind, Derivation, Inline, InlineKind, leaves, walk
from skillrt.ir.facts import Anchor, CallSite, Fact, HarnessUse, Reference, WrittenFor
from skillrt.ir.front_matter import Entry, FrontMatter, parse_front_matter
from skillrt.ir.module import SKILL_FILE, BundledFile, Document, Elimination, FileKind, Module
from skillrt.ir.rewrite import (
    TextEdit,
    map_blocks,
    place_in_text,
    place_of,
    replace_blocks,
    rewrite,
    source_text,
    span_of,
)

__all__ = [
    "CONTAINERS",
    "SKILL_FILE",
    "Anchor",
    "Block",
    "BlockKind",
    "BundledFile",
    "CallSite",
    "Derivation",
    "Document",
    "Elimination",
    "Entry",
    "Fact",
    "FileKind",
    "FrontMatter",
    "HarnessUse",
    "Inline",
    "InlineKind",
    "Module",
    "Reference",
    "TextEdit",
    "WrittenFor",
    "leaves",
    "map_blocks",
    "parse_front_matter",
    "place_in_text",
    "place_of",
    "replace_blocks",
    "rewrite",
    "source_text",
    "span_of",
    "walk",
]

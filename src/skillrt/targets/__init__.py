"""What skills are compiled for: harness descriptors, hosts, published profiles, and targets made of them."""

from skillrt.targets.descriptors import ENTRY_POINT_GROUP, load_harnesses, parse_harness, shipped_harnesses
from skillrt.targets.harness import (
    Harness,
    Key,
    Location,
    Parallel,
    Program,
    SkillFolders,
    SubAgent,
    Syntax,
    Tool,
    Variable,
)
from skillrt.targets.host import Host, generic_host
from skillrt.targets.profile import LEVELS, BrokenProbe, Profile, Published, published_profiles
from skillrt.targets.target import Target, find_harness, parse_target, target_notes
from skillrt.targets.vocabulary import Meaning, Meanings, Operation, meanings, operations

__all__ = [
    "ENTRY_POINT_GROUP",
    "LEVELS",
    "BrokenProbe",
    "Harness",
    "Host",
    "Key",
    "Location",
    "Meaning",
    "Meanings",
    "Operation",
    "Parallel",
    "Profile",
    "Program",
    "Published",
    "SkillFolders",
    "SubAgent",
    "Syntax",
    "Target",
    "Tool",
    "Variable",
    "find_harness",
    "generic_host",
    "load_harnesses",
    "meanings",
    "operations",
    "parse_harness",
    "parse_target",
    "published_profiles",
    "shipped_harnesses",
    "target_notes",
]

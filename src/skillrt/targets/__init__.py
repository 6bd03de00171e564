"""What skills are compiled for: harness descriptors, hosts, published profiles, and targets made of them."""

from skillrt.targets.capabilities import Bar, Capabilities, Count, Measured, Status, Tier
from skillrt.targets.descriptors import (
    ENTRY_POINT_GROUP,
    load_harnesses,
    operations_by_tool,
    parse_harness,
    plain_api,
    shipped_harnesses,
)
from skillrt.targets.evidence import ProfileOptions, capabilities_of
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
from skillrt.targets.host import Host, generic_host, host_toml, read_host
from skillrt.targets.profile import LEVELS, BrokenProbe, Profile, Published, published_profiles
from skillrt.targets.profile_file import Named, OwnProfile, load_profiles
from skillrt.targets.target import Target, find_harness, parse_target, target_notes
from skillrt.targets.vocabulary import Meaning, Meanings, Operation, meanings, operations

__all__ = [
    "ENTRY_POINT_GROUP",
    "LEVELS",
    "Bar",
    "BrokenProbe",
    "Capabilities",
    "Count",
    "Harness",
    "Host",
    "Key",
    "Location",
    "Meaning",
    "Meanings",
    "Measured",
    "Named",
    "Operation",
    "OwnProfile",
    "Parallel",
    "Profile",
    "ProfileOptions",
    "Program",
    "Published",
    "SkillFolders",
    "Status",
    "SubAgent",
    "Syntax",
    "Target",
    "Tier",
    "Tool",
    "Variable",
    "capabilities_of",
    "find_harness",
    "generic_host",
    "host_toml",
    "load_harnesses",
    "load_profiles",
    "meanings",
    "operations",
    "operations_by_tool",
    "parse_harness",
    "parse_target",
    "plain_api",
    "published_profiles",
    "read_host",
    "shipped_harnesses",
    "target_notes",
]

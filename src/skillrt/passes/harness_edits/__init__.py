"""What becomes of harness uses in a given target harness: text changes with a rule and a reason."""

from skillrt.passes.harness_edits.front_matter import KeyChange, new_front_matter
from skillrt.passes.harness_edits.links import Links
from skillrt.passes.harness_edits.places import path_change, variable_change
from skillrt.passes.harness_edits.plain_words import CONTRADICTED
from skillrt.passes.harness_edits.scene import Change, Scene
from skillrt.passes.harness_edits.several import told_apart
from skillrt.passes.harness_edits.tools import lost_arguments, once_each, tool_changes
from skillrt.passes.harness_edits.words import (
    command_change,
    may_start_skill,
    name_change,
    starts_skill,
    under_faults,
)

__all__ = [
    "CONTRADICTED",
    "Change",
    "KeyChange",
    "Links",
    "Scene",
    "command_change",
    "lost_arguments",
    "may_start_skill",
    "name_change",
    "new_front_matter",
    "once_each",
    "path_change",
    "starts_skill",
    "told_apart",
    "tool_changes",
    "under_faults",
    "variable_change",
]

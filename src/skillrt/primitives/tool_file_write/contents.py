"""Code blocks that show the content of a file that the text names."""

import re
from typing import Final

from skillrt.primitives.notes import section_of
from skillrt.primitives.view.files import is_path
from skillrt.primitives.view.view import SkillView
from skillrt.reading.fences import Fence
from skillrt.reading.instructions import is_aside

# `# src/app.py`, `// store.ts`, `<!-- index.html -->` on the first line
_NAMED_INSIDE: Final = re.compile(
    r"\A\s*(?:#|//|--|;|/\*|<!--|\"\"\")\s*(?:file(?:name)?:\s*)?([\w./~{}<>\[\]-]{3,100})", re.I
)
# `**values.yaml:**`, ``create `.github/x.yml`:``, `### pyproject.toml`
_NAMED_BEFORE: Final = re.compile(r"(?:[`*]|#\s|\s|\A)([\w./~{}<>\[\]-]{1,100}\.[a-zA-Z]{1,10}):?[`*]{0,3}")
_SHORT_LEAD: Final = 120
_CREATES: Final = re.compile(r"\b(?:create|write|save|generate)\b", re.I)
# it is there already, it may be left out, another way stands beside it, it belongs somewhere else, or it is a sample
_OTHER: Final = re.compile(
    r"\b(?:add|append|update|edit|modify|merge|extend|existing|if|may|can|could|optional(?:ly)?|or|alternatively|not|"
    r"never|don['’]t|e\.g|example|sample)\b|"
    r"\bin (?:the|this|your|each) (?:[\w-]+ ){0,2}(?:directory|folder|repo\w*)\b",
    re.I,
)
_WAYS: Final = re.compile(r"\b(?:method|option|approach|alternative|variant|pattern|way)s?\b", re.I)
_PLAIN: Final = re.compile(r"[\w.][\w./-]*\Z")


def name_of_content(fence: Fence) -> str:
    """The path that the block's first line or the short sentence before it names; empty where none does."""
    inside = _inside(fence)
    if inside:
        return inside
    # Python below a file's name mostly reads it
    if fence.lead is None or fence.language == "python" or len(fence.lead.text) > _SHORT_LEAD:
        return ""
    found = [name for name in _NAMED_BEFORE.findall(fence.lead.text) if is_path(name)]
    return found[-1] if found else ""


def file_to_create(view: SkillView, fence: Fence) -> str:
    """The path of the file that the short sentence right before the block has the agent create, with the block as
    its content; empty where it says nothing of the kind."""
    lead = fence.lead
    if lead is None or lead.kind == "heading" or len(lead.text) > _SHORT_LEAD or _OTHER.search(lead.text):
        return ""
    section = section_of(view, fence.block.id)
    named = [name for name in _NAMED_BEFORE.findall(lead.text) if is_path(name)]
    if section is not None and _WAYS.search(section.title):
        return ""
    if section is None or is_aside(section, view.main) or len(named) != 1 or not _CREATES.search(lead.text):
        return ""
    return named[0] if _PLAIN.match(named[0]) and not named[0].startswith("..") else ""


def _inside(fence: Fence) -> str:
    found = _NAMED_INSIDE.match(fence.text[:200])
    return found.group(1) if found and is_path(found.group(1)) else ""

"""Code blocks that show the content of a file that the text names."""

import re
from typing import Final

from skillrt.primitives.view.files import is_path
from skillrt.reading.fences import Fence

# `# src/app.py`, `// store.ts`, `<!-- index.html -->` on the first line
_NAMED_INSIDE: Final = re.compile(
    r"\A\s*(?:#|//|--|;|/\*|<!--|\"\"\")\s*(?:file(?:name)?:\s*)?([\w./~{}<>\[\]-]{3,100})", re.I
)
# `**values.yaml:**`, ``create `.github/x.yml`:``, `### pyproject.toml`
_NAMED_BEFORE: Final = re.compile(r"(?:[`*]|#\s|\s|\A)([\w./~{}<>\[\]-]{1,100}\.[a-zA-Z]{1,10}):?[`*]{0,3}")
_SHORT_LEAD: Final = 120


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


def names_itself(fence: Fence) -> bool:
    """Whether the block's first line is a comment with nothing but its path."""
    name = _inside(fence)
    first = fence.text.partition("\n")[0]
    return bool(name) and first.rstrip(' */->"').endswith(name)


def _inside(fence: Fence) -> str:
    found = _NAMED_INSIDE.match(fence.text[:200])
    return found.group(1) if found and is_path(found.group(1)) else ""

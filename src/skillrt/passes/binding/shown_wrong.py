"""Commands that a block shows as wrong, beside others that are right."""

import re
from typing import Final

_WRONG: Final = re.compile(
    r"❌|✗|✘|🚫|⛔|\b(?:wrong|incorrect|bad|avoid|never|don['’]?t|do not|not like this|(?:will |would )?fails?\b|"
    r"will not work|won['’]?t work|does(?:n['’]t| not) work|\w{3,40}Error\b)",
    re.I,
)
_RIGHT: Final = re.compile(r"✅|✓|✔|\b(?:right|correct|good|instead|better|if|when)\b", re.I)
_TRAILING: Final = re.compile(r"[ \t]#[ \t]?(.*)")


def is_shown_wrong(text: str, start: int, end: int) -> bool:
    """Whether the command at the characters `start:end` of a text of commands is one not to run: the comment behind
    it, or the nearest one above it with no empty line between, says so."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    behind = _TRAILING.search(text, end, stop if stop >= 0 else len(text))
    if behind and _says_wrong(behind.group(1)):
        return True
    for above in reversed(text[max(0, line - 2000) : line].splitlines()):
        words = above.strip()
        if not words:
            return False
        if words.startswith("#"):
            return _says_wrong(words)
    return False


def _says_wrong(comment: str) -> bool:
    return _WRONG.search(comment) is not None and _RIGHT.search(comment) is None

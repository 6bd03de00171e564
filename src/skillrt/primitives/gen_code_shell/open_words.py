"""The places of commands that a reader puts values in: placeholders, and variables that nobody sets."""

import re
from typing import Final

_PLACE: Final = re.compile(
    r"<[A-Za-z][^<>\n|&;]{0,40}>"
    r"|\[[a-z][\w -]{1,40}\](?=$|[\s\"'/.])"
    r"|(?<!\$)\{[a-z][\w -]{0,40}\}"
    r"|(?<![\w$])(?:YOUR|MY)_[A-Z0-9_]+"
    r"|(?<![\w$])(?:your|my)-[a-z0-9][\w-]*"
    r"|(?<![\w$-])[A-Z][A-Z0-9]*_(?:ID|KEY|NAME|URL|TOKEN)\b(?!=)"
    r"|path/to/[\w./-]+"
    r"|\$\{?[A-Za-z_]\w*\}?"
)
_ASSIGNED: Final = re.compile(
    r"(?:^|[;&|(]|\bdo\b)[ \t]*(?:export[ \t]+|local[ \t]+)?([A-Za-z_]\w*)="
    r"|\bfor[ \t]+(\w+)|\bread[ \t]+(?:-r[ \t]+)?(\w+)",
    re.MULTILINE,
)
_SET_BY_THE_SYSTEM: Final = frozenset({"HOME", "PWD", "PATH", "USER", "TMPDIR"})
_NAME: Final = re.compile(r"\w+")


_SECRET: Final = re.compile(r"\$\{?\w*(?:KEY|TOKEN|SECRET|PASSWORD|PASS|AUTH)\w*", re.I)


def open_words(text: str) -> tuple[str, ...]:
    """What changes in the commands of a block, in order, each as it is written there."""
    assigned = _SET_BY_THE_SYSTEM | {name for names in _ASSIGNED.findall(text) for name in names if name}
    found: dict[str, None] = {}
    for hit in _PLACE.finditer(text):
        name = _NAME.search(hit.group())
        if _SECRET.match(hit.group()):
            continue  # it comes from the environment, and is not to be pasted into a command
        if not (hit.group().startswith("$") and name is not None and name.group() in assigned):
            found[hit.group()] = None
    return tuple(found)

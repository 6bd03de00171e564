"""Names of skills by the Agent Skills specification, in Unicode as its reference implementation reads it."""

import unicodedata
from typing import Final

MAX_NAME: Final = 64


def normal_name(name: str) -> str:
    """The name as it is compared: without white space around it, in Unicode normal form NFKC."""
    return unicodedata.normalize("NFKC", name.strip())


def name_problems(name: str) -> tuple[str, ...]:
    """What is wrong with the characters of a name that is not empty, in words; the length is not looked at."""
    normal = normal_name(name)
    found: list[str] = []
    if normal != normal.lower():
        found.append("has capital letters")
    if normal.startswith("-") or normal.endswith("-"):
        found.append("begins or ends with a hyphen")
    if "--" in normal:
        found.append("has two hyphens in a row")
    wrong = sorted({char for char in normal if not (char.isalnum() or char == "-")})
    if wrong:
        shown = ", ".join(_shown(char) for char in wrong[:5])
        found.append(f"has {shown}" + (" and others" if len(wrong) > 5 else ""))
    return tuple(found)


def is_valid_name(name: str) -> bool:
    """Whether the specification accepts the name."""
    normal = normal_name(name)
    return bool(normal) and len(normal) <= MAX_NAME and not name_problems(name)


def slug(text: str) -> str:
    """The valid name nearest to `text`; empty where nothing of it can stand in a name."""
    # lowering can bring back what normalising had removed, and the other way round; two rounds settle every character
    for _ in range(2):
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    words = "".join(char if char.isalnum() and char == char.lower() else " " for char in text).split()
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer) > MAX_NAME:
            break
        name = longer
    return name or (words[0][:MAX_NAME] if words else "")


def _shown(char: str) -> str:
    names = {" ": "a space", "_": "an underscore", "\t": "a tab", "\n": "a line break"}
    if char in names:
        return names[char]
    return f"`{char}`" if char.isprintable() and char != "`" else f"U+{ord(char):04X}"

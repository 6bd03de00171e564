"""Links to headings (`#the-heading`): the fragment that is made of a heading's words, and those that texts mean."""

import re
from collections.abc import Iterable
from typing import Final

_MEANT: Final = re.compile(r"#([\w%-]{1,200})[)\"'>\s]")
_NO_PART: Final = re.compile(r"[^\w\- ]")


def fragment_of(title: str) -> str:
    """What a link to the heading with these words has behind `#`, as most places that show Markdown make it."""
    return _NO_PART.sub("", title.lower()).strip().replace(" ", "-")


def fragments_meant(texts: Iterable[str]) -> frozenset[str]:
    """The fragments that links in these texts have."""
    return frozenset(found.lower() for text in texts if "#" in text for found in _MEANT.findall(text))

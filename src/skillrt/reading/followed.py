"""Which documents of a skill an agent reads to follow them."""

from typing import Final

_PAPERS: Final = ("license", "licence", "changelog", "notice", "contributing", "code_of_conduct")


def is_followed(path: str) -> bool:
    """Whether the document at `path` instructs: not a licence, not a change log, not a paper for developers."""
    return not path.rpartition("/")[2].lower().startswith(_PAPERS)

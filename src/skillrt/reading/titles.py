"""A line of Markdown as a title: without its marks, and cut where a word ends."""

import re
from typing import Final

CUT: Final = "…"
_MARK: Final = re.compile(
    r"(`+)(?!`).{1,300}?(?<!`)\1(?!`)"  # a code span stays as it is
    r"|\\([!-/:-@\[-`{-~])|\*+|!?\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)"
)
_TRAILING: Final = " ,;:：(-–—"


def plain_title(text: str, most: int) -> str:
    """The first line without emphasis, links as their texts, in at most `most` characters; no colon at its end."""
    line = " ".join(text.strip().partition("\n")[0].split())
    return cut_at_word(_MARK.sub(_without_mark, line).strip(), most).rstrip(" :：")


def cut_at_word(text: str, most: int) -> str:
    """At most `most` characters: where that is not all of it, whole words and an ellipsis."""
    if len(text) <= most:
        return text
    shown = text[: most - 1]
    at = shown.rfind(" ") if not text[most - 1].isspace() else len(shown)
    # one long word, or a language that is written without blanks
    kept = shown[:at] if at > most // 2 else shown
    return kept.rstrip(_TRAILING) + CUT


def _without_mark(found: re.Match[str]) -> str:
    if found.group(1):
        return found.group()
    return found.group(2) or found.group(3) or ""

"""Literals that stand in a row: words of a command, elements of a list of Python. A row may be longer or shorter."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from skillrt.jit.programs.sites import Form, Site

_FORMS: Final[dict[Form, Form]] = {"shell-word": "shell-words", "python-text": "python-texts"}
_BETWEEN: Final[dict[Form, re.Pattern[str]]] = {
    "shell-word": re.compile(r"[ \t]+(?:\\\n[ \t]*)?"),
    "python-text": re.compile(r"\s*,\s*"),
}


def rows_of(sites: Sequence[Site], items: Sequence[str], text: str) -> list[Site]:
    """Where all `items` stand in a row, each row as one site whose value has an item a line."""
    found: list[Site] = []
    at = 0
    while at + len(items) <= len(sites):
        row = sites[at : at + len(items)]
        if _is_row(row, items, text):
            first, end = row[0], row[-1].end
            form, value = _FORMS[first.form], "\n".join(items)
            found.append(Site(first.action, first.start, end, form, value, first.quote, bare=first.bare))
            at += len(items)
        else:
            at += 1
    return found


def _is_row(row: Sequence[Site], items: Sequence[str], text: str) -> bool:
    form = row[0].form
    if form not in _FORMS or any(site.form != form or site.action != row[0].action for site in row):
        return False
    if any(site.value.removeprefix("./") != item for site, item in zip(row, items, strict=True)):
        return False
    return all(_BETWEEN[form].fullmatch(text[a.end : b.start]) for a, b in pairwise(row))

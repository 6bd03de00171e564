"""Which page of an instance answers a request."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

_LONGEST = 2000


def page_of(pages: Mapping[str, bytes], path: str, query: str = "") -> bytes | None:
    """The page for a path without a slash at its start and a query without its mark.

    A page whose name has a query answers that query, in whatever order its arguments come; a page without one answers
    every query that has no page of its own. None where there is no such page.
    """
    asked = _arguments(query)
    if asked:
        for name in sorted(pages):
            place, mark, wanted = name.partition("?")
            if mark and place == path and _arguments(wanted) == asked:
                return pages[name]
    return pages.get(path)


def _arguments(query: str) -> list[tuple[str, str]]:
    try:
        return sorted(parse_qsl(query[:_LONGEST], keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return []

"""Queries become files with named parameters, which a program prints with values in; what is no whole query stays."""

from collections.abc import Iterable
from typing import Final

from skillrt.primitives.bundling import program
from skillrt.primitives.draft import Draft, Gap, NoDraft
from skillrt.primitives.outlining import outline_drafts
from skillrt.primitives.view.view import SkillView

_QUERY: Final = program("query.sh")


def lower(view: SkillView, gap: Gap) -> Iterable[Draft | NoDraft]:
    """Outlining, whatever the level: what is printed need not be written."""
    return outline_drafts(view, gap, {"sql": "sql"}, _QUERY)

"""Sightings: one place at which a need shows itself, before anybody decides what it comes to."""

from typing import Literal

import msgspec

from skillrt.errors import Span
from skillrt.ir import DependencyKind

Place = Literal["script", "main", "document", "declared"]
"""Where it stands: a bundled program; SKILL.md; another document; a file that declares needs (requirements.txt)."""

Manner = Literal[
    "use", "install", "declare", "guarded", "spared", "tied", "told", "optional", "alternative", "example"
]
"""How it is said: used as a matter of course; installed by a command of the text; declared by a file or metadata for
package managers; used behind a test whether it is there; run where its absence is caught; run only where a project
has files for it; named in a message of a program; called optional; one of several ways; shown only."""


class Sighting(msgspec.Struct, frozen=True, order=True):
    """One place. `span` is where, `block` the block's id ('' in a bundled file), `via` the way in a word or two as
    people read it (`import`, `pip install`, `shebang`, `command`). `module` is the import name behind a package.
    `version` is the range as stated, `extras` Python's."""

    kind: DependencyKind
    name: str
    span: Span
    place: Place
    manner: Manner
    via: str
    block: str = ""
    module: str = ""
    version: str = ""
    extras: tuple[str, ...] = ()

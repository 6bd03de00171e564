"""Two sets of facts of one skill, and what is different between them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from skillrt.contracts.lines import Fact, Key, key_of
from skillrt.errors import Diagnostic, Place

Altered = Sequence[tuple[Fact | None, Fact]]
_NONE: Final[frozenset[Key]] = frozenset()


class Swap(NamedTuple):
    """A literal in place of another; `label` is the name that both are given to."""

    old: str
    new: str
    label: str = ""

    def __str__(self) -> str:
        """`` `wrangler ^4.81.0` in place of `^4.50.0` ``."""
        label = f"{self.label} " if self.label else ""
        return f"`{label}{_shortened(self.new)}` in place of `{_shortened(self.old)}`"


class OwnFacts(NamedTuple):
    """What one program that is new or has another content does, alone: facts that it has now, and that it had, and
    the options of its command line that came and went."""

    came: frozenset[Key] = frozenset()
    gone: frozenset[Key] = frozenset()
    swaps: tuple[Swap, ...] = ()
    options: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class Said(NamedTuple):
    """What only two texts tell, not two sets of facts: no lock has it.

    `came` and `gone` are names in code spans and links, `of_main` those of SKILL.md, `front` short values of front
    matter before and now, `swaps` literals of the documents, `is_other` whether versions came or went otherwise.
    `programs` are about those that came or have another content, `files` about the latter, by path, and `copies` are
    files that are what SKILL.md was.
    `code` are lines of code blocks that came, and those that went; `unread` is why the front matter cannot be read as
    it is, before and now (empty: it can). `runtimes` are versions of interpreters that are asked for, `optional` are
    names of which only the present text says that they are; `shown_now` and `shown_before` are packages in settings
    that documents show on that side only.
    """

    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    of_main: frozenset[str] = frozenset()
    front: Mapping[str, tuple[str, str]] = {}
    swaps: tuple[Swap, ...] = ()
    is_other: bool = False
    programs: Mapping[str, OwnFacts] = {}
    files: Mapping[str, str] = {}
    copies: frozenset[str] = frozenset()
    code: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    unread: tuple[str, str] = ("", "")
    runtimes: tuple[Swap, ...] = ()
    optional: frozenset[str] = frozenset()
    shown_now: tuple[str, ...] = ()
    shown_before: tuple[str, ...] = ()


_SAID: Final = Said()
_LONG: Final = re.compile(r"[0-9a-f]{40,}\Z")
_DIGITS: Final = 12  # of a long digest that are told


def _shortened(literal: str) -> str:
    return literal[:_DIGITS] if _LONG.match(literal) else literal


@dataclass(frozen=True)
class Difference:
    """Two sets of facts of one skill by what they speak of; `places` show where the new ones stand.

    `left` are those of before whose names the text still has somewhere, `had` the new ones whose names the text had;
    `said` is what only the texts tell, where both are known. `aimed` are targets that only the new side was compiled
    for: what is said of them comes from the target, not from the text.
    """

    before: Mapping[Key, Fact]
    after: Mapping[Key, Fact]
    places: Mapping[Key, Place]
    left: frozenset[Key] = _NONE
    had: frozenset[Key] = _NONE
    said: Said = _SAID
    aimed: frozenset[str] = frozenset()

    def at(self, code: str, fact: Fact, message: str) -> Diagnostic:
        """A diagnostic at the place that shows a fact."""
        return Diagnostic.of(code, message, self.places.get(key_of(fact)))

    def altered(self) -> Iterator[tuple[Fact | None, Fact]]:
        """What is new, with what was said of the same before (None: nothing), in the order of the lock."""
        for key in sorted(self.after):
            if self.before.get(key) != self.after[key]:
                yield self.before.get(key), self.after[key]

    def was_there(self, fact: Fact) -> bool:
        """Whether the text had the name of a new fact before."""
        return key_of(fact) in self.had

    def gone(self) -> list[Fact]:
        """What is said no more."""
        return [self.before[key] for key in sorted(self.before) if key not in self.after]

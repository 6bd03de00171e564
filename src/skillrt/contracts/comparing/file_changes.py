"""Files that came to a skill and that are gone from it, in one message, and links that lead out of its folder."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from skillrt.contracts.comparing.difference import Altered, Difference
from skillrt.contracts.comparing.wording import joined_words, quoted, things
from skillrt.contracts.lines import Fact, FileLine, LinkLine, ProgramLine
from skillrt.errors import Diagnostic

_COPY: Final = " (a copy of what SKILL.md was)"


def links_of(facts: Iterable[Fact]) -> Iterator[str]:
    """The links that lead out of a skill or to a folder, with their targets."""
    if links := [fact for fact in facts if isinstance(fact, LinkLine)]:
        pairs = joined_words([f"`{fact.path}` to `{fact.target}`" for fact in links])
        yield f"has {'a link that leads' if len(links) == 1 else 'links that lead'} elsewhere: {pairs}"


def file_changes(difference: Difference, altered: Altered, moved: Collection[ProgramLine]) -> Iterator[Diagnostic]:
    """`moved` are programs that stand elsewhere now. Programs that came are told by a message of their own."""
    links = [fact for _, fact in altered if isinstance(fact, LinkLine)]
    if links:
        yield difference.at("lock.link-added", links[0], f"now {next(links_of(links))}")
    now = {fact.path for fact in difference.after.values() if isinstance(fact, FileLine | ProgramLine | LinkLine)}
    before = {fact.path for fact in difference.before.values() if isinstance(fact, FileLine | ProgramLine | LinkLine)}
    came = [fact for old, fact in altered if old is None and isinstance(fact, FileLine) and fact.path not in before]
    files = (fact for fact in difference.gone() if isinstance(fact, FileLine | ProgramLine) and fact not in moved)
    gone = sorted(fact.path for fact in files if fact.path not in now)
    unlinked = [fact.path for fact in difference.gone() if isinstance(fact, LinkLine) and fact.path not in now]
    other = [fact for old, fact in altered if isinstance(old, FileLine) and isinstance(fact, FileLine) and old.digest]
    parts = [
        *((f"now has the {things('file', came)} {_copied(came, difference)}",) if came else ()),
        *((f"no longer has the {things('file', gone)} {quoted(gone)}",) if gone else ()),
        *((f"no longer has the {things('link', unlinked)} {quoted(unlinked)}",) if unlinked else ()),
        *((f"has another text in the {things('file', other)} {_asking(other, difference)}",) if other else ()),
    ]
    if parts:
        message = "; ".join(parts)
        yield (
            difference.at("lock.files-changed", (*came, *other)[0], message)
            if came or other
            else Diagnostic.of("lock.files-changed", message)
        )


def _copied(files: Sequence[FileLine], difference: Difference) -> str:
    """The files, with which of them is what SKILL.md was."""
    copies = difference.said.copies
    return joined_words([f"`{fact.path}`{_COPY if fact.path in copies else ''}" for fact in files])


def _asking(files: Sequence[FileLine], difference: Difference) -> str:
    """The files, those first of which more is known: what they ask for."""
    asked = difference.said.files
    listed = sorted(files, key=lambda fact: fact.path not in asked)
    return joined_words([f"`{fact.path}`{f' ({asked[fact.path]})' if fact.path in asked else ''}" for fact in listed])

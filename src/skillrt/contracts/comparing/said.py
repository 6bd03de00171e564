"""What two texts tell and two sets of facts do not: names in code spans and links, whatever they are names of, that
came and went, versions in place of others, what a program of another content does.

What no other message is about is told by these: a lock has no line for every name, so they are known only where both
texts are.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from skillrt.contracts.comparing.code_lines import code_lines_between
from skillrt.contracts.comparing.difference import Difference, Said
from skillrt.contracts.comparing.front_values import values_between
from skillrt.contracts.comparing.manifests import manifests_between, shown_between
from skillrt.contracts.comparing.optional import optional_between
from skillrt.contracts.comparing.program_facts import programs_between
from skillrt.contracts.comparing.runtimes import runtimes_between
from skillrt.contracts.comparing.swaps import has_other_versions, only_new, swaps
from skillrt.contracts.comparing.traces import text_of
from skillrt.contracts.comparing.wording import MANY, joined_words, quoted, with_packages
from skillrt.contracts.finding.written_paths import written_path
from skillrt.contracts.lines import NeedLine
from skillrt.contracts.lock_file import clean_path
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Diagnostic, Severity
from skillrt.frontend import SkillSource, load
from skillrt.frontend.sources import skill_file_in
from skillrt.ir import Document, Inline, Module
from skillrt.reading.followed import is_followed

_NAME: Final = re.compile(r"[^\s`\"'|]{2,90}\Z")
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")  # bytes that are no UTF-8: what is encrypted has no names
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_DIGEST: Final = re.compile(r"[0-9a-f]{40,128}\Z")
_MOST: Final = 200
_FEW: Final = 8


def said_between(before: SkillSource, after: SkillSource) -> Said:
    """Everything that the texts of both sides tell."""
    old, new = load(before), load(after)
    names = _names_of(old, new, text_of(before) or "", text_of(after) or "")
    texts = _followed(old), _followed(new)
    main = {name for side in (old, new) for name in _names(side.documents[:1])}
    of_main = swaps(_followed(old, 1), _followed(new, 1), is_code=False)
    shown = shown_between(old, new)
    return Said(
        *names,
        of_main=frozenset((*main.intersection((*names[0], *names[1])), *(item.new for item in of_main))),
        front=values_between(old, new),
        swaps=swaps(*texts, is_code=False),
        is_other=has_other_versions(*texts),
        programs=programs_between(old, new),
        files=manifests_between(old, new),
        copies=_copies(before, after),
        code=code_lines_between(old, new),
        unread=(_unread(old), _unread(new)),
        runtimes=runtimes_between(old, new),
        optional=optional_between(old, new),
        shown_now=shown[0],
        shown_before=shown[1],
    )


def names_between(before: SkillSource, after: SkillSource) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the present documents that no text file had, and those of before that none has."""
    return _names_of(load(before), load(after), text_of(before) or "", text_of(after) or "")


def _names_of(before: Module, after: Module, old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _only(_names(after.documents), old), _only(_names(before.documents), new)


def _followed(module: Module, most: int | None = None) -> str:
    """The documents that are followed, SKILL.md first, front matter left out."""
    leaves = (leaf for document in Scene(module).documents[:most] for leaf in document.every_leaf)
    return "\n".join(leaf.text for leaf in leaves if leaf.kind != "front-matter")


def _unread(module: Module) -> str:
    """Why YAML cannot read the front matter as it is; empty where it can."""
    found = (item for item in module.diagnostics if item.code == "frontmatter.needs-quotes")
    return next((item.message for item in found), "")


def _copies(before: SkillSource, after: SkillSource) -> frozenset[str]:
    """The files that came and are what the skill file was."""
    known = {entry.path: entry.size for entry in before.entries}
    main = skill_file_in(frozenset(known))
    came = [entry.path for entry in after.entries if entry.path not in known and entry.size == known.get(main)]
    if not came:
        return frozenset()
    text = before.read(main)
    return frozenset(clean_path(path) for path in came if after.read(path) == text)


def text_changes(difference: Difference, told: Collection[Diagnostic]) -> list[Diagnostic]:
    """What of all this no other message has."""
    said = difference.said
    messages = "\n".join(item.message for item in told)
    found = [*_readable(said), *_optional(difference), *_versions(said, messages)]
    messages = "\n".join((messages, *(item.message for item in found)))
    came, gone = ([name for name in names if not _is_told(name, messages)] for names in (said.came, said.gone))
    parts = [
        *((f"now has {_listed(came)}",) if came else ()),
        *((f"no longer has {_listed(gone)}",) if gone else ()),
    ]
    if parts:
        message = f"its text {' and '.join(parts)} in code spans or links"
        found.append(Diagnostic.of("lock.names-changed", message))
    return found


def _readable(said: Said) -> Iterator[Diagnostic]:
    """Front matter that YAML reads and did not read before, or no longer does."""
    before, now = said.unread
    if before and not now:
        message = "its front matter can be read now, which YAML without quotes refused before"
        yield Diagnostic.of("lock.front-changed", message)
    elif now and not before:
        yield Diagnostic.of("lock.front-changed", f"its front matter can no longer be read: {now}").at(
            Severity.WARNING
        )


def _optional(difference: Difference) -> Iterator[Diagnostic]:
    """What was required, and is not by the words of the text now."""
    after = difference.after
    found = [
        fact
        for key, fact in sorted(difference.before.items())
        if isinstance(fact, NeedLine) and fact.required and key in after and fact.name in difference.said.optional
    ]
    if found:
        message = f"its text says now that it can do without {with_packages(found)}"
        yield Diagnostic.of("lock.need-changed", message).at(Severity.NOTE)


def _listed(names: list[str]) -> str:
    """A few of very many: which of them matter nobody knows."""
    return quoted(names, MANY if len(names) <= MANY else _FEW)


def _versions(said: Said, messages: str) -> Iterator[Diagnostic]:
    """Interpreters that are asked for, then versions in place of others, then packages of settings that are shown."""
    if said.runtimes:
        asked = (
            f"`{item.label} {item.new}` or later{f' in place of `{item.old}`' if item.old else ''}"
            for item in said.runtimes
        )
        yield Diagnostic.of("lock.need-changed", f"its text now asks for {joined_words(list(asked))}")
    if other := only_new(said.swaps, messages):
        message = f"its text has {joined_words([*map(str, other)])}"
        yield Diagnostic.of("lock.need-changed", message).at(Severity.NOTE)
    came, gone = (
        [name for name in names if f"`{name}" not in messages] for names in (said.shown_now, said.shown_before)
    )
    parts = [
        *((f"now shows {quoted(came)}",) if came else ()),
        *((f"no longer shows {quoted(gone)}",) if gone else ()),
    ]
    if parts:
        message = f"{' and '.join(parts)} among dependencies of a project"
        yield Diagnostic.of("lock.need-changed", message).at(Severity.NOTE)


def _is_told(name: str, messages: str) -> bool:
    """Whether a message has the name, perhaps as paths are written there."""
    path = written_path(name) if "/" in name or "." in name else None
    return name in messages or (path is not None and f"`{path[0]}`" in messages)


def _only(names: Collection[str], other: str) -> tuple[str, ...]:
    return tuple([name for name in names if name not in other][:_MOST])


def _names(documents: Iterable[Document]) -> list[str]:
    texts = [item for item in documents if is_followed(item.path) and not _NO_TEXT.search(item.text)]
    spans = (inline for document in texts for leaf in document.every_leaf for inline in leaf.inlines)
    found = {_name(inline): None for inline in spans if inline.kind in ("code", "link", "image")}
    return [name for name in found if name]


def _name(inline: Inline) -> str:
    """What a code span or link names; empty where that is no name, or an address."""
    # a link to a part of a text is about its headings
    name = (inline.value if inline.kind == "code" else inline.value.partition("#")[0]).strip()
    is_name = _NAME.match(name) and _LETTERS.search(name) and "://" not in name and not _DIGEST.match(name)
    # a code span has no emphasis: the mark is a part of the name (`_shared/`)
    return name.strip(",;:" if inline.kind == "code" else "*_,;:") if is_name else ""

"""Cold sections: what most uses of a skill do without. Told by title and by what they do not hold; in doubt, warm."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from skillrt.ir import Anchor, Block, CallSite, Document, Fact, HarnessUse, Module, Reference, leaves
from skillrt.passes.shaking.novelty import says_nothing_new
from skillrt.passes.shaking.removal import Removal
from skillrt.passes.shaking.units import Section, sections_of
from skillrt.passes.shaking.words import keeps, shake_words

FOLDER: Final = "references/skillrt"
_SHORTEST: Final = 300  # characters: below, the pointer costs what the move saves
_ROWS: Final = 12  # a table of fewer rows is not worth a file
_MOST: Final = 0.5  # of SKILL.md: what is mostly cold has no cold sections
_SHALLOW: Final = 2  # titles: examples further in belong to what they stand under
_TOP: Final = 3  # blocks at which the heading of the whole document begins at the latest
_TITLE_EDGE: Final = re.compile(r"\A\W*|[^\w)]*\Z")
_STEP: Final = re.compile(r"^\s*(?:#+ )?\W*(?:step|phase|stage)\s+\d|^\s*\d+[.)]\s", re.I | re.M)
_NUMBERED: Final = re.compile(r"\W*\d")  # one of a series
_VARIABLE: Final = re.compile(r"\$\{?[A-Za-z_]{3}|\{baseDir\}|^\s*!`", re.M)  # filled in in SKILL.md only
_BOUND: Final = re.compile(r"\d\+|>=|≥|\bcompatible with\b", re.I)  # a version that is demanded
_SCRIPTED: Final = re.compile(
    r"→|->|=>|\b(?:when|if) (?:the )?user\b|^\W*(?:agent|assistant|claude)\W*:", re.I | re.M
)
_LINK: Final = re.compile(r"\]\((?![a-z]+://|mailto:)", re.I)
_IMPERATIVE: Final = re.compile(
    r"^\W*(?:run|use|call|execute|apply|read|load|open|create|write|check|set|add|follow|ask)\b", re.I | re.M
)
_SPEAKS_OF: Final = r"(?:see|under|in|from|to|per|following|follow)\s+(?:the\s+)?[\"“'*_`]*{}\b"


def cold_sections(module: Module, taken: frozenset[str] = frozenset()) -> tuple[Removal, ...]:
    """The sections of SKILL.md to move, each run of neighbours into one new file."""
    if not module.documents:
        return ()
    document = module.documents[0]
    look = _Look(module, document, taken)
    found = [
        section for section in sections_of(document) if (kind := look.kind(section)) and look.may_move(section, kind)
    ]
    outer = [item for item in found if not any(other.start < item.start < other.end for other in found)]
    size = sum(len(leaf.text) for leaf in document.leaves())
    if sum(len(look.text(item)) for item in outer) > size * _MOST:
        return ()
    return tuple(_removals(module, document, _runs(outer)))


class _Look:
    """One SKILL.md, looked at section by section."""

    def __init__(self, module: Module, document: Document, taken: frozenset[str]) -> None:
        self.module = module
        self.document = document
        self.taken = taken
        files = {path.rpartition("/")[2] for path in module.paths}
        self.names = frozenset({name for name in files if "." in name} | {"references/", "scripts/", "assets/"})
        self.noted = frozenset(name for fact in module.facts for name in _standing(fact))

    def blocks(self, section: Section) -> tuple[Block, ...]:
        """Heading and everything under it."""
        return self.document.blocks[section.start : section.end]

    def text(self, section: Section) -> str:
        """The present text."""
        return "".join(leaf.text for leaf in leaves(self.blocks(section)))

    def kind(self, section: Section) -> str:
        """The list of titles that the section's is in; empty for none, and for the title of the whole document."""
        title = _TITLE_EDGE.sub("", section.title).lower()
        return next((kind for kind, titles in sorted(shake_words().cold.items()) if title in titles), "")

    def may_move(self, section: Section, kind: str) -> bool:
        """Whether nothing in the section belongs to the work itself."""
        inside = list(leaves(self.blocks(section)))
        text = self.text(section)
        if len(text) < _SHORTEST or (section.level < 2 and section.start < _TOP):
            return False
        if _NUMBERED.match(section.title) or (kind == "examples" and len(section.titles) > _SHALLOW):
            return False
        if any(leaf.id in self.taken or leaf.id in self.noted or leaf.derivations for leaf in inside):
            return False
        if keeps(text, "binding", "trouble") or any(item.search(text) for item in (_STEP, _LINK, _VARIABLE, _BOUND)):
            return False
        if any(name in text for name in self.names) or any(block.checked is not None for block in inside):
            return False
        if any(_SCRIPTED.search(leaf.text) for leaf in inside if leaf.kind != "code"):
            return False
        if kind != "examples" and (any(leaf.kind == "code" for leaf in inside) or _IMPERATIVE.search(text)):
            return False
        if kind == "tables" and not _long_table(inside):
            return False
        rest = "".join(leaf.text for leaf in self.document.leaves() if leaf.id not in {item.id for item in inside})
        if _is_spoken_of(section.title, rest):
            return False
        return kind != "examples" or all(_only_shows(leaf, rest) for leaf in inside)


def _only_shows(leaf: Block, rest: str) -> bool:
    """Whether a block of examples shows nothing that the rest does not."""
    if leaf.kind == "code":
        return says_nothing_new(leaf, rest)
    return all(item.value in rest for item in leaf.inlines if item.kind == "code")


def _standing(fact: Fact) -> tuple[str, ...]:
    return fact.blocks if isinstance(fact, Anchor | CallSite | HarnessUse | Reference) else ()


def _long_table(inside: Sequence[Block]) -> bool:
    return any(leaf.kind == "table" and leaf.text.count("\n") >= _ROWS + 2 for leaf in inside)


def _is_spoken_of(title: str, rest: str) -> bool:
    words = _TITLE_EDGE.sub("", title)
    return bool(words) and bool(re.search(_SPEAKS_OF.format(re.escape(words)), rest, re.I))


def _runs(sections: Sequence[Section]) -> list[list[Section]]:
    """Sections that follow each other directly, together."""
    runs: list[list[Section]] = []
    for section in sections:
        if runs and runs[-1][-1].end == section.start:
            runs[-1].append(section)
        else:
            runs.append([section])
    return runs


def _removals(module: Module, document: Document, runs: Sequence[Sequence[Section]]) -> Iterator[Removal]:
    used = {path.lower() for path in module.paths}
    for run in runs:
        titles = [_TITLE_EDGE.sub("", item.title) for item in run]
        path = _free_path(titles[0], used)
        used.add(path.lower())
        blocks = document.blocks[run[0].start : run[-1].end]
        reason = f"most uses do without “{'”, “'.join(titles)}”; it is read when it is asked for"
        yield Removal(document.path, blocks, "cold", reason, f"More on {', '.join(titles)}: `{path}`", moved_to=path)


def _free_path(title: str, used: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "more"
    number, path = 1, f"{FOLDER}/{slug}.md"
    while path in used:
        number += 1
        path = f"{FOLDER}/{slug}-{number}.md"
    return path

"""Which uses are worth a note in a plain check: those that an agent in another harness would stumble over."""

import posixpath
import re
from collections.abc import Mapping, Sequence

from skillrt.ir import Document, Module
from skillrt.passes.harness_uses.about import belongs, conditional, named
from skillrt.passes.harness_uses.lexicon import Lexicon
from skillrt.passes.harness_uses.mentions import product_names
from skillrt.passes.harness_uses.use import Use
from skillrt.passes.harness_uses.wordlists import word_list
from skillrt.targets import Harness

# Known, and nothing to mend: a comment in a program, a product's own part of the metadata, a name in a list or
# heading of several products, the tools of `allowed-tools` (the specification's own example has such names), a file
# that other harnesses do not look at, a variable beside the value to take where it is not set.
QUIET = frozenset(("comment", "metadata-key", "listed", "allowed", "metadata", "guarded"))
_NOT = re.compile(r"\b(?:do not|don't|never|avoid|instead of|rather than)\b[^.;:\n]{0,120}$", re.I)
_EXAMPLE = re.compile(r"[✅❌✓✗]|\b(?:Good|Bad)\b\W{0,4}:")
_WORDS = re.compile(r"[a-z0-9]+")


def notable(
    module: Module, shown: Sequence[Use], every: Sequence[Use], known: Lexicon, harnesses: Mapping[str, Harness]
) -> list[Use]:
    """Of `shown`, the uses to tell of; `every` are the same at all places.

    Left out is what belongs to the subject of the skill or of the document, what is meant for one product among
    several, and what stands in documents and sections that people read and agents do not need.
    """
    if not shown:
        return []
    about = named(module, known)
    meant_for = conditional(module, every)
    below = _below_headings(module, known)
    before_use = _before_use(module)
    alternatives = _alternatives(every)
    by_document = {document.path: about | _subject_of(document, known) for document in module.documents}
    return [
        use
        for use in shown
        if use.form not in QUIET
        and not for_people(use.passage.file)
        and not _is_ruled_out(use)
        and use.passage.block not in before_use
        and not (use.kind == "path" and use.passage.block in alternatives)
        and not belongs(use, by_document.get(use.passage.file, about), harnesses)
        and not meant_for.get(use.passage.block, frozenset()) & set(use.harnesses)
        and not below.get(use.passage.block, frozenset()) & set(use.harnesses)
    ]


def for_people(path: str) -> bool:
    """Whether a document is about the skill, for people who look for it or install it."""
    stem = posixpath.basename(path).partition(".")[0].lower()
    first = re.split(r"[-_ ]", stem, maxsplit=1)[0]
    return path.lower().endswith((".md", ".mdx", ".txt", ".rst")) and bool(
        {stem, first} & word_list("human_documents")
    )


def _is_ruled_out(use: Use) -> bool:
    """Whether the text says not to use it, or shows it as an example of how to write."""
    text = use.passage.text
    before = text[max(0, use.start - 160) : use.start].rpartition("\n")[2]
    return _NOT.search(before) is not None or _EXAMPLE.search(before) is not None


def _alternatives(every: Sequence[Use]) -> frozenset[str]:
    """The blocks that name paths of several harnesses: a list of where each of them looks."""
    owners: dict[str, set[tuple[str, ...]]] = {}
    for use in every:
        if use.kind == "path" and use.passage.block:
            owners.setdefault(use.passage.block, set()).add(use.harnesses)
    return frozenset(block for block, sets in owners.items() if len(sets) > 1)


def _below_headings(module: Module, known: Lexicon) -> dict[str, frozenset[str]]:
    """Block id -> the harnesses that the nearest heading names (`## Set-up in OpenClaw`): the text says whom it is
    for."""
    found: dict[str, frozenset[str]] = {}
    for document in module.documents:
        named = frozenset[str]()
        for block in document.leaves():
            if block.kind == "heading":
                named = _named_in(block.text, known)
            if named:
                found[block.id] = named
    return found


def _named_in(heading: str, known: Lexicon) -> frozenset[str]:
    tables = (known.products, known.loose)
    rows = [
        row
        for table in tables
        for word, row in table.items()
        # most headings hold none of the words, and looking for a plain word is quicker than looking for it alone
        if word in heading
        and word not in word_list("model_families")
        and re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w.-])", heading)
    ]
    return frozenset(name for row in rows for name in row.harnesses)


def _before_use(module: Module) -> frozenset[str]:
    """The blocks below headings such as Installation, those below its sub-headings among them."""
    found: set[str] = set()
    for document in module.documents:
        inside, depth = False, 0
        for block in document.leaves():
            if block.kind == "heading":
                if not inside or block.level <= depth:
                    inside = not word_list("human_headings").isdisjoint(re.findall(r"\w+", block.text.lower()))
                    depth = block.level
            elif inside:
                found.add(block.id)
    return frozenset(found)


def _subject_of(document: Document, known: Lexicon) -> frozenset[str]:
    """The harnesses that a document names in its file name or first heading."""
    words = f"-{'-'.join(_WORDS.findall(posixpath.basename(document.path).lower()))}-"
    names = {name for table in (known.products, known.loose) for row in table.values() for name in row.harnesses}
    found = {name for name in names if f"-{name}-" in words}
    heading = next((block for block in document.leaves() if block.kind == "heading"), None)
    return frozenset(found | product_names(heading.text if heading else "", known))

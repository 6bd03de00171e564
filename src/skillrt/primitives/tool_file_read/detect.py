"""Where a skill makes the agent read files: documents that it names, files that its text sends it to, the project.

Which of several documents is read depends on the task; that there is a choice among files is what L2 asks for.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from skillrt.ir import Reference
from skillrt.primitives.base import Detected, Evidence
from skillrt.primitives.view.files import named_files
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.weighing import NEED, at_most, description_evidence, phrase_evidence, total, verdict

_ID: Final = "tool.file.read"
_DOCUMENTS: Final = (".md", ".mdx", ".markdown", ".txt", ".rst")
_UNNAMED: Final = 0.5
_HINT: Final = 0.5
# where a document is read anyway, so much about files of the project makes it several
_SOME: Final = 0.5


def detect(view: SkillView) -> Detected | None:
    """What the skill asks for: L1 where it is a single document, else L2; L3 where files are read in pieces."""
    named = tuple(_named(view))
    targets = _targets(view)
    paths = tuple(named_files(view, f"{_ID}:verb", "L1", 0.5, "sends the agent to a file", known=targets))
    unnamed = tuple(_unnamed(view))
    project = (
        *phrase_evidence(view, _ID, "L2 strong", "has the agent read the project"),
        *phrase_evidence(view, _ID, "L2 usual", "speaks of files to be read"),
        *_by_tools(view),
    )
    hints = at_most(phrase_evidence(view, _ID, "L2 weak", "speaks of what files hold"), _HINT)
    large = tuple(phrase_evidence(view, _ID, "L3 strong", "has the agent read in pieces"))
    about = tuple(description_evidence(view, _ID, "subject", "L2", NEED, "is about code or documents that are there"))
    evidence = [*named, *unnamed, *paths, *project, *hints, *large, *about]
    if total(large) >= NEED:
        return verdict(evidence, "reads large files in pieces", "L3")
    several = len(targets) + len(unnamed) > 1 or len(_in_main(view, paths)) > 1 or total(project) >= _SOME
    # a skill about code or documents that names none of its own is sent to those that are there
    several = several or bool(about and not targets)
    return verdict(evidence, _reason(len(targets), bool(project)), "L2" if several else "L1")


def _targets(view: SkillView) -> tuple[str, ...]:
    """The documents that SKILL.md names, whether they are there or not."""
    return tuple(dict.fromkeys(fact.target or fact.ref for fact in _references(view)))


def _references(view: SkillView) -> Iterator[Reference]:
    documents = {document.path for document in view.documents}
    for fact in view.module.facts:
        if not isinstance(fact, Reference) or fact.span.file != view.skill_file or not fact.blocks:
            continue
        if fact.status == "outside-skill":
            continue
        path = fact.target or fact.ref
        if path != view.skill_file and (path in documents or _is_document(fact, path)):
            yield fact


def _is_document(fact: Reference, path: str) -> bool:
    """Whether it names a document for the agent that the skill does not bring along, in a link or in code."""
    return (
        fact.target is None and fact.via in ("link", "code") and path.lower().partition("#")[0].endswith(_DOCUMENTS)
    )


def _named(view: SkillView) -> Iterator[Evidence]:
    seen: set[str] = set()
    for fact in _references(view):
        path = fact.target or fact.ref
        block = view.block(fact.blocks[0])
        if path not in seen and block is not None:
            seen.add(path)
            yield Evidence(block.id, 0, len(block.text), "L1", 1.0, "names a document to read")


def _unnamed(view: SkillView) -> Iterator[Evidence]:
    """Documents that lie beside SKILL.md and that it does not name: an agent finds some of them."""
    named = set(_targets(view))
    for document in view.documents[1:]:
        first = next((leaf for leaf in document.leaves() if leaf.text.strip()), None)
        if document.path not in named and first is not None:
            yield Evidence(first.id, 0, len(first.text), "L1", _UNNAMED, "brings a document along")


def _by_tools(view: SkillView) -> Iterator[Evidence]:
    """Tools that read or search files, named in the text; in the front matter they are only allowed."""
    allowed = view.module.front_matter_block
    for fact in view.uses:
        if not _reads(fact.operation) or not fact.blocks:
            continue
        block = view.block(fact.blocks[0])
        if block is not None and (allowed is None or block.id != allowed.id):
            yield Evidence(block.id, 0, len(block.text), "L2", 0.5, "names a tool that reads files")


def _reads(operation: str) -> bool:
    family, _, verb = operation.partition(".")
    return family in ("file", "text") and verb in ("read", "search", "find")


def _in_main(view: SkillView, evidence: Iterable[Evidence]) -> list[Evidence]:
    blocks = {leaf.id for section in view.main for leaf in section.leaves}
    return [item for item in evidence if item.block in blocks]


def _reason(documents: int, project: bool) -> str:
    parts: list[str] = []
    if documents:
        parts.append(f"{documents} document{'s' * (documents > 1)} of the skill")
    if project:
        parts.append("files of the project")
    return f"reads {' and '.join(parts) or 'files'}"

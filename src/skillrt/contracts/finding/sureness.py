"""How sure a need is: asked for, or used by nothing but code that documents show."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from skillrt.contracts.finding.command_names import tables
from skillrt.environment.finding.passages import manner_of_file
from skillrt.environment.finding.scene import Scene
from skillrt.environment.names import is_known_distribution
from skillrt.ir import SKILL_FILE, Dependency, Module

# ways in which code has something; all others ask for it
_BY_CODE: Final = frozenset(
    {"import", "client package", "connection string", "code block", "shown declaration", "usual name"}
)
_BY_ANY: Final = frozenset({"text", "subject"})
_HOSTED_BY: Final = frozenset({"import", "text", "subject", "listed", "code span", "prose"})
_READS: Final = frozenset({"environ", "process.env", "secret", "shown", "default"})
_BEHIND: Final = "needed by "
_OF_PROJECT: Final = re.compile(r"^[ \t]*(?:import\b[^\n]{0,200}[\"']|export[ \t]|(?:describe|test|it)\()", re.M)
_STANDS_IN: Final = re.compile(r"(?:repo|package|pkg|module|service|app|project|lib)[-_]?[a-z0-9]\Z")
_EXAMPLE: Final = re.compile(r"\b(?:examples?|sample (?:run|session|output)|walk-?through)\b", re.I)


def only_shown(needs: Iterable[Dependency], module: Module) -> tuple[frozenset[Dependency], frozenset[Dependency]]:
    """Those that only code of the documents has, and nothing says that they have to be there; and what stands behind
    nothing but them.

    That a skill shows code which imports a package does not say that the skill needs it: it may be a sample of what
    to write, of what not to write, or of what is looked for. So it is with Python in SKILL.md (decision 0051).
    """
    documents = {document.path for document in module.documents}
    documents.update(file.path for file in module.files if manner_of_file(file.path) == "example")
    listed = [item for item in needs if documents.issuperset(span.file for span in (item.span, *item.evidence))]
    shown = frozenset(item for item in listed if (_is_read if item.kind == "env" else _is_used)(item))
    behind = frozenset(f"{_BEHIND}{item.name}" for item in shown)
    return shown, frozenset(
        item for item in listed if not behind.isdisjoint(item.via) and (behind | _BY_ANY).issuperset(item.via)
    )


def _is_read(item: Dependency) -> bool:
    # `${X:-y}` in a shell block of SKILL.md is run, not shown
    runs = "default" in item.via and any(span.file.lower() == SKILL_FILE.lower() for span in item.evidence)
    return _READS.issuperset(item.via) and not runs and not (item.required and "environ" in item.via)


def _is_used(item: Dependency) -> bool:
    ways = frozenset(way for way in item.via if not way.startswith(_BEHIND))
    asked = item.kind not in ("node", "python") and item.required
    return not asked and not _BY_CODE.isdisjoint(ways) and (_BY_CODE | _BY_ANY).issuperset(ways)


def blocks_of_examples(scene: Scene) -> frozenset[str]:
    """The blocks below headings that announce an example."""
    return frozenset(
        leaf.id for section in scene.sections if _EXAMPLE.search(section.title) for leaf in section.leaves
    )


def is_of_examples(item: Dependency, examples: Collection[str], module: Module) -> bool:
    """Whether a package stands only below headings of examples: there it is what somebody else needs."""
    documents = {document.path for document in module.documents}
    return (
        item.kind in ("python", "node")
        and bool(item.blocks)
        and all(name in examples for name in item.blocks)
        and documents.issuperset(span.file for span in (item.span, *item.evidence))
    )


def is_hosted(item: Dependency) -> bool:
    """Whether a module comes with the platform that runs the code: `lwc`, `k6`. What is installed is a package."""
    return item.kind == "node" and item.name in tables()["hosted"] and _HOSTED_BY.issuperset(item.via)


def is_of_a_project(item: Dependency, module: Module) -> bool:
    """Whether all that asks for it is code which belongs into a project: node for a test that the text shows, and
    modules of the project itself (`from data_loader import x`)."""
    if item.kind == "system":
        blocks = [module.blocks[name].text for name in item.blocks if name in module.blocks]
        return item.via == ("code block",) and bool(blocks) and all(map(_OF_PROJECT.search, blocks))
    if item.kind != "python":
        return False
    if _STANDS_IN.match(item.name):
        return True
    if item.via != ("import",):
        return False
    words = re.split(r"[-_.]", item.name.lower())
    made_up = len(words) > 1 and tables()["local"].issuperset(words)
    return made_up or (not is_known_distribution(item.name) and any(_is_elsewhere(item, module)))


def _is_elsewhere(item: Dependency, module: Module) -> Iterator[bool]:
    """Whether a bundled program that imports it looks for modules in other folders besides (`sys.path.insert`)."""
    files = {span.file for span in (item.span, *item.evidence)}
    return ("sys.path." in (file.text or "") for file in module.files if file.path in files)

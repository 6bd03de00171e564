"""Pages, workflows and modules made of Markdown text."""

from skillrt.frontend.markdown import parse
from skillrt.ir import Document
from skillrt.passes.concurrency.drafts import Group, Page, page_of
from skillrt.passes.concurrency.edges import Graph, graph_of
from skillrt.passes.concurrency.work import Programs, Work, work_of
from skillrt.passes.concurrency.workflows import workflows_of
from skillrt.reading.sections import sections_of

NONE = Programs({}, {})


def page(text: str, path: str = "SKILL.md") -> Page:
    """The page of a document with this text."""
    blocks = parse(path, text.encode(), front_matter=False).blocks
    return page_of(path, blocks, sections_of(Document(path, blocks)))


def only(groups) -> Group:
    """The one group that there is."""
    (group,) = groups
    return group


def works(text: str) -> list[Work]:
    """The work of each step of the only workflow in a text."""
    shown = page(text)
    group = only(workflows_of(shown))
    return [work_of(shown, draft, f"s{at}", "w1", NONE) for at, draft in enumerate(group.drafts, 1)]


def graph(text: str) -> Graph:
    """The dependences in the only workflow of a text."""
    shown = page(text)
    return graph_of(works(text), only(workflows_of(shown)).keyword)


def edges(text: str) -> list[tuple[int, int, str]]:
    """Its edges by the numbers of the steps from 1."""
    return [(link.first + 1, link.then + 1, link.kind) for link in graph(text).links]


def titles(group: Group) -> list[str]:
    """The titles of the steps."""
    return [draft.title for draft in group.drafts]

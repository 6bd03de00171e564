"""The plans of a skill: its workflows with the work of each step, a decision before them, a setup first."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from skillrt.ir import SKILL_FILE, Block, Module
from skillrt.passes.concurrency.chances import Weights, shipped
from skillrt.passes.concurrency.drafts import Draft, Group, Page, page_of
from skillrt.passes.concurrency.headed import MOST_OF_TITLE
from skillrt.passes.concurrency.words import phrases, words
from skillrt.passes.concurrency.work import Programs, Work, programs_in, work_of
from skillrt.passes.concurrency.workflows import Found, found_in
from skillrt.reading.present import present_document
from skillrt.reading.sections import Section, sections_of
from skillrt.reading.sentences import Sentence
from skillrt.reading.titles import plain_title

_NOT_READ: Final = ("readme.md", "changelog.md", "license.md", "contributing.md", "creation-log.md")


class Plan(msgspec.Struct, frozen=True):
    """One workflow: its id, the group of steps that it was made of, and their work in order."""

    id: str
    group: Group
    works: tuple[Work, ...]


class Plans(msgspec.Struct, frozen=True):
    """What a skill has the agent do: the documents as pages, the decision before several workflows, the workflows;
    `others` are groups of steps that may be some as well and are not followed, each as one."""

    pages: tuple[Page, ...]
    decision: Work | None
    plans: tuple[Plan, ...]
    others: tuple[Draft, ...] = ()


def plans_of(module: Module, weights: Weights | None = None) -> Plans:
    """The workflows of SKILL.md; where it has none, those of the documents that it leads to."""
    used = weights or shipped()
    pages = tuple(_pages(module))
    read = [(page, found_in(page, used)) for page in pages[:1]]
    if not any(item.followed for _, item in read):
        read = _led_to(pages[1:], used)
    found = [(page, item.group) for page, each in read for item in each.followed]
    others = tuple(_as_one(group) for _, each in read for group in each.others)
    return _planned(pages, found, programs_in(module), others) if found else Plans(pages, None, ())


def _as_one(group: Group) -> Draft:
    held = tuple(leaf for draft in group.drafts for leaf in draft.leaves)
    return Draft(group.title or group.drafts[0].title, "", held, group.line, group.end_line)


def _led_to(pages: Sequence[Page], weights: Weights) -> list[tuple[Page, Found]]:
    """The workflows of documents that most likely have some, the likeliest first, until there are as many steps as a
    skill has. The rest are looked up when they are needed, as references are."""
    known = [(page, found_in(page, weights)) for page in pages]
    marked = [(max([0.0, *(item.chance for item in found.followed)]), page, found) for page, found in known]
    taken: list[str] = []
    steps = 0
    for chance, page, found in sorted(marked, key=lambda row: -row[0]):
        if chance >= weights.elsewhere and steps < weights.steps:
            taken.append(page.path)
            steps += sum(len(item.group.drafts) for item in found.followed)
    return [(page, found) for page, found in known if page.path in taken]


def _pages(module: Module) -> Iterator[Page]:
    for document in module.documents:
        if document.path == SKILL_FILE or document.path.lower().rpartition("/")[2] not in _NOT_READ:
            present = present_document(document)
            yield page_of(present.path, present.blocks, sections_of(present))


def _planned(
    pages: tuple[Page, ...], found: Sequence[tuple[Page, Group]], programs: Programs, others: tuple[Draft, ...]
) -> Plans:
    page, first = found[0]
    count = 0
    decision: Work | None = None
    if draft := _decision(page, first, [group for home, group in found if home is page]):
        count = 1
        decision = work_of(page, draft, "s1", "", programs)
    elif page is not pages[0] and (draft := _leading(pages[0], len(found))):
        count = 1
        decision = work_of(pages[0], draft, "s1", "", programs)
    setup = _setup(page, first) if len(found) == 1 else None
    plans: list[Plan] = []
    for number, (home, group) in enumerate(found, 1):
        closing = _closing(home, group) if number == len(found) else None
        drafts = (*_held(setup), *group.drafts, *_held(closing))
        works = [work_of(home, draft, f"s{count + at}", f"w{number}", programs) for at, draft in enumerate(drafts, 1)]
        count += len(works)
        plans.append(Plan(f"w{number}", group, tuple(works)))
    return Plans(pages, decision, tuple(plans), others)


def _decision(page: Page, first: Group, groups: Sequence[Group]) -> Draft | None:
    """What says before several workflows, or before alternatives in one, which of them to follow."""
    if len(groups) < 2 and not _has_alternatives(first):
        return None
    for section in reversed([item for item in page.sections if item.line < first.line]):
        if section.level > 1 and section.title.lower().strip(" :?") in words("decision", "title"):
            return _section_draft(page, section)
        for leaf in section.leaves:
            said = [item for item in page.said(leaf) if phrases("decision", "lead").search(item.text)]
            if said and leaf.span.line < first.line and leaf.kind == "paragraph":
                return _leaf_draft(leaf, said[0])
    return None


def _leading(main: Page, workflows: int) -> Draft | None:
    """A section of SKILL.md that says which of the workflows of other documents to follow."""
    named = words("decision", "title")
    sections = [item for item in main.sections if item.level > 1 and item.title.lower().strip(" :?") in named]
    return _section_draft(main, sections[0]) if sections and workflows > 1 else None


def _has_alternatives(group: Group) -> bool:
    labels = [draft.label for draft in group.drafts]
    return any(not label.isdigit() and label.rstrip("ABCabc-. ") in labels for label in labels if label)


def _section_draft(page: Page, section: Section) -> Draft:
    head = page.heads[section.heading]
    end = max([section.line, *(leaf.span.end_line for leaf in section.leaves if leaf.kind != "rule")])
    return Draft(section.title, "", (head, *section.leaves), section.line, end)


def _leaf_draft(leaf: Block, said: Sentence) -> Draft:
    return Draft(
        plain_title(" ".join(said.text.split()), MOST_OF_TITLE), "", (leaf,), leaf.span.line, leaf.span.end_line
    )


def _held(draft: Draft | None) -> tuple[Draft, ...]:
    return () if draft is None else (draft,)


def _closing(page: Page, group: Group) -> Draft | None:
    """A section behind the steps that is to be done when they are: `Before marking work complete: ...`; behind
    checks, what is told of all of them."""
    checks = bool(words("step", "examines") & {group.keyword.partition(" ")[0]})
    for section in page.sections:
        if section.line <= group.end_line or section.level < 2 or not section.leaves:
            continue
        said = page.said(section.leaves[0])
        if said and said[0].kind == "paragraph" and phrases("closing", "lead").match(said[0].text.lstrip("*_> ")):
            return _section_draft(page, section)
        named = phrases("closing", "title").search(section.title)
        if checks and named and group.around == page.around(section):
            return _section_draft(page, section)
    return None


def _setup(page: Page, first: Group) -> Draft | None:
    """A section before the workflow that is called setup: it comes first."""
    named = words("setup", "title")
    for section in page.sections:
        if section.line < first.line and section.level > 1 and section.title.lower() in named and section.leaves:
            return _section_draft(page, section)
    return None

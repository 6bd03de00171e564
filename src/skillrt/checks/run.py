"""Check a library: survey, cache, processes, policy, baseline -> report."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from skillrt.checks.baseline import BaselineFile, Known, Scope, compared, is_below
from skillrt.checks.cache import Cache, context_digest
from skillrt.checks.cards import Card, Unread, read_anew, survey
from skillrt.checks.changed import changed_files, owners
from skillrt.checks.library import library_findings, listing_findings
from skillrt.checks.modes import skills_without_modes
from skillrt.checks.policy import ALWAYS, Policy, path_matcher
from skillrt.config import Library
from skillrt.errors import Diagnostic, Finding, Report
from skillrt.errors.findings import joined
from skillrt.frontend import FolderSource
from skillrt.frontend.skill_tree import nested_files
from skillrt.process.garbage import search_seldom

# Starting a process and loading the passes in it costs as much as checking this many skills.
_SKILLS_FOR_A_PROCESS: Final = 60


@dataclass(frozen=True, slots=True)
class Request:
    """What to check and how. `paths` are as shown to the user; `jobs` 0 chooses by the amount of work.

    `since` is a commit of git; `only` are keys of skills, where not all are to be checked; `descriptors` are folders
    with harness descriptors.
    """

    paths: tuple[str, ...]
    library: Library
    policy: Policy = field(default_factory=Policy)
    targets: tuple[str, ...] = ()
    portable: bool = False
    audit: bool = False
    descriptors: tuple[Path, ...] = ()
    since: str = ""
    only: frozenset[str] | None = None
    baseline: BaselineFile | None = None
    cache: Cache | None = None
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found. `folders` are those of the skills that stand in folders, by their path as shown.

    `stale` are entries of the baseline that occur no more, `hits` how many skills the cache knew, `states` keys and
    digests of the skills that were checked, `scope` is what was looked at, `variants` where some were passed over.
    """

    report: Report
    stale: tuple[Known, ...] = ()
    folders: dict[str, Path] = field(default_factory=dict[str, Path])
    hits: int = 0
    states: frozenset[tuple[str, str]] = frozenset()
    scope: Scope = field(default_factory=Scope)
    variants: tuple[str, ...] = ()

    @property
    def defective(self) -> bool:
        """Whether SkillRT itself failed on a skill."""
        return any(item.diagnostic.code == ALWAYS for item in self.report.findings)


def run_checks(request: Request) -> Outcome:
    """Check everything that is asked for. Raises UsageError and MachineError; problems of skills are findings."""
    search_seldom()
    variants: list[str] = []
    cards, unread = _survey(request, variants.append)
    selected = _selected(request, cards)
    run = _Run(request, cards)
    findings = [run.finding(item.skill, item.key, diagnostic) for item in unread for diagnostic in item.diagnostics]
    for index, diagnostics in run.diagnostics(selected):
        findings += run.findings(cards[index], diagnostics)
    findings += run.across(selected)
    report = Report.of(findings, len(selected) + len(unread))
    return replace(run.outcome(report, selected, unread), variants=tuple(variants))


class _Run:
    """One run over the cards."""

    def __init__(self, request: Request, cards: Sequence[Card]) -> None:
        self.request = request
        self.cards = cards
        self.hits = 0

    def finding(self, skill: str, key: str, diagnostic: Diagnostic) -> Finding:
        return self.request.policy.finding(skill, key, diagnostic)

    def findings(self, card: Card, diagnostics: Iterable[Diagnostic]) -> Iterator[Finding]:
        """The findings of one skill."""
        archived = not isinstance(card.ticket, FolderSource)
        for diagnostic in diagnostics:
            found = self.finding(card.skill, card.key, diagnostic)
            yield msgspec.structs.replace(found, archived=True) if archived else found

    def diagnostics(self, selected: Collection[int]) -> Iterator[tuple[int, tuple[Diagnostic, ...]]]:
        """The diagnostics of each selected skill, in order; from the cache where it knows them."""
        cache = self.request.cache
        context = self._context() if cache else ""
        missing: list[int] = []
        for index in sorted(selected):
            found = cache.diagnostics(self.cards[index], context) if cache else None
            if found is None:
                missing.append(index)
            else:
                self.hits += 1
                yield index, found
        with closing(self._checked([self.cards[index] for index in missing])) as results:
            for index, found in zip(missing, results, strict=True):
                if cache and not any(item.code == ALWAYS for item in found):
                    cache.put_diagnostics(self.cards[index], context, found)
                yield index, found
        if cache:
            cache.tidy()

    def _checked(self, cards: list[Card]) -> Generator[tuple[Diagnostic, ...]]:
        if not cards:
            return
        from skillrt.checks.skill import Asked, Errand  # loaded only where the cache does not know everything

        request = self.request
        asked = Asked.of(
            self.cards,
            targets=request.targets,
            portable=request.portable,
            audit=request.audit,
            descriptors=request.descriptors,
        )
        _ = asked.parsed_targets  # a wrong target is a usage error of the whole run, not of each skill
        errands = (Errand(card.ticket, card.key) for card in cards)
        jobs = min(request.jobs or _jobs(len(cards)), len(cards))
        if jobs <= 1:
            yield from map(asked, errands)
            return
        from skillrt.checks.pool import in_order  # loaded where it is needed: start-up

        yield from in_order(asked, errands, jobs, _lost, preload="skillrt.checks.skill")

    def across(self, selected: Collection[int]) -> Iterator[Finding]:
        """What shows only when all skills are looked at together."""
        alike = self.request.policy.wants("library.alike-descriptions")
        for index, diagnostic in library_findings(self.cards, selected, alike=alike):
            card = self.cards[index]
            yield self.finding(card.skill, card.key, diagnostic)
        if self.request.targets:
            from skillrt.targets import load_harnesses, parse_target  # loaded where it is needed: start-up

            harnesses = load_harnesses(self.request.descriptors)
            targets = [parse_target(text, harnesses) for text in self.request.targets]
            wanted = {item.harness.name: item.harness for item in targets}
            for diagnostic in listing_findings(self.cards, wanted.values()):
                yield self.finding(".", ".", diagnostic)

    def outcome(self, report: Report, selected: Collection[int], unread: Sequence[Unread]) -> Outcome:
        """The report beside the baseline, with what the caller needs to apply fixes."""
        chosen = [self.cards[index] for index in sorted(selected)]
        folders = {card.skill: card.ticket.root for card in chosen if isinstance(card.ticket, FolderSource)}
        states = frozenset((card.key, card.digest) for card in chosen)
        scope = self._scope(frozenset(item.key for item in (*chosen, *unread)))
        if self.request.baseline is None:
            return Outcome(report, (), folders, self.hits, states, scope)
        beside = compared(report, self.request.baseline, self.request.library.shown, scope)
        return Outcome(beside.report, beside.stale, folders, self.hits, states, scope)

    def _scope(self, skills: frozenset[str]) -> Scope:
        """What this run looks at. What comes of comparing skills is there only where all of them are read."""
        request, library = self.request, self.request.library
        given = tuple(map(library.shown, request.paths))
        all_read = all(is_below(library.shown(library.resolved(root)), given) for root in library.settings.roots)
        all_checked = not request.since and request.only is None

        def looks_for(code: str) -> bool:
            family = code.split(".", 1)[0]
            made = (request.audit or family != "audit") and (all_read or family != "library")
            return made and request.policy.looks_for(code)

        return Scope(skills, given if all_checked else (), all_checked and all_read, looks_for)

    def _context(self) -> str:
        request = self.request
        files = [file for folder in request.descriptors for file in sorted(folder.glob("*.toml"))]
        modes = ("portable" if request.portable else "", "audit" if request.audit else "")
        # skills below one that is given by its file are not among the cards
        nested = (joined(card.key, path) for card in self.cards for path in nested_files(card.ticket))
        asked = (*request.targets, *modes, *sorted(skills_without_modes(self.cards)), *nested)
        return context_digest(self.cards, asked, files)


def _survey(request: Request, passed_over: Callable[[str], None]) -> tuple[list[Card], list[Unread]]:
    library = request.library
    excluded = path_matcher(library.settings.exclude)
    listings = request.cache.listing if request.cache else read_anew
    paths, shown = request.paths, library.shown

    def left_out(where: str) -> bool:
        return excluded(f"{shown(where)}/")

    found = list(survey(paths, shown, left_out, listings, library.own, passed_over))
    cards = [item for item in found if isinstance(item, Card)]
    return cards, [item for item in found if isinstance(item, Unread)]


def _selected(request: Request, cards: Sequence[Card]) -> Collection[int]:
    """The cards to check: all, or those that changed; what is in no repository or in an archive counts as changed."""
    if request.only is not None:
        return frozenset(index for index, card in enumerate(cards) if card.key in request.only)
    if not request.since:
        return range(len(cards))
    files = changed_files(request.library.root, request.since)
    roots = [card.ticket.root.resolve() if isinstance(card.ticket, FolderSource) else None for card in cards]
    changed = owners(files, [root for root in roots if root is not None])
    return frozenset(index for index, root in enumerate(roots) if root is None or root in changed)


def _jobs(count: int) -> int:
    from skillrt.checks.pool import available_processors  # loaded where it is needed: start-up

    return max(1, min(available_processors(), count // _SKILLS_FOR_A_PROCESS))


def _lost(death: str) -> tuple[Diagnostic, ...]:
    message = f"the process that checked this skill ended with {death}"
    return (Diagnostic.of("internal.error", message),)

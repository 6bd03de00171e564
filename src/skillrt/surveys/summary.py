"""The sum of a survey: tallies and histograms. Sums of parts add up to the sum of the whole, in any order."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from skillrt.surveys.histogram import Histogram
from skillrt.surveys.record import SkillRecord

MEASURES: Final = (
    "tokens-listed",
    "tokens-activation",
    "tokens-read",
    "skill-bytes",
    "all-bytes",
    "files",
    "required-needs",
    "primitives",
    "steps",
)
"""What has a histogram, in the order of reports."""
NEEDS: Final = ("required", "optional", "undeclared")


class Tally(msgspec.Struct):
    """How many skills have something, and how often it occurs in all of them."""

    skills: int = 0
    total: int = 0


class Summary(msgspec.Struct):
    """The sum of many records. `tables` hold tallies by what is counted; their keys are names that SkillRT knows, so
    they do not grow with the collection. Records of skills that could not be read count in `unread` and `error` only.
    """

    skills: int = 0
    unread: int = 0
    tables: dict[str, dict[str, Tally]] = {}
    measures: dict[str, Histogram] = {}

    def add(self, record: SkillRecord) -> None:
        """Take one record."""
        self.skills += 1
        self.unread += record.unread
        for table, key, number in _marks(record):
            if number:
                tally = self.tables.setdefault(table, {}).setdefault(key, Tally())
                tally.skills += 1
                tally.total += number
        if not record.unread:
            for name, value in _measures(record):
                self.measures.setdefault(name, Histogram()).add(value)

    def merge(self, other: "Summary") -> None:
        """Take all records of another sum."""
        self.skills += other.skills
        self.unread += other.unread
        for table, tallies in other.tables.items():
            mine = self.tables.setdefault(table, {})
            for key, tally in tallies.items():
                own = mine.setdefault(key, Tally())
                own.skills += tally.skills
                own.total += tally.total
        for name, histogram in other.measures.items():
            self.measures.setdefault(name, Histogram()).merge(histogram)

    @property
    def read(self) -> int:
        """How many skills could be read: what shares are of."""
        return self.skills - self.unread

    def tally(self, table: str, key: str) -> Tally:
        """One tally; zeros where nothing was counted."""
        return self.tables.get(table, {}).get(key, Tally())

    def table(self, name: str) -> list[tuple[str, Tally]]:
        """The tallies of a table: those that most skills have first, then by name."""
        return sorted(self.tables.get(name, {}).items(), key=lambda item: (-item[1].skills, -item[1].total, item[0]))

    def measure(self, name: str) -> Histogram:
        """One histogram; an empty one where nothing was measured."""
        return self.measures.get(name, Histogram())


def _marks(record: SkillRecord) -> Iterator[tuple[str, str, int]]:
    """Table, key and count of everything in a record that is tallied."""
    yield from _each("error", record.errors)
    if record.unread:
        return
    yield "kind", record.kind or "unknown", 1
    yield from _contents(record)
    yield "written-for", record.written_for or "unknown", 1
    yield from _each("language", record.contents.languages)
    yield from _each("program", record.contents.programs)
    for kind, needs in record.needs.items():
        yield from (("need", f"{kind}.{name}", getattr(needs, name)) for name in NEEDS)
    for name in NEEDS:
        yield "need", f"all.{name}", sum(getattr(needs, name) for needs in record.needs.values())
    yield from _each("use", record.uses)
    yield from _each("use-kind", record.use_kinds)
    yield from _each("reference", record.references)
    yield from _each("broken", record.broken)
    yield from ((f"level-{level}", name, 1) for name, level in record.primitives.items())
    yield from _each("edge", record.work.edges)
    yield from _each("region", record.work.regions)
    yield from _each("audit", record.audit)


def _contents(record: SkillRecord) -> Iterator[tuple[str, str, int]]:
    """What the skill has, by words that reports show."""
    found, programs = record.contents, record.sizes.programs
    yield "content", "procedure", found.procedures
    yield "content", "procedure-main", found.main_procedures
    yield "content", "workflow", record.work.workflows
    yield "content", "steps", record.work.steps
    yield "content", "code", found.fences + programs
    yield "content", "code-main", found.main_fences
    yield "content", "programs", programs
    yield "content", "documents", max(0, record.sizes.texts - 1)
    yield "content", "uses", sum(record.uses.values())
    yield "content", "broken-links", _sum(record.broken, "link.")
    yield "content", "broken-calls", _sum(record.broken, "call.")
    yield "content", "regions", sum(record.work.regions.values())
    yield "content", "audit", sum(record.audit.values())
    yield "content", "errors", sum(record.errors.values())


def _sum(counts: Mapping[str, int], family: str) -> int:
    return sum(number for code, number in counts.items() if code.startswith(family))


def _each(table: str, counts: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    yield from ((table, key, number) for key, number in counts.items())


def _measures(record: SkillRecord) -> Iterator[tuple[str, int]]:
    if record.tokens is not None:
        yield "tokens-listed", record.tokens.listed
        yield "tokens-activation", record.tokens.activation
        yield "tokens-read", record.tokens.read
    yield "skill-bytes", record.sizes.skill
    yield "all-bytes", record.sizes.all
    yield "files", record.sizes.files
    yield "required-needs", sum(needs.required for needs in record.needs.values())
    yield "primitives", len(record.primitives)
    yield "steps", record.work.steps

"""Findings and reports: diagnostics together with the skills they are about, as renderers take them."""

from collections.abc import Iterable

import msgspec

from skillrt.errors.diagnostics import Diagnostic, Severity


class Finding(msgspec.Struct, frozen=True):
    """A diagnostic in one skill.

    `skill` is the skill's folder as reports show it: relative to the library's root, forward slashes, "" or "."
    for the root itself. `baselined` says that the baseline already holds it; `ignored` gives the reason where
    the settings ignore it, else "". Neither kind counts towards the exit status. `archived` says that the skill is
    in an archive, where no fix is applied.
    """

    skill: str
    diagnostic: Diagnostic
    baselined: bool = False
    ignored: str = ""
    archived: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is news: neither in the baseline nor ignored."""
        return not self.baselined and not self.ignored

    @property
    def fixable(self) -> bool:
        """Whether `--fix` would do something about it."""
        return self.counts and self.diagnostic.fix is not None and not self.archived

    @property
    def path(self) -> str:
        """The file it is in, as reports show it; the skill itself where it is in no file."""
        place = self.diagnostic.place
        return joined(self.skill, place.file if place is not None else "")

    @property
    def sort_key(self) -> tuple[str, tuple[str, int, int, str, str]]:
        """Reading order over a whole library."""
        return (self.skill, self.diagnostic.sort_key)


class Report(msgspec.Struct, frozen=True):
    """What one run found: `findings` in reading order, over `skills` skills."""

    findings: tuple[Finding, ...]
    skills: int

    @classmethod
    def of(cls, findings: Iterable[Finding], skills: int) -> "Report":
        """A report in reading order, without exact repeats and without what the settings turned off."""
        shown = {item: None for item in findings if item.diagnostic.severity is not Severity.OFF}
        return cls(tuple(sorted(shown, key=lambda item: item.sort_key)), skills)

    def count(self, severity: Severity) -> int:
        """How many findings of this weight count."""
        return sum(item.counts and item.diagnostic.severity is severity for item in self.findings)

    def fails(self, threshold: Severity) -> bool:
        """Whether a finding that counts weighs `threshold` or more; never where the threshold is `off`."""
        if threshold is Severity.OFF:
            return False
        return any(item.counts and item.diagnostic.severity.rank <= threshold.rank for item in self.findings)


def joined(skill: str, file: str) -> str:
    """`file` inside the display path `skill`, with forward slashes and no leading `./`."""
    if skill in {"", "."}:
        return file or "."
    folder = skill.rstrip("/")
    return f"{folder}/{file}" if file else folder or "/"

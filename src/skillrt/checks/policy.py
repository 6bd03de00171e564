"""How much each finding weighs here: severities and ignores of the settings, choices of the command line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from skillrt.config import Ignore, Settings
from skillrt.errors import Diagnostic, Finding, Severity, UsageError, catalogue
from skillrt.errors.findings import joined

# A defect of SkillRT must be seen: nothing can turn it off.
ALWAYS = "internal.error"


@dataclass(frozen=True)
class Policy:
    """Turns diagnostics of a skill into findings.

    `select` leaves only the codes or families named, `ignore` leaves them out; both come from the command line and
    win over the settings. `aimed`: the check asks about a target, or about all harnesses.
    """

    settings: Settings = field(default_factory=Settings)
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    aimed: bool = False

    def finding(self, skill: str, key: str, diagnostic: Diagnostic) -> Finding:
        """The finding as it is to be reported. `skill` is the path shown, `key` the one that ignores match."""
        severity = self.severity(diagnostic)
        reason = "" if diagnostic.code == ALWAYS else self._reason(key, diagnostic)
        return Finding(skill, diagnostic.at(severity), ignored=reason)

    def wants(self, code: str) -> bool:
        """Whether findings of this code are reported at all."""
        return self.severity(Diagnostic.of(code, "")) is not Severity.OFF

    def looks_for(self, code: str) -> bool:
        """Whether a finding of this code that is not reported is not there.

        What the command line leaves out, or does not ask for, may be there all the same; what the settings turn off
        is off for good.
        """
        return self._chosen(code) and (self._given(code) is not None or self._on(code))

    def severity(self, diagnostic: Diagnostic) -> Severity:
        """The weight of a diagnostic: by code, else by family, else as it came; `off` where it is not wanted.

        A code that is off by default counts only where the settings or `select` name it, or, if the catalogue says
        so, where the check is aimed.
        """
        code = diagnostic.code
        if code == ALWAYS:
            return Severity.ERROR
        if not self._chosen(code):
            return Severity.OFF
        given = self._given(code)
        if given is not None:
            return given
        return diagnostic.severity if self._on(code) else Severity.OFF

    def _chosen(self, code: str) -> bool:
        """Whether `select` and `ignore` leave it."""
        return not _names(self.ignore, code) and (not self.select or _names(self.select, code))

    def _on(self, code: str) -> bool:
        """Whether it counts where the settings say nothing of it."""
        info = catalogue().get(code)
        return info is None or info.default or bool(self.select) or (info.aimed and self.aimed)

    def _given(self, code: str) -> Severity | None:
        weights: Mapping[str, str] = self.settings.severity
        weight = weights.get(code) or weights.get(code.split(".", 1)[0])
        return Severity(weight) if weight else None

    def unused(self, findings: Iterable[tuple[str, Diagnostic]]) -> tuple[Ignore, ...]:
        """The ignores that none of the findings matches, each given with its key, in the order of the settings."""
        used: set[int] = set()
        for key, diagnostic in findings:
            path = _path(key, diagnostic)
            for at, (ignore, matches) in enumerate(self._ignores):
                if at not in used and _names((ignore.code,), diagnostic.code) and matches(path):
                    used.add(at)
        return tuple(ignore for at, (ignore, _) in enumerate(self._ignores) if at not in used)

    def _reason(self, key: str, diagnostic: Diagnostic) -> str:
        path = _path(key, diagnostic)
        for ignore, matches in self._ignores:
            if _names((ignore.code,), diagnostic.code) and matches(path):
                return ignore.reason
        return ""

    @cached_property
    def _ignores(self) -> tuple[tuple[Ignore, Callable[[str], bool]], ...]:
        return tuple((item, path_matcher((item.path,))) for item in self.settings.ignore)


def _path(key: str, diagnostic: Diagnostic) -> str:
    place = diagnostic.place
    return joined(key, place.file) if place is not None and place.file else f"{key}/"


def path_matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path (forward slashes, folders with a final one) fits patterns like those of .gitignore."""
    if not patterns:
        return lambda _: False
    from pathspec import GitIgnoreSpec  # loaded where it is needed: start-up

    spec = GitIgnoreSpec.from_lines(patterns)
    return lambda path: spec.match_file(path)


def require_known_codes(codes: Sequence[str]) -> None:
    """Raise UsageError, with the nearest name, for what is neither a code nor a family of codes."""
    listed = catalogue()
    families = sorted({code.split(".", 1)[0] for code in listed})
    for code in codes:
        if code not in listed and code not in families:
            near = get_close_matches(code, [*listed, *families], 1)
            hint = f"did you mean `{near[0]}`?" if near else "`skillrt explain --list` lists the codes"
            raise UsageError(Diagnostic.of("usage.unknown-code", f"there is no code `{code}`", hint=hint))


def _names(chosen: Sequence[str], code: str) -> bool:
    return code in chosen or code.split(".", 1)[0] in chosen

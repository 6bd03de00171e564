"""Call sites: each command of the text that runs a bundled script, against what the script accepts."""

import posixpath
import re

import msgspec

from skillrt.code import CallProblem, Interface, check_command, interface_of
from skillrt.errors import Diagnostic, Edit, Fix
from skillrt.ir import BundledFile, CallSite, place_of, span_of
from skillrt.passes.linking.direct import RUNNERS, DirectStarts, Start, runner_of
from skillrt.passes.linking.mentions import Site
from skillrt.passes.linking.outcomes import Linker
from skillrt.passes.linking.programs import Characters

_CODES = {
    "unknown-option": "call.unknown-option",
    "missing-argument": "call.missing-argument",
    "missing-value": "call.missing-value",
    "wrong-choice": "call.wrong-choice",
    "swallowed-positional": "call.swallowed-positional",
    "too-many-arguments": "call.too-many-arguments",
}
_MANY = 8


class Checked(msgspec.Struct, frozen=True):
    """What one call site came to; without a fact, what all together came to."""

    fact: CallSite | None
    problems: tuple[Diagnostic, ...] = ()


class CallChecker:
    """Checks the call sites of one skill; each interface is read once."""

    def __init__(self, linker: Linker, *, lost: bool = False) -> None:
        self.linker = linker
        self.direct = DirectStarts(linker.module, lost=lost)
        self.files = {file.path: file for file in linker.module.files if file.kind == "script"}
        self.made_executable = frozenset(
            path for path, scan in linker.scans.items() if scan.sites and _CHMOD.search(linker.skill.text_of(path))
        )

    def check(self, site: Site, document: str) -> Checked | None:
        """The call as a fact with its problems; None where it runs no script of the skill."""
        script = self.script(site, document)
        if script is None or script.text is None:
            return None
        interface = interface_of(script.path, script.text)
        place = _Place(site)
        found = [*self.started(site, script, place, document)]
        if interface is not None and not any(item.code == "call.wrong-interpreter" for item in found):
            found += self.mistaken(site, script, place, interface)
        text = site.text[site.call.start : site.call.end]
        start, end = place.of(site.call.start, site.call.end)
        fact = CallSite(
            blocks=(site.block.id,),
            span=span_of(site.block, start, end),
            script=script.path,
            command=" ".join(text.split())[:500],
            checked=interface is not None and interface.known,
        )
        return Checked(fact, tuple(found))

    def mistaken(self, site: Site, script: BundledFile, place: "_Place", interface: Interface) -> list[Diagnostic]:
        """What the script would not accept, unless the text shows the call as a wrong one."""
        before = site.text[: site.call.start].rstrip().rpartition("\n")[2]
        line_end = site.text.find("\n", site.call.end)
        after = site.text[site.call.end : line_end if line_end >= 0 else len(site.text)][:200]
        if (before.lstrip().startswith("#") and _WRONG.search(before)) or _WRONG.search(after):
            return []
        problems = check_command(interface, site.call.command, site.call.program, mention=site.span)
        # what reads another program's output may take from there what is missing
        piped = site.call.command.piped
        return [
            _problem(item, interface, script, place)
            for item in problems
            if not (piped and item.kind == "missing-argument")
        ]

    def script(self, site: Site, document: str) -> BundledFile | None:
        """The bundled script that the command runs."""
        word = site.call.program.script
        if word is None:
            return None
        folder = posixpath.dirname(document)
        found = None
        if site.call.script.cwd:
            found = self.linker.resolver.find(f"{site.call.script.cwd}/{word.text}", folder)
        if found is None or not found.target:
            found = self.linker.resolver.find(word.text, folder)
        if found.how == "sibling":
            return None
        return self.files.get(found.target or "")

    def started(self, site: Site, script: BundledFile, place: "_Place", document: str) -> list[Diagnostic]:
        """Whether the script can be started that way: by the right interpreter, or by itself."""
        program = site.call.program
        start, end = place.of(site.call.script.start, site.call.script.end)
        if not program.direct:
            wrong = program.language and script.language and program.language != script.language
            if not wrong or script.language not in RUNNERS or program.language not in RUNNERS:
                return []
            message = f"`{program.interpreter}` cannot run `{script.path}`, which is {script.language}"
            hint = f"run it with `{runner_of(script)}`"
            return [Diagnostic.of("call.wrong-interpreter", message, place_of(site.block, start, end), hint=hint)]
        word = program.script.text if program.script else ""
        # a code span with arguments describes a command more often than it gives one; `src/a.ts(6,42):` is output
        behind = site.text[site.call.script.end : site.call.script.end + 1]
        if not site.span and "/" in word and behind not in "(:" and document not in self.made_executable:
            self.direct.add(script, Start(site.block, start, end))
        return []


_WRONG = re.compile(
    r"❌|✗|\b(?:wrong|bad|incorrect|invalid|don't|do not|avoid|missing|error|errors|fails?|not allowed"
    r"|coming soon|planned|not yet|future)\b",
    re.I,
)
_CHMOD = re.compile(r"chmod[ \t]+(?:\+x|[ua]\+x|[0-7]*[1357][0-7]{0,2}\b)")


class _Place:
    """From offsets in the text that was read to offsets in the block."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.characters = Characters(site.text)

    def of(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the block's text of the characters `start:end`."""
        site = self.site
        if site.span:
            return site.offset + start, site.offset + end
        first = site.block.offset_of_content(start)
        last = site.block.offset_of_content(end - 1) + 1 if end > start else first
        return first, last

    def of_bytes(self, start: int, end: int) -> tuple[int, int]:
        """The same for byte offsets."""
        return self.of(self.characters.at(start), self.characters.at(end))


def _problem(problem: CallProblem, interface: Interface, script: BundledFile, place: _Place) -> Diagnostic:
    block = place.site.block
    start, end = place.of_bytes(problem.start, problem.end)
    fix = None
    if problem.replacement is not None:
        span = span_of(block, start, end)
        fix = Fix(f"write `{problem.replacement}`", (Edit(span.file, span.start, span.end, problem.replacement),))
    message = f"{problem.message} (`{script.path}`)"
    return Diagnostic.of(
        _CODES[problem.kind], message, place_of(block, start, end), hint=_accepted(interface, script), fix=fix
    )


def _accepted(interface: Interface, script: BundledFile) -> str:
    """What the script accepts, in one line."""
    words = [item.name for item in interface.positionals]
    words += [max(item.names, key=len) for item in interface.options if item.names and not item.terminal]
    words += [name for name, _ in interface.subcommands]
    if not words:
        return ""
    return f"`{script.path}` takes " + ", ".join(words[:_MANY]) + (", ..." if len(words) > _MANY else "")

"""What a JavaScript or TypeScript file refers to: imports, files beside it, programs run.

Read by pattern, not by grammar: strings, the only thing of interest, look the same in all dialects, and a tree would
cost many times as much. What stands in comment lines does not count.
"""

import re

from skillrt.code.alternatives import LETTERS, holds_any, one_of
from skillrt.code.launch import program_of
from skillrt.code.offsets import Offsets
from skillrt.code.references import FileReference, Import, Kind, ScriptFacts, clean_path
from skillrt.code.shell import commands
from skillrt.code.syntax import MAX_SCRIPT

_QUOTED = r"(?:'([^'\n\\]{1,400})'|\"([^\"\n\\]{1,400})\"|`([^`\n\\$]{1,400})`)"
_IMPORT = re.compile(
    rf"(?:^[ \t]*(?:import|export)\b[^'\"`;()]{{0,1500}}?\bfrom[ \t\n]*|^[ \t]*import[ \t]*(?=['\"])|"
    rf"\brequire(?:\.resolve)?\([ \t\n]*|\bimport\([ \t\n]*){_QUOTED}",
    re.MULTILINE,
)
_IMPORTING = ("import", "require", "export")  # one of them is in whatever `_IMPORT` finds
_HERE = r"(?:__dirname|import\.meta\.dirname|import\.meta\.dir)"
_JOINED = re.compile(
    rf"(?:{one_of(('join', 'resolve'), not_after=LETTERS)})\([ \t\n]*(\w+|{_HERE})"
    rf"((?:[ \t\n]*,[ \t\n]*(?:'[^'\n]*'|\"[^\"\n]*\")){{1,12}})[ \t\n]*(\))?"
)
_TEMPLATE = re.compile(
    rf"`\$\{{({_HERE})\}}(/[^`\n$]{{1,300}})`|\b({_HERE})[ \t]*\+[ \t]*['\"](/[^'\"\n]{{1,300}})['\"]"
)
_URL = re.compile(r"new URL\([ \t\n]*['\"]([^'\"\n]{1,300})['\"][ \t\n]*,[ \t\n]*import\.meta\.url")
_FOLDER = re.compile(
    r"\b(?:const|let|var)[ \t]+(\w+)[ \t]*(?::[ \t]*string[ \t]*)?=[ \t]*(?:path\.)?dirname\([ \t]*(?:url\.)?"
    r"(?:fileURLToPath\([ \t]*import\.meta\.url[ \t]*\)|__filename)[ \t]*\)"
)
_NAMED_FOLDER = re.compile(r"\b(?:const|let|var)[ \t]+(\w+)[ \t]*=[ \t]*(?:path\.)?\Z")
_READERS = one_of(["readFileSync", "readFile", "createReadStream", "writeFileSync", "writeFile"], not_after=LETTERS)
_RUNNERS = one_of(["execSync", "exec", "execAsync", "execaCommand"], not_after=LETTERS)
_SPAWNERS = one_of(["spawnSync", "spawn", "execFileSync", "execFile", "execa"], not_after=LETTERS)
_READ = re.compile(rf"({_READERS})\([ \t\n]*{_QUOTED}")
_RUN = re.compile(rf"(?:{_RUNNERS})\([ \t\n]*{_QUOTED}")
_SPAWN = re.compile(rf"(?:{_SPAWNERS})\([ \t\n]*{_QUOTED}[ \t\n]*,[ \t\n]*\[[ \t\n]*{_QUOTED}")
_PART = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
_COMMENT = re.compile(r"[ \t]*(?:\*|//|/\*)")
_USE_BEFORE = re.compile(r"(\w+)\([ \t\n]*(?:path\.)?\Z")
_USES: dict[str, Kind] = {
    "readFileSync": "open", "readFile": "open", "createReadStream": "open", "readdirSync": "open", "readdir": "open",
    "writeFileSync": "write", "writeFile": "write", "mkdirSync": "write", "mkdir": "write",
    "createWriteStream": "write",
    "require": "import", "fork": "run",
}  # fmt: skip
_GUARDS = frozenset(("existsSync", "access", "accessSync", "stat", "statSync"))


def read_javascript(text: str) -> ScriptFacts:
    """The imports and file references of a JavaScript or TypeScript file, in order of place."""
    if len(text) > MAX_SCRIPT:
        return ScriptFacts()
    reading = _Reading(text)
    reading.imported()
    reading.beside()
    reading.used()
    return ScriptFacts(tuple(sorted(set(reading.imports))), tuple(sorted(reading.files.values())))


class _Reading:
    """The passes over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets = Offsets(text)
        self.imports: list[Import] = []
        self.files: dict[tuple[int, int], FileReference] = {}

    def imported(self) -> None:
        """Static and dynamic imports, `require`."""
        for found in _IMPORT.finditer(self.text) if holds_any(self.text, _IMPORTING) else ():
            group = found.lastindex or 1
            start, end = found.span(group)
            if not self._in_comment(start):
                self.imports.append(Import(self.offsets.byte(start), self.offsets.byte(end), found.group(group)))

    def beside(self) -> None:
        """Paths joined with the file's own folder."""
        text = self.text
        folders = {"__dirname": ".", "import.meta.dirname": ".", "import.meta.dir": "."}
        if "dirname(" in text:
            folders.update((found.group(1), ".") for found in _FOLDER.finditer(text))
        for found in _JOINED.finditer(text) if "join(" in text or "resolve(" in text else ():
            base = folders.get(found.group(1))
            if base is None:
                continue
            parts = [part.group(1) or part.group(2) or "" for part in _PART.finditer(found.group(2))]
            path = clean_path("/".join([base, *parts]))
            named = _NAMED_FOLDER.search(text, max(0, found.start() - 80), found.start())
            if named and found.group(3):
                folders[named.group(1)] = path
            if found.group(3):
                self._note(found.span(), path, self._use(found.start()), anchored=True)
        for found in _TEMPLATE.finditer(text) if "__dirname" in text or "meta.dir" in text else ():
            self._note(found.span(), clean_path("." + (found.group(2) or found.group(4))), "path", anchored=True)
        for found in _URL.finditer(text) if "import.meta.url" in text else ():
            if "://" not in found.group(1):
                self._note(found.span(1), clean_path(found.group(1)), "path", anchored=True)

    def used(self) -> None:
        """Files opened and programs run by plain text: relative to the working directory."""
        text = self.text
        for found in (
            _READ.finditer(text) if "File(" in text or "FileSync(" in text or "createReadStream" in text else ()
        ):
            group = found.lastindex or 2
            self._note(found.span(group), clean_path(found.group(group)), _USES[found.group(1)], anchored=False)
        for found in _RUN.finditer(text) if "exec" in text else ():
            self._ran(found.group(found.lastindex or 1), found.span(found.lastindex or 1))
        for found in _SPAWN.finditer(text) if "spawn" in text or "exec" in text else ():
            program = found.group(1) or found.group(2) or found.group(3) or ""
            group = found.lastindex or 4
            self._ran(f"{program} {found.group(group)}", found.span(group))

    def _ran(self, line: str, place: tuple[int, int]) -> None:
        for command in commands(line):
            program = program_of(command)
            if program and program.script and program.script.value:
                self._note(place, clean_path(program.script.value), "run", anchored=False)

    def _use(self, at: int) -> tuple[Kind, bool]:
        before = _USE_BEFORE.search(self.text, max(0, at - 60), at)
        name = before.group(1) if before else ""
        return _USES.get(name, "path"), name in _GUARDS

    def _note(self, place: tuple[int, int], path: str, kind: Kind | tuple[Kind, bool], *, anchored: bool) -> None:
        if self._in_comment(place[0]) or len(path) > 300 or "://" in path or any(mark in path for mark in "<>{}*|"):
            return
        use, guarded = kind if isinstance(kind, tuple) else (kind, False)
        start, end = self.offsets.byte(place[0]), self.offsets.byte(place[1])
        self.files.setdefault((start, end), FileReference(start, end, path, use, anchored, guarded))

    def _in_comment(self, at: int) -> bool:
        line = self.text.rfind("\n", max(0, at - 2000), at) + 1
        return _COMMENT.match(self.text, line) is not None

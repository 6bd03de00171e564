"""What a shell script refers to: files sourced, programs run, paths beside the script itself."""

import re

from skillrt.code.launch import program_of
from skillrt.code.references import FileReference, Kind, ScriptFacts, clean_path
from skillrt.code.shell import Command, commands
from skillrt.code.words import Word

# The ways in which shell scripts name their own folder.
_OWN = r"\$\{?(?:BASH_SOURCE(?:\[0\])?|0|0:A|\(%\):-%x)\}?"
_SELF = re.compile(rf"^{_OWN}$|^\$\{{BASH_SOURCE\[0\]:-\$0\}}$")
_OWN_FOLDER = re.compile(
    r"^\$\{(?:BASH_SOURCE(?:\[0\])?|0)%/\*\}|^\$\{0:A:h\}|"
    r"^\$\(dirname (?:-- )?['\"]?(?:\$\(readlink -f )?['\"]?"
    r"\$\{?(?:BASH_SOURCE(?:\[0\])?|0)(?::-\$0)?\}?['\"]?\)?['\"]?\)"
)
_CHANGED_FOLDER = re.compile(
    r"^\$\(cd (?:-P |-- )*(.{1,300}?)(?: *>\s*/dev/null)?(?: 2>&1)? *(?:&&|;) *pwd(?: -P)?\)$", re.DOTALL
)
_PARENT = re.compile(r"^\$\(dirname (?:-- )?['\"]?(\$\{?\w+\}?)['\"]?\)$")
_VARIABLE = re.compile(r"^\$(?:\{(\w+)\}|(\w+))")
_FILE_LIKE = re.compile(r"[\w@%+=:,./ -]{1,300}\Z")
_ENDING = re.compile(r"/|\.[A-Za-z][A-Za-z0-9]{0,5}\Z")
_MAX_WORK = 200_000
_PUTS = re.compile(r"\b(?:cp|mv|ln|rsync|git clone|curl|wget|mkdir|tee|unzip|tar|rm)\b|[^-=]>>?\s")


def puts_files(line: str) -> bool:
    """Whether a line of commands, or of text with commands, copies, fetches, makes or removes files."""
    return _PUTS.search(line) is not None


def read_shell(text: str) -> ScriptFacts:
    """The file references of a shell script, in order of place."""
    if len(text) > _MAX_WORK:
        return ScriptFacts()
    reading = _Reading()
    for command in commands(text):
        reading.take(command)
    return ScriptFacts((), tuple(sorted(reading.files.values())))


class _Reading:
    """Follows variables that hold the script's folder, command by command."""

    def __init__(self) -> None:
        self.folders: dict[str, str] = {}
        self.files: dict[tuple[int, int], FileReference] = {}

    def take(self, command: Command) -> None:
        """Note what one command names."""
        declared = command.words[1:] if command.words and command.words[0].text in _DECLARES else ()
        for word in (*command.assignments, *declared):
            self._assign(word)
        for redirect in command.redirects:
            if redirect.operator in ("<", ">", ">>", ">|", "&>"):
                self._note(redirect.target, "open" if redirect.operator == "<" else "write", plain=True)
        program = program_of(command)
        if program is None or declared:
            return
        if program.script is not None:
            self._note(program.script, "import" if program.interpreter in ("source", ".") else "run", plain=True)
        kind = _USES.get(program.name.text, "path")
        for word in program.arguments:
            self._note(word, kind, plain=False)

    def _assign(self, word: Word) -> None:
        name, equals, value = word.text.partition("=")
        if not equals:
            return
        folder = self._folder(value)
        if folder is not None:
            self.folders[name] = folder
            if folder != "." and not _VARIABLE.fullmatch(value):
                self._put(word, folder, "path", anchored=True)
        else:
            self.folders.pop(name, None)

    def _folder(self, value: str, depth: int = 0) -> str | None:
        """The path relative to the script's folder that a value stands for; None where it is something else."""
        value = value.strip().strip("\"'")
        if depth > 4:
            return None
        changed = _CHANGED_FOLDER.match(value)
        if changed:
            return self._folder(changed.group(1), depth + 1)
        above = _PARENT.match(value)
        if above and not _SELF.match(above.group(1)):
            inside = self._folder(above.group(1), depth + 1)
            return None if inside is None else clean_path(f"{inside}/..")
        return self._anchored(value.replace('"', ""))

    def _anchored(self, text: str) -> str | None:
        """`$(dirname "$0")/x`, `$SCRIPT_DIR/x` as a path from the script's folder."""
        text = text.replace('"', "")
        own = _OWN_FOLDER.match(text)
        if own:
            base, rest = ".", text[own.end() :]
        else:
            found = _VARIABLE.match(text)
            known = self.folders.get(found.group(1) or found.group(2)) if found else None
            if found is None or known is None:
                return None
            base, rest = known, text[found.end() :]
        if rest and not (rest.startswith("/") and _FILE_LIKE.match(rest)):
            return None
        return clean_path(base + rest)

    def _note(self, word: Word, kind: Kind, *, plain: bool) -> None:
        """Note a word that is a path; one relative to the working directory only where its place says so."""
        anchored = self._anchored(word.text)
        if anchored is not None:
            if anchored != ".":
                self._put(word, anchored, kind, anchored=True)
        elif plain and word.value and _FILE_LIKE.match(word.value) and _ENDING.search(word.value):
            self._put(word, clean_path(word.value), kind, anchored=False)

    def _put(self, word: Word, path: str, kind: Kind, *, anchored: bool) -> None:
        if not path.startswith(("/dev/", "/tmp/")):
            self.files[(word.start, word.end)] = FileReference(word.start, word.end, path, kind, anchored)


_DECLARES = frozenset(("export", "local", "readonly", "declare", "typeset"))
_USES: dict[str, Kind] = {
    "mkdir": "write",
    "touch": "write",
    "rm": "write",
    "cat": "open",
    "cd": "open",
    "tee": "write",
}

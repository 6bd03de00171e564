"""One command, and what has to change so that it runs in the bound environment; nothing where that is not certain."""

import posixpath
import re
from collections.abc import Sequence
from typing import Final

import msgspec

from skillrt.code import Command, Program, Word, program_of
from skillrt.environment.launch import LAUNCHER, NODE_PROGRAMS, PYTHON_PROGRAMS
from skillrt.environment.names import normal_python_name
from skillrt.ir import BundledFile
from skillrt.passes.binding.project_code import loads_project
from skillrt.passes.binding.provided import Provided, harness_programs
from skillrt.passes.binding.served import INSTALLERS, Served, code_of
from skillrt.passes.linking.resolve import Resolver

# Programs that start what stands behind them as it stands there. Not sudo: another user has other environments.
_STARTERS_TEXT: Final = """
time nohup setsid env exec command nice ionice timeout gtimeout stdbuf caffeinate xargs parallel watch xvfb-run
"""
_STARTERS: Final = frozenset(_STARTERS_TEXT.split())
_UV_FLAGS: Final = frozenset(
    ["-q", "--quiet", "--no-project", "--isolated", "--no-sync", "--script", "-s", "-m", "--module"]
)
_UV_TOOLS: Final = frozenset({"uvx", "pipx"})
_NPX_FLAGS: Final = frozenset({"-y", "--yes", "--no-install", "--"})
_NODE_FILES: Final = (".js", ".mjs", ".cjs")
_PACKAGE: Final = re.compile(r"(@[\w.-]+/)?[\w.-]+")
_WINDOWS: Final = re.compile(rb"(?<![\w/])[A-Za-z]:\\")
"""A place on Windows: the launcher there is called otherwise."""
_TAG: Final = re.compile(r"@[A-Za-z]")
_CERTAIN: Final = frozenset({"as-written", "anchored"})
_ASKS: Final = frozenset({"-v", "-V", "-pv", "-pV"})
"""Options with which `command` only says whether there is such a program."""


class Change(msgspec.Struct, frozen=True):
    """Put `new` in the place of the bytes `start:end` of the text; `reason` says why."""

    start: int
    end: int
    new: str
    reason: str


class Reader:
    """Reads the commands of one skill. `uv_project`: `uv run NAME` runs what the user's project has."""

    def __init__(
        self, provided: Provided, resolver: Resolver, files: dict[str, BundledFile], *, uv_project: bool = False
    ) -> None:
        self.provided = provided
        self.uv_project = uv_project
        self.resolver = resolver
        self.files = files
        self.served = Served(provided, files)

    def change(self, command: Command, text: bytes, document: str, cwd: str, *, told: bool) -> Change | None:
        """What has to change in the command. `text` holds it; `cwd` is where an earlier `cd` went; only a bundled
        script is certain where the words around do not tell to run it now (`told`)."""
        program = program_of(command)
        if program is None:
            return None
        script = self._script(program, posixpath.dirname(document), cwd)
        if (not told and script is None) or _WINDOWS.search(text[command.start : command.end]):
            return None
        if script is None and self._is_of_project(program, posixpath.dirname(document), cwd):
            return None
        by = program.launchers[-1] if program.launchers else ""
        if not _STARTERS.issuperset(program.launchers[:-1]):
            return None
        if by == "uv":
            if script is None and self.uv_project:
                return None
            return self._uv(command, program, script, text)
        if by in _UV_TOOLS:
            return self._tool(command, program, by)
        if by == "npx":
            return self._npx(command, script)
        if by and by not in _STARTERS:
            return None
        return self._plain(command, program, script, text)

    def _is_of_project(self, program: Program, folder: str, cwd: str) -> bool:
        """Whether the program is an agent product, which the machine has for itself, or loads the code of the user's
        project, and is not given a file of the skill."""
        word = program.module or program.name
        named = _PACKAGE.match(word.value or "")
        name = named.group() if named else ""
        name = name.partition(".")[0] if program.module else name
        if name in harness_programs():
            return True
        if not loads_project(name, [item.text for item in program.arguments]):
            return False
        return not any(self._is_bundled(item, folder, cwd) for item in program.arguments)

    def _is_bundled(self, word: Word, folder: str, cwd: str) -> bool:
        path = word.text.partition("::")[0]
        found = self.resolver.find(f"{cwd}/{path}" if cwd else path, folder)
        return found.how in _CERTAIN and found.target in self.files

    def _plain(self, command: Command, program: Program, script: BundledFile | None, text: bytes) -> Change | None:
        kind = self._kind(command, program, script, text)
        if not kind:
            return None
        name = program.name
        if program.interpreter and "/" in name.text:
            return None  # an interpreter that is named by its place was chosen
        if (asking := _asking(command, program)) is not None:
            # put before the name the launcher itself would be asked for, which is always there
            put = f"{LAUNCHER} {asking.raw}"
            return Change(asking.start, asking.end, put, self._why(program, None)) if script is None else None
        if program.direct and script is not None and kind in ("python", "node"):
            return Change(name.start, name.end, f"{LAUNCHER} {kind} {name.raw}", _ran(script))
        return Change(name.start, name.end, f"{LAUNCHER} {name.raw}", self._why(program, script))

    def _kind(self, command: Command, program: Program, script: BundledFile | None, text: bytes) -> str:
        """`python` or `node`, or `program`; '' where the command does not need the environment for certain."""
        if script is not None:
            return self._kind_of_script(program, script)
        interpreter = program.interpreter
        if interpreter in PYTHON_PROGRAMS and self.provided.python:
            if program.module is not None:
                name = program.module.value or ""
                return "python" if name not in INSTALLERS and self.provided.is_module(name) else ""
            return "python" if self.provided.imports("x.py", code_of(command, program, text)) else ""
        if interpreter in NODE_PROGRAMS and self.provided.node:
            return "node" if self.provided.imports("x.js", code_of(command, program, text)) else ""
        if interpreter or program.script is not None or program.name.value is None:
            return ""
        return "program" if program.name.value in self.provided.programs else ""

    def _kind_of_script(self, program: Program, script: BundledFile) -> str:
        if script.language in ("python", "javascript") and not self.served.is_served(script):
            return ""
        if script.language == "python":
            return "python" if program.direct or program.interpreter in PYTHON_PROGRAMS else ""
        if script.language == "javascript":
            if program.direct:
                return "node" if script.path.endswith(_NODE_FILES) else ""
            return (
                "node" if program.interpreter in NODE_PROGRAMS or program.name.value in self.provided.programs else ""
            )
        return "program" if script.language == "shell" and self.served.starts(script) else ""

    def _uv(self, command: Command, program: Program, script: BundledFile | None, text: bytes) -> Change | None:
        """`uv run ...`: uv's own environment is not the one that was proven."""
        first = _index(command.words, "uv")
        last = next((at for at, word in enumerate(command.words) if word.start == program.name.start), 0)
        between = command.words[first + 1 : last]
        if not between or not self._is_plain_uv(between) or not self.provided.python:
            return None
        gap = text[command.words[first].start : program.name.start]
        if b"\n" in gap:
            return None
        bare = program.name.value or ""
        start, end, raw = command.words[first].start, program.name.end, program.name.raw
        if program.module is not None and program.interpreter == "uv":
            fits = self.provided.is_module(bare) and bare not in INSTALLERS
            return Change(start, end, f"{LAUNCHER} python -m {raw}", self._why(program, None)) if fits else None
        if program.interpreter == "uv" or (script is not None and program.direct and script.language == "python"):
            return Change(start, end, f"{LAUNCHER} python {raw}", _ran(script)) if script is not None else None
        if bare in PYTHON_PROGRAMS and self._kind(command, program, script, text) == "python":
            return Change(start, end, f"{LAUNCHER} {raw}", self._why(program, script))
        if self.provided.programs.get(bare) == "python":
            return Change(start, end, f"{LAUNCHER} {raw}", self._why(program, None))
        return None

    def _is_plain_uv(self, words: Sequence[Word]) -> bool:
        """Whether the words between `uv` and the program ask for nothing that the environment does not have."""
        if words[0].text != "run":
            return False
        at = 1
        while at < len(words):
            text = words[at].text
            option, equals, value = text.partition("=")
            if option == "--with":
                value = value if equals else words[at + 1].text if at + 1 < len(words) else ""
                names = [normal_python_name(re.split(r"[\[<>=!~;@ ]", item)[0]) for item in value.split(",")]
                if not all(self.provided.programs.get(name) == "python" for name in names):
                    return False
                at += 1 if equals else 2
            elif text in _UV_FLAGS:
                at += 1
            else:
                return False
        return True

    def _tool(self, command: Command, program: Program, by: str) -> Change | None:
        """`uvx NAME`, `pipx run NAME`."""
        at = _index(command.words, by)
        words = [word.text for word in command.words[at : at + (3 if by == "pipx" else 2)]]
        wanted = [by, "run", program.name.text] if by == "pipx" else [by, program.name.text]
        if words != wanted or self.provided.programs.get(program.name.value or "") != "python":
            return None
        return Change(
            command.words[at].start, program.name.end, f"{LAUNCHER} {program.name.raw}", self._why(program, None)
        )

    def _npx(self, command: Command, script: BundledFile | None) -> Change | None:
        """`npx NAME`: the launcher takes the installed package."""
        at = _index(command.words, "npx")
        rest = [word for word in command.words[at + 1 :] if word.text not in _NPX_FLAGS]
        named = _PACKAGE.match(rest[0].value or "") if rest else None
        if named is None or not self.provided.node or rest[0].text.startswith("-"):
            return None
        bundled = script is not None and script.language == "javascript"
        if named.group() not in self.provided.packages and not bundled:
            return None
        if _TAG.match(rest[0].text, named.end()):
            return None  # `@latest` asks for what was published since
        word = command.words[at]
        reason = _ran(script) if bundled and script else f"`{named.group()}` is a package that the skill needs"
        return Change(word.start, word.end, f"{LAUNCHER} {word.raw}", reason)

    def _script(self, program: Program, folder: str, cwd: str) -> BundledFile | None:
        """The bundled script that the command runs, where its path is sure to mean it."""
        word = program.script
        if word is None:
            return None
        written = word.text
        found = self.resolver.find(f"{cwd}/{written}" if cwd else written, folder)
        if found.how not in _CERTAIN or not found.target:
            return None
        # behind a `cd` the launcher's path is right only where that went to the skill's own folder
        if cwd and posixpath.normpath(written) != found.target:
            return None
        return self.files.get(found.target)

    def _why(self, program: Program, script: BundledFile | None) -> str:
        if script is not None:
            return _ran(script)
        if program.module is not None:
            return f"`{program.module.text}` comes from a package that the skill needs"
        if program.interpreter:
            return "the program imports packages that the skill needs"
        return f"`{program.name.text}` comes from a package that the skill needs"


def _ran(script: BundledFile) -> str:
    return f"`{script.path}` is to run in the environment that is bound for the skill"


def _asking(command: Command, program: Program) -> Word | None:
    """The word `command` of `command -v NAME`, which asks whether the program is there and does not start it."""
    at = _index(command.words, "command") if "command" in program.launchers else -1
    asks = at >= 0 and at + 1 < len(command.words) and command.words[at + 1].text in _ASKS
    return command.words[at] if asks else None


def _index(words: Sequence[Word], name: str) -> int:
    return next((at for at, word in enumerate(words) if word.text.rpartition("/")[2] == name), 0)

"""Programs by command: shell blocks of the documents, and bundled shell scripts."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, cast

from skillrt.code import Command, Program, Word, commands, program_of
from skillrt.environment.finding.installs import installs_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.project_tests import is_tied, own_files, tied_parts
from skillrt.environment.finding.python_commands import python_program
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_fence
from skillrt.environment.known_names import (
    installs_programs,
    is_basic_program,
    is_english,
    is_installer,
    is_listed_program,
    is_plain_word,
    is_platform_program,
    package_kind,
    program_name,
    programs_of_package,
)
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span

_SHELLS: Final = frozenset({"shell", "console"})
_FUNCTION: Final = re.compile(r"^[ \t]*(?:function[ \t]+([\w.-]{1,60})|([\w.-]{1,60})[ \t]*\(\))", re.M)
_ALIAS: Final = re.compile(r"\balias[ \t]+([\w.-]{1,40})=")
_PLAIN_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*\Z")
_INSTALLS: Final = frozenset({"install", "i", "add", "in", "-S", "-Sy", "-Syu", "ci"})
_PACKAGE_LAUNCHERS: Final = frozenset({"npx", "bunx", "pnpx", "uvx", "pipx", "pnpm", "yarn", "npm"})
_READERS: Final[dict[str, tuple[str, Manner, re.Pattern[str] | None]]] = {
    **dict.fromkeys(("hcl", "terraform", "tf"), ("terraform", "use", None)),
    **dict.fromkeys(("dockerfile", "docker"), ("docker", "example", None)),
    **dict.fromkeys(
        ("yaml", "yml"),
        ("docker", "example", re.compile(r"^services:[ \t]*\n(?:.*\n){0,4}?[ \t]+(?:image|build):", re.M)),
    ),
    **dict.fromkeys(
        ("powershell", "ps1", "pwsh"),
        ("powershell", "alternative", re.compile(r"(?<![\w-])[A-Z][a-z]+-[A-Z][A-Za-z]+(?![\w-])")),
    ),
    "r": ("R", "alternative", re.compile(r"^[ \t]*(?:library|require|install\.packages)\(", re.M)),
}
_WHOLE_COMMAND: Final = re.compile(
    r"[a-z][\w-]*(?=[^\n]* --?[a-zA-Z])(?=[^\n]* [\w./{}$-]+\.[a-z]\w{1,5}\b)[^\n|;&]*"
)
_ASKED_SELF: Final = re.compile(r"[a-z][\w-]*[ \t]+(?:--version|--help|-V)[ \t]*(?:$|[#;&|>\n])")
_RUNS_PACKAGES: Final = "npx"
_ENVIRONMENTS: Final = frozenset({"uv", "poetry", "pdm", "pixi", "rye", "gem", "cargo", "go"})
_INSTALL_VERBS: Final = frozenset({"uv", "pip", "add", "tool", "venv", "sync", "init", "install", "lock"})
_OR_ENDS: Final = re.compile(r"[^\n]{0,60}\|\|")
_SENTENCE: Final = frozenset(
    {"sure", "the", "a", "an", "is", "are", "your", "this", "that", "it", "you", "when", "if"}
)
_OFTEN: Final = 3
_ASKS: Final = frozenset({"which", "type", "hash", "where"})
_MEMO: Final = "environment.own-commands"
_MANY: Final = 400  # commands of one passage that are looked at

Found = tuple[str, Manner, str, int, int]
"""A program, how it is said, the way in words, and the place: bytes of the passage's text."""


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each program and command."""
    sections = {(item.path, item.index): item for item in scene.sections}
    tones: dict[str, Manner] = {
        fence.block.id: manner_of_fence(fence, sections[fence.path, fence.section], "use")
        for fence in scene.fences
        if fence.language in _SHELLS
    }
    shown: dict[str, list[tuple[Passage, Found]]] = {}
    files = own_files(file.path for file in scene.module.files)
    for passage in passages_of(scene):
        if passage.language in _SHELLS:
            manner = tones.get(passage.id, "use") if passage.manner == "use" else passage.manner
            found = programs_in(passage.text, manner, console=passage.language == "console")
            for item in _with_tied(passage.text, found, files):
                shown.setdefault(item[0], []).append((passage, item))
    for passage in recipes_of(scene):
        for item in programs_in(passage.text, passage.manner):
            if is_listed_program(item[0]):
                shown.setdefault(item[0], []).append((passage, item))
    yield from _of_languages(scene)
    yield from _of_installs(scene)
    own = own_commands(scene)
    for name in sorted(shown):
        if (
            name not in own
            and not python_program(name)
            and (is_listed_program(name) or package_kind(name) or _is_plausible(name, shown[name]))
        ):
            yield from (sighting_of(passage, item) for passage, item in shown[name])


def _with_tied(text: str, found: Iterator[Found], files: frozenset[str]) -> Iterator[Found]:
    """The programs of a text, those told apart that run only where a project has files for them."""
    parts = tied_parts(text, files)
    for name, manner, via, start, end in found:
        tied = manner == "use" and is_tied(start, parts)
        yield name, "tied" if tied else manner, via, start, end


def _of_languages(scene: Scene) -> Iterator[Sighting]:
    """Blocks in a language that one program alone reads; those of PowerShell beside as many for other shells are one
    of two ways, and no need."""
    shells = [fence.language for fence in scene.fences if fence.role != "wrong"]
    spared = shells.count("powershell") <= shells.count("shell") + shells.count("console")
    for fence in scene.fences:
        reader = _READERS.get(fence.block.language) if fence.role != "wrong" else None
        if reader is not None and (reader[2] is None or reader[2].search(fence.text)):
            name, manner, _ = reader
            if name == "powershell" and spared:
                continue
            block = fence.block
            yield Sighting("system", name, block.span, place_of_file(fence.path), manner, "code block", block.id)


def _of_installs(scene: Scene) -> Iterator[Sighting]:
    """What install lines need themselves: git where they name a repository; pip where they name files or the project,
    which whoever reads them has to install by it. Packages by name are for us to install, by whatever means."""
    for item in installs_of(scene):
        line, names = item.install, ()
        if any(package.startswith("git+") for package in line.packages):
            names = ("git",) if line.via != "uvx" else ("git", "uvx")
        elif line.kind == "python" and line.via == "pip install" and (line.files or not line.packages):
            names = ("pip",)
        elif line.via.startswith("uv"):
            names = (line.via.partition(" ")[0],)
        for name in names:
            yield Sighting("system", name, item.span, item.place, "alternative", "install line", item.block)


def sighting_of(passage: Passage, item: Found) -> Sighting:
    """The sighting of a program found in a passage."""
    name, manner, via, start, end = item
    return Sighting(
        package_kind(name) or "system", name, span_of(passage, start, end), passage.place, manner, via, passage.id
    )


def span_of(passage: Passage, start: int, end: int) -> Span:
    """The place of the bytes `start:end` of the passage's text."""
    text = passage.text
    if not text.isascii():
        raw = text.encode("utf-8", "surrogateescape")
        start, end = (len(raw[:at].decode("utf-8", "replace")) for at in (start, end))
    return passage.span(start, end)


def programs_in(text: str, manner: Manner, *, console: bool = False) -> Iterator[Found]:
    """The programs that a shell text runs, those that are on every machine left out."""
    for command in commands(text, console=console)[:_MANY]:
        program = program_of(command)
        if program is not None:
            yield from _of_program(program, command, manner, text)


def own_commands(scene: Scene) -> frozenset[str]:
    """Names that the skill itself gives to commands: shell functions, aliases, bundled files."""
    memo = scene.module.memo
    known = memo.get(_MEMO)
    if known is None:
        known = memo[_MEMO] = frozenset(_own(scene))
    return cast("frozenset[str]", known)


def _own(scene: Scene) -> Iterator[str]:
    for passage in passages_of(scene):
        if passage.language in _SHELLS:
            yield from (found.group(1) or found.group(2) for found in _FUNCTION.finditer(passage.text))
            yield from _ALIAS.findall(passage.text)
    for file in scene.module.files:
        name = file.path.rpartition("/")[2]
        yield name
        stem, ending, _ = name.partition(".")
        # `scripts/ffmpeg.py` runs ffmpeg, and is not what `ffmpeg -i` runs
        if file.kind == "script" and not (ending and is_listed_program(stem) and not is_english(stem)):
            yield stem


def _of_program(program: Program, command: Command, manner: Manner, text: str) -> Iterator[Found]:
    first = program.arguments[0].text if program.arguments else ""
    manner = "alternative" if manner == "use" and _is_choice(program.arguments) else manner
    if first == "=" or (first in _SENTENCE and not program.interpreter):
        return  # a line of settings; "make sure ...", "go to the page"
    yield from _launchers(program, command, manner)
    if program.launchers and program.launchers[-1] in _PACKAGE_LAUNCHERS:
        return
    name = program_name(program.interpreter or program.name.value or "")
    if name in _ASKS:
        yield from _asked_for(program.arguments, command)
    if not name or is_basic_program(name) or (program.direct and not program.interpreter):
        return
    if program.interpreter in program.launchers:
        return  # `uv run x.py`: the launcher, which is told already, finds the interpreter
    if installs_programs(name):
        yield name, "alternative", "package manager", command.start, command.end
        yield from _installed(name, program.arguments, command, manner)
    elif is_installer(name) and any(word.text in _INSTALLS for word in program.arguments[:2]):
        yield name, "alternative" if manner == "use" else manner, "installer", command.start, command.end
    elif program.launchers[-1:] == ("command",) and any(word.text in ("-v", "-V") for word in command.words[:3]):
        yield name, _asked(text, command), "asked for", command.start, command.end
    elif name in _ENVIRONMENTS and program.arguments[:1] and program.arguments[0].text in _INSTALL_VERBS:
        yield name, "alternative", "install line", program.name.start, program.name.end
    else:
        how: Manner = "alternative" if is_platform_program(name) else manner
        yield name, how, "command", program.name.start, program.name.end


def _is_choice(words: tuple[Word, ...]) -> bool:
    """Whether one line names several commands to choose from: `npm test / cargo test`."""
    after = (other for word, other in pairwise(words[:20]) if word.text == "/")
    return any(is_listed_program(program_name(other.value or "")) for other in after)


def _launchers(program: Program, command: Command, manner: Manner) -> Iterator[Found]:
    for launcher in program.launchers:
        name = program_name(launcher)
        if name and not is_basic_program(name) and (not is_installer(name) or name == _RUNS_PACKAGES):
            yield name, "alternative" if installs_programs(name) else manner, "launcher", command.start, command.end


def _asked(text: str, command: Command) -> Manner:
    """A test that ends the script where the program is not there says that it is needed."""
    if not text.isascii():
        return "guarded"
    before, after = text[max(0, command.start - 8) : command.start], text[command.end : command.end + 200]
    return "use" if "!" in before or _OR_ENDS.match(after) else "guarded"


def _asked_for(words: tuple[Word, ...], command: Command) -> Iterator[Found]:
    for word in words[:8]:
        name = program_name(word.value or "")
        if name and not is_basic_program(name):
            yield name, "guarded", "asked for", command.start, command.end


def _installed(manager: str, words: tuple[Word, ...], command: Command, manner: Manner) -> Iterator[Found]:
    """The programs for whose sake packages are installed by a package manager of the machine."""
    operands = [word for word in words if not word.text.startswith("--")]
    at = next((number for number, word in enumerate(operands[:3]) if word.text in _INSTALLS), None)
    if at is None:
        return
    for word in operands[at + 1 : at + 30]:
        package = (word.value or "").partition("@")[0].partition("=")[0].rpartition("/")[2]
        for name in programs_of_package(package, manager):
            how: Manner = "install" if manner == "use" else manner
            yield name, how, "install line", command.start, command.end


def _is_plausible(name: str, places: list[tuple[Passage, Found]]) -> bool:
    """Whether a name that no list knows is a program's: run as a command several times, in blocks that say shell."""
    if not _PLAIN_NAME.match(name) or len(name) < 2 or is_plain_word(name):
        return False
    plain = [
        passage
        for passage, (_, _, via, _, _) in places
        if via == "command" and (passage.block is None or passage.block.language)
    ]
    return len(plain) >= _OFTEN or any(
        _is_whole(passage, item) or _is_asked(passage, item) for passage, item in places
    )


def _is_whole(passage: Passage, item: Found) -> bool:
    """Whether the one command says enough to be no sentence: an option and a file."""
    shown = _command_text(passage, item)
    return passage.language == "shell" and _WHOLE_COMMAND.match(shown.replace("\\\n", " ")) is not None


def _is_asked(passage: Passage, item: Found) -> bool:
    """Whether the command asks a program for its version or its help, which nothing but a program has."""
    return _ASKED_SELF.match(_command_text(passage, item)) is not None


def _command_text(passage: Passage, item: Found) -> str:
    """The text from the name of the program on; '' where nothing but a guess says that the block is shell."""
    _, _, via, start, _ = item
    if via != "command" or passage.block is None or not passage.block.language:
        return ""
    return passage.text.encode("utf-8", "surrogateescape")[start : start + 300].decode("utf-8", "replace")

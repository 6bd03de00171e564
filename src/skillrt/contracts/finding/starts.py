"""The scripts that commands start, and a digest over all code of the documents: is what is run the same?"""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import Command, commands, program_of
from skillrt.contracts.finding.commands import SHELLS, place_in
from skillrt.contracts.finding.places import place_at
from skillrt.contracts.lines import CodeLine, StartLine
from skillrt.contracts.lock_file import clean, short_digest
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.recipes import recipes_of
from skillrt.environment.finding.scene import Scene
from skillrt.errors import Place
from skillrt.ir import SKILL_FILE, place_of
from skillrt.passes.auditing.warnings import is_of_bad_things

_SCRIPT: Final = re.compile(
    r"[A-Za-z_][\w.-]{0,80}\.(?:py|sh|bash|zsh|js|mjs|cjs|ts|rb|pl|php|ps1|bat|cmd|lua|R|jl)\Z"
)
_STANDS_IN: Final = re.compile(r"(?i)(?:your|my|some|the)?[_-]?(?:script|file|main|app|example|foo|test)\.\w+\Z")
_GIVEN: Final = re.compile(
    r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w{0,40})=[\"']?[^\n\"'#;|&]{0,200}/"
    r"([A-Za-z_][\w.-]{0,80}\.(?:py|sh|js|mjs|cjs|ts|rb|pl))[\"'}]*[ \t]*(?:#.*)?$",
    re.M,
)
_STARTS: Final = r"(?:\b(?:run|python3?|bash|sh|node|bun|tsx|exec)\b[^\n|;&]{0,80}|^[ \t]*|\$\()[\"']?\$\{?"
_SHELL: Final = re.compile(r"[\w./~${}-]{0,120}[A-Za-z0-9]+[_-][\w-]{1,60}\.(?:sh|bash|ps1)\Z")
_FEW: Final = 40
_LONGEST: Final = 400  # characters of a command line in prose
_MANY: Final = 2000


def scripts_started(scene: Scene, skill: str) -> Iterator[tuple[StartLine, Place]]:
    """Each script by the name of its file; of one in several places SKILL.md counts before another document."""
    found: dict[str, tuple[StartLine, Place]] = {}
    recipes = tuple(recipes_of(scene))
    for passage in (*passages_of(scene), *recipes):
        if passage.language not in SHELLS or (passage.manner == "example" and passage not in recipes):
            continue
        shown = passage.place == "document" or passage in recipes
        for command in commands(passage.text, console=passage.language == "console")[:_MANY]:
            name = _started(command)
            known = found.get(name)
            if name and (known is None or (known[0].shown and not shown)):
                found[name] = StartLine(skill=skill, name=clean(name), shown=shown), place_in(passage, command)
        for name, place in _by_variables(passage):
            if name not in found or (found[name][0].shown and not shown):
                found[name] = StartLine(skill=skill, name=clean(name), shown=shown), place
    for name, place in _in_prose(scene):
        found.setdefault(name, (StartLine(skill=skill, name=clean(name), shown=True), place))
    yield from found.values()


def _by_variables(passage: Passage) -> Iterator[tuple[str, Place]]:
    """`SCRIPT="$ROOT/scripts/x.py"`, where a line below it begins with `$SCRIPT` or hands it to an interpreter."""
    for given in list(_GIVEN.finditer(passage.text))[:_FEW]:
        used = re.compile(rf"{_STARTS}{given.group(1)}\b", re.M)
        if not _STANDS_IN.match(given.group(2)) and used.search(passage.text, given.end()):
            yield given.group(2), place_at(passage.span(given.start(2), given.end(2)))


def _in_prose(scene: Scene) -> Iterator[tuple[str, Place]]:
    """Command lines in code spans: `x.sh list`, `python3 x.py --all`; and shell scripts that SKILL.md only names."""
    for section in scene.sections:
        if is_of_bad_things(section.title):
            continue
        for leaf in section.leaves:
            for inline in leaf.inlines if leaf.kind != "code" else ():
                value = inline.value.strip()
                if section.path.lower() == SKILL_FILE.lower() and inline.kind == "code" and _SHELL.match(value):
                    yield value.rpartition("/")[2], place_of(leaf, inline.start, inline.end)
                if inline.kind == "code" and " " in value and len(value) <= _LONGEST:
                    for command in commands(value):
                        if name := _started(command):
                            yield name, place_of(leaf, inline.start, inline.end)


def _started(command: Command) -> str:
    program = program_of(command)
    script = None if program is None else program.script
    # `$PYTHON x.py`: what runs it is known at run time only
    if program is not None and script is None and program.name.value is None and program.name.text.startswith("$"):
        script = program.arguments[0] if program.arguments else None
    if script is None:
        return ""
    name = script.text.strip("\"'").replace("\\", "/").rpartition("/")[2].rstrip("\"'")
    return name if _SCRIPT.match(name) and not _STANDS_IN.match(name) else ""


def code_digest(scene: Scene, skill: str) -> CodeLine:
    """Over the code blocks, without the blanks at the ends of lines; code spans are prose. And over SKILL.md."""
    parts: list[str] = []
    for fence in scene.fences:
        rows = (line.rstrip() for line in fence.text.splitlines())
        parts += (fence.language, *filter(None, rows))
    document = scene.module.documents[0] if scene.module.documents else None
    blocks = document.every_leaf if document is not None else ()
    text = " ".join(" ".join(leaf.text for leaf in blocks if leaf.kind != "front-matter").split())
    return CodeLine(skill=skill, digest=short_digest("\0".join(parts)), text=short_digest(text))

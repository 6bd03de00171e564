"""Variables that have to be set: what code and commands read, what the text asks to set, files of settings."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from skillrt.code import commands, program_of
from skillrt.environment.finding import javascript_variables, python_variables
from skillrt.environment.finding.metadata import mapping_of, metadata_tables, strings_of
from skillrt.environment.finding.passages import Passage, passages_of
from skillrt.environment.finding.program_words import span_in
from skillrt.environment.finding.scene import Scene, place_of_file
from skillrt.environment.finding.tone import manner_of_fence, manner_of_section
from skillrt.environment.finding.variable_words import family_of, is_said_to_be_cleared, is_said_to_be_set
from skillrt.environment.known_names import is_basic_program, is_plain_variable, is_telling_variable
from skillrt.environment.sighting import Manner, Sighting
from skillrt.errors import Span
from skillrt.ir import Block
from skillrt.reading.fences import Fence
from skillrt.reading.sections import Section
from skillrt.targets import shipped_harnesses

_NAME: Final = r"([A-Z][A-Z0-9_]{2,60})"
_SHELL: Final = re.compile(rf"(?<![\\$])\$(?:\{{{_NAME}(:?[-=?+][^}}\n]{{0,80}})?[^}}\n]{{0,80}}\}}|{_NAME}\b)")
_ASSIGNED: Final = re.compile(
    rf"(?:^|[;&|(`]|\b(?:export|local|readonly|declare|typeset|do|then|else))[ \t]*(?:-\w+[ \t]+)*{_NAME}\+?=", re.M
)
_MADE_IN_WORDS: Final = re.compile(rf"\b[Ss]et[ \t]+`{_NAME}=[\"']?\$[({{A-Za-z]")
_PROMPT: Final = r"[ \t]+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')"
_OTHERWISE_SET: Final = re.compile(
    rf"\b(?:for|read(?:[ \t]+-\w+(?:{_PROMPT})?)*|mapfile(?:[ \t]+-\w+)*|readarray(?:[ \t]+-\w+)*|"
    rf"getopts[ \t]+\S+)[ \t]+{_NAME}\b"
)
_EXPORTED: Final = re.compile(
    rf"^[ \t]*(?:\$[ \t]+)?(?:export[ \t]+|set[ \t]+(?:-gx[ \t]+)?|setx[ \t]+|\$env:){_NAME}[ \t]*(?:=|[ \t][\"'])",
    re.M,
)
_SETTING: Final = re.compile(rf"^[ \t]*(?:export[ \t]+)?{_NAME}[ \t]*=", re.M)
_TIGHT: Final = re.compile(rf"[ \t]*(?:export[ \t]+)?{_NAME}=(?!=)")
_SECRETS: Final = re.compile(rf"\$\{{\{{[ \t]*secrets\.{_NAME}[ \t]*\}}\}}")
_WORD: Final = re.compile(r"(?<![\w$./=-])\$?\{?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b(?![\w(/*-]|\.\w)")
_LEADS: Final = re.compile(r"[\s|*+-]{0,8}`([A-Z][A-Z0-9]{3,40})`")
_ROWS: Final = frozenset({"item", "row"})
_DEFAULT: Final = re.compile(r"\bdefault(?:s|ing)?\b|\boverrides?\b", re.IGNORECASE)
_COMMENT: Final = re.compile(r"[ \t]*#")
_COMPUTED: Final = re.compile(r"[\"']?(?:\$[({A-Za-z]|`)")
_ANY_ASSIGNED: Final = re.compile(rf"(?<![\w$-]){_NAME}(?:\[[^\]\n]{{0,80}}\])?\+?=")
_FROM: Final = re.compile(rf"(?<![\w$-]){_NAME}=[\"']?(\$\{{?\1(:?[-=])?)?")
_SWITCH: Final = re.compile(r"(['\"]?)(?:true|false|yes|no|on|off|\d{1,6})\1(?=[ \t]*(?:[#;&\n]|\Z))", re.IGNORECASE)
_TO_A_SWITCH: Final = re.compile(r"=(['\"]?)(?:true|false|yes|no|on|off|\d)\1(?=`)", re.IGNORECASE)
_PREFIXED: Final = re.compile(rf"(?:^|[;&|])[ \t]*(?:\$[ \t]+)?{_NAME}=[^\s;&|]{{0,400}}[ \t]+[\\\w./~\"$]", re.M)
_SHOWN: Final = re.compile(rf"(?<!\\)\$\{{?{_NAME}\b")
_CUE: Final = re.compile(
    r"\benv(?:ironment)?[- ]?(?:var(?:iable)?s?)?\b|\bexport\b|\bset(?:ting|s)?\b|\bAPI[- ]keys?\b|\bsecrets?\b|"
    r"\bcredentials?\b|\btokens?\b|\.env\b|\brequire[sd]?\b",
    re.IGNORECASE,
)
_STRONG: Final = re.compile(
    r"\benv(?:ironment)?[- ]?var(?:iable)?s?\b|\$env:|\bexport\b|\.env\b|"
    r"\b(?:your|the) (?:system|shell) environment\b",
    re.IGNORECASE,
)
_TO_A_FILE: Final = re.compile(r"(?<!<)<<-?[ \t]*(['\"]?)(\w{1,60})\1")
_CONSOLES: Final = frozenset({"powershell", "ps1", "batch", "cmd"})
_DOTENV: Final = frozenset({"env", "dotenv"})
_ENV_FILE: Final = re.compile(r"(?:^|/)(?:\.env[\w.-]*|[\w-]*\.env|env\.(?:example|sample|template))\Z")
_SHELLS: Final = frozenset({"shell", "console"})
_SECRET_ENDS: Final = ("_API_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_ACCESS_KEY")
_BY_PROGRAMS: Final = ("environ", "process.env")
_SPARED: Final = ("optional", "guarded", "example")
_MANY: Final = 200

Read = tuple[str, Manner, str, int, int]
"""A variable, how it is said, the way in words, and the characters of the text."""


def sightings(scene: Scene) -> Iterator[Sighting]:
    """One sighting for each variable and place; those that the system or the skill itself sets are left out."""
    made = set_by_scripts(scene) | frozenset(_set_in_words(scene))
    found = tuple(_sightings(scene, made))
    knobs = _knobs(scene, found)
    for item in found:
        if item.name in knobs:
            continue
        if item.name.strip("_") and not is_plain_variable(item.name) and not _is_stand_in(item.name):
            yield _of_harness(item)


def _knobs(scene: Scene, found: tuple[Sighting, ...]) -> frozenset[str]:
    """Variables without which programs of the skill do as well, and of which no document tells."""
    tested = {(item.name, item.span.file) for item in found if item.manner == "guarded"}
    needed: set[str] = set()
    read: set[str] = set()
    for item in found:
        by_program = item.via in _BY_PROGRAMS and item.place == "script"
        spared = item.manner in _SPARED or (item.name, item.span.file) in tested
        (read if by_program and spared else needed).add(item.name)
    unsaid = (name for name in read - needed if not name.endswith(_SECRET_ENDS))
    return frozenset(name for name in unsaid if not any(name in item.text for item in scene.documents))


def _sightings(scene: Scene, made: frozenset[str]) -> Iterator[Sighting]:
    sections = {(item.path, item.index): item for item in scene.sections}
    fences = {fence.block.id: fence for fence in scene.fences}
    settings = [fence.text for fence in scene.fences if fence.role == "commands" and _is_settings(fence.text)]
    asked = {name for text in settings for name in _SETTING.findall(text)}
    for passage in passages_of(scene):
        fence = fences.get(passage.id)
        manner = passage.manner
        if fence is not None and manner == "use":
            manner = manner_of_fence(fence, sections[fence.path, fence.section], "use")
        for name, how, via, start, end in _reads(passage, made):
            if name in made and name not in asked and via in ("environ", "process.env"):
                continue  # one program of the skill sets it for another
            said: Manner = how if how != "use" else manner
            yield Sighting("env", name, passage.span(start, end), passage.place, said, via, passage.id)
    for fence in scene.fences:
        yield from _of_fence(fence, sections[fence.path, fence.section])
    for section in scene.sections:
        yield from _of_prose(section, made)
    yield from _of_files(scene)
    yield from _of_front_matter(scene)


def _reads(passage: Passage, made: frozenset[str]) -> Iterator[Read]:
    text = passage.text
    if passage.language == "python":
        for name, how, start, end in python_variables.reads(text, shown=passage.block is not None):
            yield name, how, "environ", start, end
    elif passage.language == "javascript" and "env" in text:
        for name, how, start, end in javascript_variables.reads(text):
            yield name, how, "process.env", start, end
    elif passage.language in _SHELLS:
        if "$" in text:
            yield from _shell_reads(passage, made)
        if passage.block is not None and _PREFIXED.search(text):
            yield from _given(passage)


def _shell_reads(passage: Passage, made: frozenset[str]) -> Iterator[Read]:
    text = passage.text
    given, defaulted = _assigned_in(text)
    for found in _SHELL.finditer(text):
        name, form = found.group(1) or found.group(3), found.group(2) or ""
        if _COMMENT.match(text, text.rfind("\n", 0, found.start()) + 1):
            continue
        # `X="${X_OF_OTHERS:-y}"` in a block reads it from outside, whatever it is called
        asks = "_" in name and form.startswith((":-", "-")) and name not in made
        if passage.block is not None and not (
            asks or is_telling_variable(name) or name.startswith(_harness_prefixes())
        ):
            continue
        if form and form.lstrip(":")[0] in "-=+":
            # a script that gives a variable its own default reads it from outside
            own = name in made and name not in defaulted
            if not own and given.get(name, len(text)) > found.start():
                has_default = bool(form.lstrip(":")[1:])
                yield name, "optional" if has_default else "guarded", "default", found.start(), found.end()
        elif name not in made:
            yield name, "use", "shell", found.start(), found.end()


def _given(passage: Passage) -> Iterator[Read]:
    """What a block sets for the one command behind it: `ACME_URL=... tool run`."""
    text = passage.text
    for command in commands(text, console=passage.language == "console") if text.isascii() else ():
        program = program_of(command) if command.assignments else None
        if program is None or is_basic_program(program.interpreter or program.name.value or ""):
            continue
        for word in command.assignments:
            name, _, value = word.text.partition("=")
            if not re.fullmatch(_NAME, name) or "_" not in name:
                continue
            if is_telling_variable(name):
                yield name, "use", "set for a command", word.start, word.start + len(name)
            elif passage.place == "main" and not _SWITCH.match(value):
                yield name, "optional", "set for a command", word.start, word.start + len(name)


def _assigned_in(text: str) -> tuple[dict[str, int], frozenset[str]]:
    """Where each variable first gets a value that is not its own (`N=$(du x)`), and those that get a default of their
    own (`N=${N:-0}`)."""
    given: dict[str, int] = {}
    defaulted: set[str] = set()
    for found in _FROM.finditer(text):
        if found.group(2) is None:
            given.setdefault(found.group(1), found.start())
        elif found.group(3):
            defaulted.add(found.group(1))
    return given, frozenset(defaulted)


def set_by_scripts(scene: Scene) -> frozenset[str]:
    """What shell scripts and blocks set for themselves; an `export` in a document asks the reader to set it."""
    found: set[str] = set()
    for passage in passages_of(scene):
        if passage.language not in _SHELLS:
            continue
        exported = frozenset(_asked_to_set(passage.text) if passage.block is not None else ())
        assigned = _ANY_ASSIGNED if passage.block is None else _ASSIGNED
        text = _without_files(passage.text)
        names = {*assigned.findall(text), *_OTHERWISE_SET.findall(text)}
        found |= names - exported
    return frozenset(found)


def _set_in_words(scene: Scene) -> Iterator[str]:
    """What a sentence has the agent set to a value made of others: set `OUT_DIR="$PWD/tmp"`."""
    for section in scene.sections:
        for leaf in section.leaves:
            if "=" in leaf.text and "$" in leaf.text and leaf.kind != "code":
                yield from _MADE_IN_WORDS.findall(leaf.text)


def _without_files(text: str) -> str:
    """A shell text without the lines that it writes to files: a file of settings sets nothing for the shell."""
    if "<<" not in text:
        return text
    kept: list[str] = []
    mark = ""
    for line in text.splitlines():
        if mark:
            mark = "" if line.strip() == mark else mark
            continue
        kept.append(line)
        found = _TO_A_FILE.search(line)
        if found and (">" in line or "tee " in line):
            mark = found.group(2)
    return "\n".join(kept)


def _asked_to_set(text: str) -> Iterator[str]:
    """What a block exports with a value of the reader's; one made of others or a switch is the block's own."""
    for found in _EXPORTED.finditer(text):
        if _SWITCH.match(text, found.end()):
            continue
        if not _COMPUTED.match(text, found.end()) or is_telling_variable(found.group(1)):
            yield found.group(1)


def _of_fence(fence: Fence, section: Section) -> Iterator[Sighting]:
    """`export NAME=` in commands, lines of a file of settings, secrets of continuous integration."""
    if fence.role in ("wrong", "drawing"):
        return
    offset = fence.block.offset_of_content
    for item, via, manner in list(_shown_in(fence, manner_of_fence(fence, section, "use")))[:_MANY]:
        name = item.group(1)
        if via != "export" or "_" in name:
            span = span_in(fence.block, offset(item.start(1)), offset(item.end(1)))
            yield Sighting("env", name, span, place_of_file(fence.path), manner, via, fence.block.id)


def _shown_in(fence: Fence, manner: Manner) -> Iterator[tuple[re.Match[str], str, Manner]]:
    text = fence.text
    if fence.role == "commands" or fence.block.language in _CONSOLES:
        asked = frozenset(_asked_to_set(text))
        for item in _EXPORTED.finditer(text):
            if item.group(1) in asked:
                yield item, "export", manner
    elif fence.block.language in _DOTENV or (fence.role == "form" and _is_settings(text)):
        for item in _SETTING.finditer(text):
            yield item, "settings", manner
    if fence.role == "data":
        for item in _SHOWN.finditer(text):
            if item.group(1).startswith(_harness_prefixes()):
                yield item, "shown", "example"
    # what a document shows of continuous integration is set there, for a project of its own
    for item in _SECRETS.finditer(text) if place_of_file(fence.path) == "main" else ():
        yield item, "secret", "example"


def _is_settings(text: str) -> bool:
    """Whether a block without a language is a file of settings to fill in: only comments and `NAME=value`."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = [_TIGHT.match(line) for line in lines]
    if any(item and _COMPUTED.match(item.string, item.end()) for item in found):
        return False  # made of others: names that the text gives to what it speaks of
    # numbers and switches alone are what a program has put there, nothing to ask a user for
    return all(found) and any(item and not _SWITCH.match(item.string, item.end()) for item in found)


def _of_prose(section: Section, made: frozenset[str]) -> Iterator[Sighting]:
    leaves = {leaf.id: leaf for leaf in section.leaves}
    for sentence in section.sentences:
        leaf = leaves.get(sentence.block)
        if leaf is None:
            continue
        words = list(_WORD.finditer(sentence.text))[:_MANY] if "_" in sentence.text else []
        # under a heading on them, an item or a row begins with a variable, whatever its form
        lone = _LEADS.match(sentence.text) if sentence.kind in _ROWS and _STRONG.search(section.title) else None
        words += [lone] if lone is not None and not words else []
        if not words:
            continue
        strong = bool(_STRONG.search(sentence.text) or _STRONG.search(section.title))
        cued = strong or bool(_CUE.search(sentence.text))
        told = {family_of(item.group(1)) for item in words if is_said_to_be_set(sentence.text, *item.span(1))}
        spans = {inline.value for inline in leaf.inlines if inline.kind == "code"}
        for found in words:
            name = found.group(1)
            if is_said_to_be_cleared(sentence.text, found.end(1)):
                continue
            # a whole code span that is called like a secret needs no word beside it
            said_so = family_of(name) in told
            telling = is_telling_variable(name) and (cued or (name in spans and name.endswith(_SECRET_ENDS)))
            if not (strong or telling or said_so) or name in made:
                continue
            start = sentence.start + found.start(1)
            said = sentence.text[max(0, found.start() - 100) : found.end() + 60]
            spare = _DEFAULT.search(said) or _TO_A_SWITCH.match(sentence.text, found.end(1))
            manner = "optional" if spare else manner_of_section(section, said, "use")
            yield Sighting(
                "env",
                name,
                span_in(leaf, start, start + len(name)),
                place_of_file(section.path),
                manner,
                "text",
                leaf.id,
            )


def _of_files(scene: Scene) -> Iterator[Sighting]:
    """Bundled examples of files of settings."""
    for file in scene.module.files:
        if file.text is None or not _ENV_FILE.search(file.path):
            continue
        for found in list(_SETTING.finditer(file.text))[:_MANY]:
            yield Sighting(
                "env", found.group(1), _span(file.path, file.text, found), "declared", "declare", "settings"
            )


def _of_front_matter(scene: Scene) -> Iterator[Sighting]:
    """`requires.env` and `primaryEnv` of the metadata, at its top or one level below."""
    block = scene.module.front_matter_block
    if block is None:
        return
    for table in metadata_tables(scene.module.front_matter):
        needs = mapping_of(table.get("requires"))
        for word in (*strings_of(needs.get("env")), *strings_of(table.get("primaryEnv"))):
            if re.fullmatch(_NAME, word):
                yield _in_front(block, word, scene.documents[0].path)


def _in_front(block: Block, word: str, path: str) -> Sighting:
    start = max(0, block.text.find(word))
    return Sighting(
        "env", word, span_in(block, start, start + len(word)), place_of_file(path), "declare", "metadata", block.id
    )


def _span(path: str, text: str, found: re.Match[str]) -> Span:
    low = len(text[: found.start(1)].encode("utf-8", "surrogateescape"))
    line = text.count("\n", 0, found.start(1)) + 1
    return Span(path, low, low + len(found.group(1)), line, line)


def _is_stand_in(name: str) -> bool:
    """Whether the name only stands in for one: `YOUR_API_KEY`, `MY_TOKEN`."""
    parts = name.split("_")
    return not {"YOUR", "MY", "FOO", "BAR", "XXX", "EXAMPLE"}.isdisjoint(parts) or name in _STAND_INS


_STAND_INS: Final = frozenset(
    {"API_KEY", "VARIABLE_NAME", "ENV_VAR", "VAR_NAME", "NAME", "VALUE", "KEY", "TOKEN", "SKILL_DIR"}
)


def _of_harness(item: Sighting) -> Sighting:
    """A harness sets its own variables where it runs: elsewhere they are missed."""
    if item.name.startswith(_harness_prefixes()) and not item.name.endswith(("_API_KEY", "_TOKEN")):
        return Sighting(
            item.kind, item.name, item.span, item.place, "optional", item.via, item.block, item.module, item.version
        )
    return item


@cache
def _harness_prefixes() -> tuple[str, ...]:
    """Beginnings of the names that harnesses set, and whole names of theirs."""
    found: set[str] = set()
    for harness in shipped_harnesses().values():
        found.update(harness.environment_prefixes)
        names = (re.sub(r"\W+", "", item.text) for item in harness.variables)
        found.update(name for name in names if name.isupper() and "_" in name)
    return tuple(sorted(found))

"""What says that a file need not be there, whatever claims it: patterns, output, examples, other people's files."""

import re
from collections.abc import Callable

from skillrt.code import fence_language, script_language
from skillrt.passes.linking.cases import Case, ends_with
from skillrt.passes.linking.namings import Namings
from skillrt.passes.linking.rules import rules
from skillrt.reading.followed import is_followed

# What stands in a line before the name of a file that the text shows or makes, and behind the name.
_REACH = 400  # so far before the name
_PATH = r"(?:[\w./-]{0,80}/)?"
_COMMENT = re.compile(rf"[ \t]*(?:#|//|--|/\*|<!--)[ \t]*(?:file(?:name)?:?[ \t]*)?`?{_PATH}")
_COMMENT_END = re.compile(r"`?[ \t]*(?:\*/|-->|\n)")
_OPTION_O = re.compile(r"[ \t]-o[ \t=]+(?:\./)?\Z")
_NAME_ON = re.compile(r"[\w./-]")
_REDIRECTED = re.compile(r">{1,2}[ \t]*[\"']?(?:[\w./~${}-]{0,80}/)?\Z")
_WORD_END = re.compile(r"\b")
_MAKES = re.compile(r"\b(?:touch|tee)\b[^\n]{0,80}\Z")
_FENCE_NAMED = re.compile(rf"```\w*:{_PATH}\Z")
_HEADING = re.compile(rf"[ \t#*`\d.()-]*{_PATH}")
_FENCE_BELOW = re.compile(r"[`*:)]*[ \t]*\r?\n\s*```([a-z]\w*)[^\n]*\n[ \t]*(#!)?")

Rule = Callable[[Case], bool]

_PATTERN = re.compile(r"[<>{}*$%^=,!]|\[|\]|\(|\)|\.\.\.|…")
_NUMBERED = re.compile(r"(?:^|[-_/])(?:[NXY]{1,4}|\d{4}-\d\d(?:-\d\d)?|0+[0-9]{0,4}|v?\d+\.\d+)(?=[-_./]|$)")
_MODEL_FOLDERS = frozenset(
    ("templates", "template", "examples", "example", "evals", "tests", "fixtures", "boilerplate", "samples")
)
_KEPT = frozenset(("original", "backup", "archived", "deprecated"))
_INSTALLS = re.compile(r"\binstall(?:ation|ing)?\b|\bset-?up\b", re.I)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|io|dev|ai|app|co|gov|edu|fm|xyz|me|sh|run|cloud)$")
_DEPLOYS = re.compile(
    r"^[ \t]*(?:kubectl|helm|docker build|terraform|pytest|python3? -m pytest|cargo|mvn|gradle)[ \t]", re.M
)
_CLONES = re.compile(r"(?:git clone|git\+https|pip install -e)[^\n]{0,200}")
_SKILL_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_OF_ANOTHER = re.compile(r"['’]s`?\s*`?$|\b(?:skill|plugin)['’]?s?`?\s*`?$")


def is_placeholder(case: Case) -> bool:
    """The path is a pattern or an example of a path."""
    inner = case.found.rest if case.found.mine else case.path
    if case.mention.cut or _PATTERN.search(inner) or rules().placeholder.search(inner):
        return True
    if case.is_link:
        return False
    if _NUMBERED.search(inner):
        return True
    return case.stem in rules().placeholder_stems or case.name.lower() in rules().products


def _elsewhere(case: Case) -> bool:
    """The path is absolute, of the machine, or lies where programs put what they make; or a `cd` went elsewhere."""
    if case.found.mine:
        return any(part.lower() in rules().made for part in case.found.rest.split("/")[:-1])
    if _DOMAIN.match(case.first):
        return True
    if (
        case.mention.cwd
        or case.path.startswith(("/", "~", "$", "%", "-", "@"))
        or ":" in case.path
        or "//" in case.path
    ):
        return True
    return any(part.lower() in rules().made for part in case.path.split("/")[:-1])


def is_drawn(case: Case) -> bool:
    """A drawing of a folder, or a program of another language, shows files of any project."""
    anchored = case.found.mine and case.path.startswith(("~", "$", "{", "<"))
    return (case.mention.layout or case.mention.program) and not anchored


def is_made(case: Case) -> bool:
    """The text, a command or a script of the skill makes the file."""
    if case.mention.role == "made":
        return True
    if case.is_link:
        return False
    make = rules().make
    taken = ends_with(rules().taken, case.before)
    if case.mention.via != "command" and not taken and (make.search(case.lead[-70:]) or make.search(case.trail[:25])):
        return True
    if case.ending in rules().programs or case.first in rules().specified:
        return False
    return bool(case.ending) and case.skill.script_names.hold(case.name)


def _supposed(case: Case) -> bool:
    """The text says that the file is an example, may be there, or is not."""
    if case.mention.via == "command" or case.is_link:
        return False
    suppose = rules().suppose
    return bool(suppose.search(case.lead[-60:]) or suppose.search(case.trail[:30]))


def _shown(case: Case) -> bool:
    """The document shows the file's content, or makes it by a command: the reader is to write it."""
    if case.is_link:
        return False
    return case.skill.once(f"shown {case.name}", case.mention.document, lambda namings: _shown_in(case, namings))


def _shown_in(case: Case, namings: Namings) -> bool:
    """The same of a text; where it is long and has many names, it is not read again for each."""
    text, size = namings.text, len(case.name)
    if case.ending:
        return any(_shown_at(case, text, start, start + size) for start in namings.of(case.name))
    # without an ending, only an option says so
    return case.name in namings.outputs


def _shown_at(case: Case, text: str, start: int, end: int) -> bool:
    """The same of one place that names the file."""
    reach = max(0, start - _REACH)
    line = text.rfind("\n", reach, start) + 1
    before = text[line or reach : start]
    if _OPTION_O.search(before) and not _NAME_ON.match(text, end):
        return True
    if _REDIRECTED.search(before) and _WORD_END.match(text, end):
        return True
    if _MAKES.search(before) or _FENCE_NAMED.search(before):
        return True
    if not line and reach:
        return False
    if _COMMENT.fullmatch(before) and _COMMENT_END.match(text, end):
        return True
    block = _FENCE_BELOW.match(text, end) if _HEADING.fullmatch(before) else None
    return block is not None and _is_content(case, block.group(1), bool(block.group(2)))


def _is_content(case: Case, info: str, interpreted: bool) -> bool:
    """Whether the block below a file's name is its content; commands below a program's name are how to run it."""
    language = fence_language(info)
    if language == "shell":
        return interpreted
    return language == script_language(case.name) or info == case.ending


def _foreign(case: Case) -> bool:
    """A file of the user's project, of a harness or of the machine by its usual name."""
    if case.found.mine or case.is_link:
        return False
    if case.first:
        # `./scripts/install.sh` below "Installation", in a skill without scripts, is that of what is installed
        installs = case.mention.role == "program" and _INSTALLS.search(case.mention.heading)
        return bool(installs) and not case.has_first and case.name.lower() in rules().foreign_names
    return case.name.lower() in rules().foreign_names and not case.mention.folder


def _foreign_folder(case: Case) -> bool:
    """A path through a folder that projects have and skills do not."""
    return not case.found.mine and not case.is_link and case.first in rules().foreign_folders and not case.has_first


def _of_another(case: Case) -> bool:
    """The sentence speaks of a file of another skill."""
    if case.is_link or case.found.mine:
        return False
    if _OF_ANOTHER.search(case.before):
        return True
    skill = case.skill
    return any(name in skill.siblings and name not in skill.tree.names for name in _SKILL_NAME.findall(case.before))


def _made_up(case: Case) -> bool:
    """A skill about skills shows files of imaginary ones."""
    if case.is_link or case.found.mine or not case.skill.about_skills:
        return False
    return not (case.mention.role == "program" and case.has_first)


def _deployed(case: Case) -> bool:
    """The commands beside it test, build or deploy the user's project, so the script is the project's."""
    if case.mention.via != "command" or case.found.mine:
        return False
    block = case.mention.block
    return case.skill.once(f"deploys {block.id}", case.mention.document, lambda _: _deploys(block.text))


def _deploys(text: str) -> bool:
    return _DEPLOYS.search(text) is not None


def _cloned(case: Case) -> bool:
    """The skill has no such folder, and the text fetches the repository of another project, which may have it."""
    if case.is_link or case.found.mine or case.has_first:
        return False
    return case.skill.once("clones", case.mention.document, lambda namings: _clones(case, namings.text))


def _clones(case: Case, text: str) -> bool:
    """Whether a text fetches a repository that is not called as the skill is."""
    names = ("skill", *(name.lower() for name in case.skill.tree.names))
    lines = (found.group().lower() for found in _CLONES.finditer(text))
    return any(not any(name in line for name in names) for line in lines)


def is_model(case: Case) -> bool:
    """A template or an example of a document: its mentions speak of the place that it is copied to."""
    *folders, name = case.mention.document.lower().split("/")
    if not _MODEL_FOLDERS.isdisjoint(folders) or "template" in name or "example" in name:
        return True
    # a document that is kept as it once was speaks of the files that it had beside it
    return not _KEPT.isdisjoint(re.split(r"[^a-z]+", name))


def _told_of(case: Case) -> bool:
    """A change log or a paper for developers tells of files that were there once, or are there in their copy."""
    return not case.is_link and not is_followed(case.mention.document)


# A claim so plain that a veto says nothing against it: the words are about the very file that usually is another's.
UNMOVED = frozenset((("edited", "foreign"), ("stated-readme", "foreign")))
VETOES: tuple[tuple[str, Rule], ...] = (
    ("placeholder", is_placeholder),
    ("elsewhere", _elsewhere),
    ("drawn", is_drawn),
    ("made", is_made),
    ("supposed", _supposed),
    ("foreign", _foreign),
    ("foreign-folder", _foreign_folder),
    ("of-another", _of_another),
    ("made-up", _made_up),
    ("model", is_model),
    ("cloned", _cloned),
    ("deployed", _deployed),
    ("shown", _shown),
    ("told-of", _told_of),
)

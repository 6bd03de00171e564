"""Whether a mention that resolves to nothing, or only after mending, is a defect of the skill.

A claim is what says that the file is one of the skill; a veto is what says that it need not be there. A mention is a
defect where one claim and no veto applies; the name of the rule is kept with the verdict.
"""

import re

import msgspec

from skillrt.passes.linking.cases import Case, ends_with
from skillrt.passes.linking.namings import Namings
from skillrt.passes.linking.rules import rules
from skillrt.passes.linking.vetoes import UNMOVED, VETOES, Rule, is_drawn, is_made, is_model, is_placeholder

_FILE_NAME = re.compile(r"[\w.-]+\.\w{1,5}\b", re.ASCII)
# the text itself says from where the path is meant
_SAYS_WHENCE = re.compile(
    r"(?:relative to|from|in) (?:the |your )?(?:project|repo|repository|workspace)(?:'s)? root", re.I
)
_HOLDS = re.compile(r"[`*\])]{0,4}(?:[:：]|[ \t]+(?:[-–—:]|->|→))[`* \t]+[^\W\d_]")
# What the text says before the place to which a file is brought.
_BRINGS = re.compile(r"^[\s*+>-]*(?:to|into|destination|target)[\s*]*[:：][\s*`\"']*\Z", re.I)
_SHORT = 6  # "Note", "注"


class Verdict(msgspec.Struct, frozen=True):
    """Whether the mention is a defect, and the rule that said so."""

    defect: bool
    rule: str


def _named_link(case: Case) -> bool:
    """A Markdown link to a file: a reader would follow it."""
    return case.is_link and (case.ending in rules().endings or case.path.endswith("/"))


def _own(case: Case) -> bool:
    """A path through this skill's own folder."""
    return case.found.mine and case.ending in (rules().documents | rules().programs)


def _run(case: Case) -> bool:
    """A command runs a script in a folder of the skill, in `scripts/` by a SKILL.md, or one named like the skill."""
    if case.mention.role != "program":
        return False
    if case.first:
        return case.has_first or (case.first in rules().specified and case.in_skill_file)
    return _named_like_skill(case) and case.in_skill_file


def _named_like_skill(case: Case) -> bool:
    """Whether the file's name shares its words with the skill's."""
    words = set(re.findall(r"[a-z0-9]{3,}", case.stem.replace("_", "-")))
    own = set(re.findall(r"[a-z0-9]{3,}", case.skill.module.name.lower().replace("_", "-")))
    return words == own or len(words & own) >= 2


def _in_folder(case: Case) -> bool:
    """A path through a folder of the skill."""
    return bool(case.first) and case.has_folder and case.is_file and case.mention.via != "command"


def _told(case: Case) -> bool:
    """A path through `scripts/`, `references/` and the like, told of by SKILL.md."""
    folders = rules().specified | rules().told
    return case.first in folders and case.in_skill_file and case.is_file and case.mention.via != "command"


def _sent(case: Case) -> bool:
    """`see X.md`: the text sends the reader to a document."""
    if case.ending not in rules().documents or case.mention.via not in ("code", "prose") or case.quoted:
        return False
    usual = case.first in rules().specified or case.first in rules().told
    if case.first and not case.in_skill_file and not case.has_first and not usual:
        return False
    return ends_with(rules().see, case.before) or bool(rules().seen.match(case.after.lstrip("`*」』) ")))


def _pointed(case: Case) -> bool:
    """`see scripts/x.sh`: any document sends the reader to a file in a folder that skills have by their rules."""
    if case.first not in rules().specified or not case.is_file or case.quoted:
        return False
    return case.mention.via in ("code", "prose") and ends_with(rules().see, case.before)


def _used(case: Case) -> bool:
    """`run X/y.sh`: the text tells to run a program in a folder."""
    if case.ending not in rules().programs or case.mention.via not in ("code", "prose") or case.quoted:
        return False
    return bool(case.first) and case.in_skill_file and ends_with(rules().run, case.before)


def _stated_readme(case: Case) -> bool:
    """The same of a README, which else is the project's."""
    return case.stem == "readme" and _stated(case)


def _stated(case: Case) -> bool:
    """`x.md contains the instructions for installation`: a sentence of SKILL.md about a document beside it."""
    if case.ending not in rules().documents or case.first or not case.in_skill_file:
        return False
    if case.mention.via not in ("code", "prose") or case.quoted:
        return False
    return len(_bare(_FILE_NAME.sub("", case.before))) <= _SHORT and rules().stated.match(case.after) is not None


def tells_to_run(case: Case) -> bool:
    """Whether the sentence tells to run the program that it names."""
    return case.ending in rules().programs and ends_with(rules().run, case.before)


def _edited(case: Case) -> bool:
    """`edit config.json to customise`: a settings file of the skill, at the beginning of a sentence of SKILL.md."""
    if case.ending not in ("json", "yaml", "yml", "toml", "ini", "conf") or case.first or not case.in_skill_file:
        return False
    if not case.stem.startswith(("config", "settings", "preferences")):
        return False
    edit = rules().edit
    around = _bare(case.before) + case.after[:40]
    return case.mention.via in ("code", "prose") and bool(edit.search(around)) and len(_bare(case.before)) < 12


def _bare(text: str) -> str:
    return text.strip(" \t*`_-:>#|\"'1234567890.()[]")


def _listed(case: Case) -> bool:
    """A bare name that begins an item below a heading, or in a list, that names a folder of the skill."""
    folder = case.mention.folder
    if not folder or case.first or folder not in case.skill.tree.folders or not case.is_file:
        return False
    return case.mention.via in ("code", "prose") and not _bare(case.before)


def _itemised(case: Case) -> bool:
    """`- references/x.md: what it holds`: an item of any document that says what such a file is for."""
    if case.first not in rules().specified or not case.is_file or case.quoted:
        return False
    return case.mention.via in ("code", "prose") and not _bare(case.before) and bool(_HOLDS.match(case.after))


CLAIMS: tuple[tuple[str, Rule], ...] = (
    ("named-link", _named_link),
    ("own", _own),
    ("run", _run),
    ("in-folder", _in_folder),
    ("told", _told),
    ("sent", _sent),
    ("pointed", _pointed),
    ("used", _used),
    ("edited", _edited),
    ("listed", _listed),
    ("itemised", _itemised),
    ("stated-readme", _stated_readme),
    ("stated", _stated),
)


def judge_missing(case: Case) -> Verdict:
    """Whether a mention that resolves to nothing is a broken reference."""
    claim = next((name for name, rule in CLAIMS if rule(case)), "")
    if not claim:
        return Verdict(False, "no-claim")
    veto = next((name for name, rule in VETOES if (claim, name) not in UNMOVED and rule(case)), "")
    return Verdict(not veto, veto or claim)


# drawn names without a dot that are files and no folders
NAMED_WITHOUT_ENDING = frozenset(("LICENSE", "LICENCE", "Makefile", "Dockerfile"))


def judge_drawn(case: Case) -> Verdict:
    """Whether an entry of a drawing of this skill, which the skill does not have, is a broken reference."""
    veto = next((name for name, rule in VETOES if name in _OF_DRAWINGS and rule(case)), "")
    named = case.is_file or case.name in NAMED_WITHOUT_ENDING
    if not veto and (not named or case.name.startswith(".")):
        veto = "no-file"
    return Verdict(not veto, veto or "drawn")


# Files of any name may be drawn: also a README.
_OF_DRAWINGS = frozenset(("placeholder", "elsewhere", "made", "supposed", "model"))


def _lacks_suffix(case: Case) -> bool:
    """Whether a name without its ending is meant as a path: in a command, or behind an imperative. Else it may be a
    beginning of names, or a word for what the file holds."""
    if not case.has_folder or case.mention.role == "folder" or "." in case.name.strip("."):
        return False
    if case.mention.via == "command":
        return True
    told = ends_with(rules().direct, case.before) or ends_with(rules().edit, case.before)
    return case.mention.via == "code" and told


def _saved_as(case: Case) -> bool:
    """A command of the skill saves the file under the name as it is written: `curl .../auth.md > ~/x/AUTH.md`."""
    name = re.escape(case.name)
    saved = re.compile(rf"(?:>|\s-o|--output)\s*[^\s;|&]{{0,200}}(?<![\w.-]){name}(?![\w.-])")

    def saves(namings: Namings) -> bool:
        return (not case.ending or namings.hold(case.name)) and saved.search(namings.text) is not None

    return any(case.skill.once(f"saved {case.name}", item.path, saves) for item in case.skill.module.documents)


def _from_above(case: Case) -> bool:
    """`skills/x/SKILL.md` in the skill x: right from a folder above it, for who works on the collection itself."""
    return f"/{case.skill.place}/{case.found.target}".endswith(f"/{case.path}")


def _right_elsewhere(case: Case) -> str:
    """Why the path is right as it is written, though not from the skill's folder; empty where nothing says so."""
    if _SAYS_WHENCE.search(case.after):
        return "said"
    if case.found.how == "wrong-folder" and _BRINGS.search(case.before):
        return "brought"
    return "from-above" if case.found.mine and case.mention.role != "program" and _from_above(case) else ""


def judge_mended(case: Case) -> Verdict:
    """Whether a mention that resolves after mending is written wrongly, or only looks like a file of the skill."""
    mention, found = case.mention, case.found
    if case.is_link:
        return Verdict(True, "named-link")
    if is_drawn(case) or mention.role == "made" or is_placeholder(case) or is_model(case):
        return Verdict(False, "drawn")
    if mention.via != "command" and is_made(case):
        return Verdict(False, "made")
    right = _right_elsewhere(case)
    if right:
        return Verdict(False, right)
    if found.mine:
        return Verdict(True, "own")
    if found.how == "wrong-case":
        # a name that every project has is the skill's where the text sends the reader there: "see `Guide.md`"
        foreign = case.name.lower() in rules().foreign_names and not _sent(case)
        if _saved_as(case):
            return Verdict(False, "saved")
        return Verdict(bool(case.first) or not foreign, "case")
    if found.how == "missing-suffix":
        return Verdict(_lacks_suffix(case), "suffix")
    first = case.path.partition("/")[0] if "/" in case.path else ""
    named = first in rules().specified or first in rules().told or first in case.skill.tree.folders
    return Verdict(mention.role == "program" or named, "folder")

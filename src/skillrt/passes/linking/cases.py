"""A mention with everything that the rules look at, each computed once and only when asked for."""

import posixpath
import re
from collections.abc import Callable, Container
from functools import cached_property

import msgspec

from skillrt.ir import SKILL_FILE, Module
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.mentions import Mention
from skillrt.passes.linking.namings import Namings
from skillrt.passes.linking.resolve import Found, plain
from skillrt.passes.linking.rules import rules

_WINDOW = 140
_SENTENCE = re.compile(r"[.!?;]\s|[。！？；|]|\n(?=[ \t]*(?:[-*+|#>]|\d+[.)]))")
_ABOUT_SKILLS = re.compile(r"skill|plugin|hook-dev|command-dev|mcp-build")
# What may stand between `see` and the path.
_JOINT = re.compile(
    r"[\s:：—–*_`'(\[「『]*(?:(?:the|our|at|in|to|file|guide|doc|docs|bundled|full|and)\b[\s:*_`'(\[]*){0,3}"
)
_MANY_MENTIONS = 4
_WHAT_FOR = re.compile(r"[`*\])]{0,4}[ \t]+(?:for|to|with)\b")
_DOES = re.compile(r"[`*\])]{0,4}[ \t]+(?!(?:does|exists|needs|lives)\b)[a-z]{3,12}s\b")


def ends_with(words: re.Pattern[str], text: str) -> bool:
    """Whether the text ends with one of the words, apart from an article and punctuation."""
    tail = text[-40:]
    found = list(words.finditer(tail))
    return bool(found) and _JOINT.fullmatch(tail, found[-1].end()) is not None


class Skill(msgspec.Struct, frozen=True, dict=True):
    """What the rules may ask of the skill besides the mention. `place` is its folder in the tree being checked."""

    module: Module
    tree: Tree
    siblings: Container[str] = ()
    place: str = ""

    @cached_property
    def script_text(self) -> str:
        """All scripts, joined: to see which file names they contain."""
        return "\n".join(item.text or "" for item in self.module.files if item.kind == "script")

    @cached_property
    def script_names(self) -> Namings:
        """The names of files in the scripts."""
        return Namings(self.script_text)

    @cached_property
    def about_skills(self) -> bool:
        """Whether the skill is about writing skills, plugins and the like, and so shows made-up files of others."""
        if _ABOUT_SKILLS.search(f"{self.module.name} {self.module.folder}".lower()):
            return True
        document = self.module.documents[0] if self.module.documents else None
        return document is not None and document.text.count(SKILL_FILE) >= _MANY_MENTIONS

    @cached_property
    def _namings(self) -> dict[str, Namings]:
        return {}

    @cached_property
    def _known(self) -> dict[tuple[str, str], bool]:
        return {}

    def text_of(self, path: str) -> str:
        """The text of a document."""
        return self.namings_of(path).text

    def namings_of(self, path: str) -> Namings:
        """The names of files in a document."""
        if path not in self._namings:
            document = self.module.document(path)
            self._namings[path] = Namings(document.text if document else "")
        return self._namings[path]

    def once(self, what: str, path: str, holds: Callable[[Namings], bool]) -> bool:
        """Whether something holds of a document; looked at once, however many mentions ask for the same `what`."""
        key = (what, path)
        if key not in self._known:
            self._known[key] = holds(self.namings_of(path))
        return self._known[key]

    @cached_property
    def first_folders(self) -> frozenset[str]:
        """The first parts of paths that can mean the skill, lower case."""
        top = {folder.partition("/")[0].lower() for folder in self.tree.folders}
        return rules().specified | rules().told | top | {name.lower() for name in self.tree.names}

    def worth(self, text: str, folder: str) -> bool:
        """Whether a word can name a file of the skill, found or missed: a quick look that most words do not pass."""
        name = text[text.rfind("/") + 1 :].lower()
        if name in self.tree.words:
            return True
        table = rules()
        ending = name[name.rfind(".") + 1 :] if "." in name else ""
        if ending in table.documents or ending in table.programs or (folder and ending in table.endings):
            return True
        if "/" in text:
            first = text.removeprefix("./").partition("/")[0].lower()
            return first in self.first_folders or "skill" in text.lower() or text.startswith(("<", "{", "$", "../"))
        return name.startswith(("config", "settings", "preferences"))


class Case(msgspec.Struct, frozen=True, dict=True):
    """A mention, what it resolves to, and the skill."""

    mention: Mention
    found: Found
    skill: Skill

    @property
    def is_link(self) -> bool:
        """Whether it is the target of a Markdown link or image."""
        return self.mention.via in ("link", "image")

    @cached_property
    def path(self) -> str:
        """The path, cleaned."""
        return plain(self.mention.path, link=self.is_link)

    @cached_property
    def name(self) -> str:
        """The file's name."""
        return posixpath.basename(self.path)

    @cached_property
    def stem(self) -> str:
        """The file's name without endings, lower case."""
        return self.name.partition(".")[0].lower()

    @cached_property
    def ending(self) -> str:
        """The last ending, lower case, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name[1:] else ""

    @property
    def is_file(self) -> bool:
        """Whether it ends like a file."""
        return self.ending in rules().endings

    @cached_property
    def first(self) -> str:
        """The first folder, lower case; '' for a bare name."""
        return self.path.partition("/")[0].lower() if "/" in self.path else ""

    @cached_property
    def before(self) -> str:
        """The text of the sentence, cell or line before the mention."""
        mention = self.mention
        text = mention.block.text[max(0, mention.start - _WINDOW) : mention.start]
        if mention.layout:
            return text.rpartition("\n")[2]  # each line of a drawing speaks of its own entry
        cuts = [found.end() for found in _SENTENCE.finditer(text)]
        return text[cuts[-1] :] if cuts else text

    @cached_property
    def lead(self) -> str:
        """What `before` says of the file: nothing where an imperative (`open`) stands right before the path."""
        return "" if self.directed else self.before

    @cached_property
    def directed(self) -> bool:
        """Whether an imperative stands right before the path."""
        return ends_with(rules().direct, self.before)

    @property
    def trail(self) -> str:
        """What `after` says of the file: nothing where it says what an imperative before the path is for, or what a
        program does (`scripts/x.py` generates a page)."""
        after = self.after
        if (self.directed and _WHAT_FOR.match(after)) or (self.ending in rules().programs and _DOES.match(after)):
            return ""
        return after

    @cached_property
    def after(self) -> str:
        """The text of the sentence, cell or line behind the mention."""
        mention = self.mention
        text = mention.block.text[mention.end : mention.end + _WINDOW // 2]
        if mention.layout:
            return text.partition("\n")[0]
        cut = _SENTENCE.search(text)
        return text[: cut.start()] if cut else text

    @property
    def quoted(self) -> bool:
        """Whether it stands inside quotation marks: something that somebody may say."""
        mention = self.mention
        text = mention.block.text[max(0, mention.start - 600) : mention.start]
        return text.count('"') % 2 == 1 or text.count("“") > text.count("”")

    @cached_property
    def has_folder(self) -> bool:
        """Whether the folder that the path names is one of the skill."""
        folder = posixpath.dirname(self.found.rest or self.path)
        return bool(folder) and folder in self.skill.tree.folders

    @cached_property
    def has_first(self) -> bool:
        """Whether the first folder of the path is one of the skill."""
        return (self.found.rest or self.path).partition("/")[0] in self.skill.tree.folders

    @property
    def in_skill_file(self) -> bool:
        """Whether the mention stands in SKILL.md."""
        return self.mention.document.rpartition("/")[2].lower() == SKILL_FILE.lower()

"""Every mention of a skill's documents with what it resolves to, judged where that is not simply a file."""

import posixpath
from collections.abc import Iterator
from typing import Literal

import msgspec

from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.linking.cases import Case, Skill
from skillrt.passes.linking.claims import NAMED_WITHOUT_ENDING, judge_drawn, judge_mended, judge_missing
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.mentions import Mention, Scan, scan
from skillrt.passes.linking.resolve import Found, Resolver, Surroundings, plain
from skillrt.passes.linking.rules import rules
from skillrt.passes.linking.vetoes import is_model

Status = Literal["resolved", "mended", "missing", "outside", "nothing"]
_MENDS = frozenset(("wrong-case", "missing-suffix", "wrong-folder"))
_FEW = 2  # a drawing with fewer files of the skill may be of any folder
_LEFT_LINKS = frozenset(("input.link-leaves-folder", "input.link-to-folder"))
_FILES = frozenset(("as-written", "anchored", "by-name", "sibling"))


class Outcome(msgspec.Struct, frozen=True):
    """One mention, resolved and judged. `nothing`: no mention of a file of the skill after all. `rule` decided it."""

    mention: Mention
    found: Found
    status: Status
    rule: str = ""


class Linker:
    """Resolves what the documents of one skill mention."""

    def __init__(self, module: Module, ctx: PassContext) -> None:
        self.module = module
        self.tree = Tree.of(module)
        self.resolver = Resolver(self.tree, ctx.siblings, Surroundings(ctx.tree, ctx.place))
        self.skill = Skill(module, self.tree, ctx.siblings, ctx.place)
        self.left_links = tuple(
            item.place.file for item in module.diagnostics if item.code in _LEFT_LINKS and item.place is not None
        )
        self.scans: dict[str, Scan] = {
            document.path: scan(document, self.skill.worth) for document in module.documents
        }

    def outcomes(self) -> Iterator[Outcome]:
        """All mentions, in reading order."""
        for path, found in self.scans.items():
            folder = posixpath.dirname(path)
            drawn: dict[str, list[Mention]] = {}
            for mention in found.mentions:
                if mention.layout:
                    drawn.setdefault(mention.block.id, []).append(mention)
                else:
                    yield self.outcome(mention, folder)
            for entries in drawn.values():
                yield from self.drawn(entries)

    def drawn(self, entries: list[Mention]) -> Iterator[Outcome]:
        """The entries of one drawing, which is of this skill where its root is called so or most of it is there."""
        there = [item for item in entries if self.holds(item.path)]
        files = [item for item in entries if not item.path.endswith("/") and _is_drawn_file(item.path)]
        present = sum(self.holds(item.path) for item in files)
        root = entries[0].option.rpartition("/")[2]
        mine = root in self.tree.names if root else any(item.path == "SKILL.md" for item in entries)
        for item in there:
            yield Outcome(item, Found("as-written", item.path), "resolved")
        if present < _FEW or present * 2 < len(files) or not (mine or present * 4 >= len(files) * 3):
            return
        made = tuple(item.path for item in entries if item.path.endswith("/") and _fills_up(item))
        for item in files:
            if not self.holds(item.path) and not (made and item.path.startswith(made)):
                found = Found("none", rest=item.path)
                verdict = judge_drawn(Case(item, found, self.skill))
                yield Outcome(item, found, "missing" if verdict.defect else "nothing", verdict.rule)

    def holds(self, path: str) -> bool:
        """Whether the skill has the file or folder."""
        return path in self.tree.paths or path.rstrip("/") in self.tree.folders

    def outcome(self, mention: Mention, folder: str) -> Outcome:
        """What one mention means."""
        found = self.find(mention, folder)
        if found.how in _FILES:
            return Outcome(mention, found, "resolved" if found.target else "nothing")
        if found.how == "outside":
            links = mention.via in ("link", "image") and not is_model(Case(mention, found, self.skill))
            return Outcome(mention, found, "outside" if links else "nothing")
        if self.left_links and self.is_left_link(mention, folder):
            return Outcome(mention, found, "nothing", "left-link")
        case = Case(mention, found, self.skill)
        if found.how in _MENDS:
            verdict = judge_mended(case)
            return Outcome(mention, found, "mended" if verdict.defect else "nothing", verdict.rule)
        verdict = judge_missing(case)
        return Outcome(mention, found, "missing" if verdict.defect else "nothing", verdict.rule)

    def is_left_link(self, mention: Mention, folder: str) -> bool:
        """Whether the file is there as a link, or below one, that was not followed: that has been told already."""
        path = plain(mention.path, link=mention.via in ("link", "image"))
        places = {posixpath.normpath(posixpath.join(base, path)) for base in ("", folder)}
        return any(place == link or place.startswith(link + "/") for place in places for link in self.left_links)

    def find(self, mention: Mention, folder: str) -> Found:
        """The file: from where a `cd` went, from the document, or in the folder that a heading names."""
        if mention.cwd:
            there = self.resolver.find(f"{mention.cwd}/{mention.path}", folder)
            if there.target:
                below = there.mine or there.how in ("as-written", "anchored")
                return msgspec.structs.replace(there, how="as-written", moved=below)
        found = self.resolver.find(mention.path, folder, link=mention.via in ("link", "image"))
        if found.how == "none" and mention.folder and "/" not in mention.path:
            there = self.resolver.find(f"{mention.folder}/{mention.path}", folder)
            if there.how == "as-written":
                return there
        return found


def _fills_up(folder: Mention) -> bool:
    """Whether the note behind a folder of a drawing says that files come into it (`# generated here`)."""
    end = folder.block.text.find("\n", folder.end)
    note = folder.block.text[folder.end : end if end >= 0 else len(folder.block.text)][:120]
    return rules().make.search(note) is not None


def _is_drawn_file(path: str) -> bool:
    """Whether an entry of a drawing is a file by its name."""
    return "." in path or path.rpartition("/")[2] in NAMED_WITHOUT_ENDING

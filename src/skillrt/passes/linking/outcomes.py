"""Every mention of a skill's documents with what it resolves to, and the judgement where that is not simply a file."""

import posixpath
from collections.abc import Iterator
from typing import Literal

import msgspec

from skillrt.ir import Module
from skillrt.passes.base import PassContext
from skillrt.passes.linking.cases import Case, Skill
from skillrt.passes.linking.claims import judge_mended, judge_missing
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.mentions import Mention, Scan, scan
from skillrt.passes.linking.resolve import Found, Resolver, Surroundings

Status = Literal["resolved", "mended", "missing", "outside", "nothing"]
_MENDS = frozenset(("wrong-case", "missing-suffix", "wrong-folder"))
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
        self.skill = Skill(module, self.tree, frozenset(ctx.siblings))
        self.scans: dict[str, Scan] = {document.path: scan(document) for document in module.documents}

    def outcomes(self) -> Iterator[Outcome]:
        """All mentions, in reading order."""
        for path, found in self.scans.items():
            folder = posixpath.dirname(path)
            for mention in found.mentions:
                yield self.outcome(mention, folder)

    def outcome(self, mention: Mention, folder: str) -> Outcome:
        """What one mention means."""
        found = self.find(mention, folder)
        if found.how in _FILES:
            return Outcome(mention, found, "resolved" if found.target else "nothing")
        if found.how == "outside":
            return Outcome(mention, found, "outside" if mention.via in ("link", "image") else "nothing")
        case = Case(mention, found, self.skill)
        if found.how in _MENDS:
            verdict = judge_mended(case)
            return Outcome(mention, found, "mended" if verdict.defect else "nothing", verdict.rule)
        verdict = judge_missing(case)
        return Outcome(mention, found, "missing" if verdict.defect else "nothing", verdict.rule)

    def find(self, mention: Mention, folder: str) -> Found:
        """The file: from where a `cd` went, from the document, or in the folder that a heading names."""
        if mention.cwd:
            there = self.resolver.find(f"{mention.cwd}/{mention.path}", folder)
            if there.target:
                return msgspec.structs.replace(there, how="as-written")
        found = self.resolver.find(mention.path, folder, link=mention.via in ("link", "image"))
        if found.how == "none" and mention.folder and "/" not in mention.path:
            there = self.resolver.find(f"{mention.folder}/{mention.path}", folder)
            if there.how == "as-written":
                return there
        return found

"""The pass `link`: resolve every reference, mend what can be mended, mark anchors, check calls of bundled scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from skillrt.code import facts_of
from skillrt.errors import Diagnostic
from skillrt.ir import Block, Fact, Module, TextEdit, replace_blocks, rewrite
from skillrt.passes.base import Pass, PassContext
from skillrt.passes.linking.anchors import anchor, own_folder
from skillrt.passes.linking.calls import CallChecker, Checked
from skillrt.passes.linking.findings import diagnostics, reference, text_edit
from skillrt.passes.linking.neighbours import left_out, moved
from skillrt.passes.linking.outcomes import Linker, Outcome
from skillrt.passes.linking.scripts import script_findings
from skillrt.passes.linking.values import ValueFinding, ValueReader


@dataclass(frozen=True)
class Link(Pass):
    """Resolve every reference to a bundled file and check every call of a bundled script.

    Mentions in Markdown that one file fits after mending are rewritten; scripts never are.
    """

    name: ClassVar[str] = "link"

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with references, anchors and call sites as facts, mentions mended, problems as diagnostics."""
        linker = Linker(module, ctx)
        judged = list(linker.outcomes())
        outcomes = [item for item in judged if item.status != "nothing"]
        calls = list(_calls(linker, lost=ctx.modes_lost))
        scripts = list(_scripts(module, linker))
        edits = _edits(outcomes, ctx)
        facts: list[Fact] = [reference(item) for item in outcomes]
        facts += [fact for fact, _ in scripts]
        facts += _anchors(outcomes, linker, edits)
        facts += [found for item in judged if (found := own_folder(item.mention, linker.skill))]
        facts += [item.fact for item in calls if item.fact]
        problems = diagnostics(outcomes) + left_out(outcomes, ctx.place, ctx.homes)
        for _, found in scripts:
            problems += found
        for item in calls:
            problems += item.problems
        changed = {block.id: rewrite(block, self.name, found) for block, found in edits.values()}
        return replace_blocks(module, changed).with_facts(*facts).with_diagnostics(*problems)


def _edits(outcomes: list[Outcome], ctx: PassContext) -> dict[str, tuple[Block, list[TextEdit]]]:
    """Mends by block id, without those that would overlap an earlier one."""
    found: dict[str, tuple[Block, list[TextEdit]]] = {}
    for outcome in outcomes:
        edit = text_edit(outcome) or moved(outcome, ctx.place, ctx.homes)
        if edit is None:
            continue
        block = outcome.mention.block
        _, edits = found.setdefault(block.id, (block, []))
        if all(edit.end <= other.start or other.end <= edit.start for other in edits):
            edits.append(edit)
    return found


def _anchors(
    outcomes: list[Outcome], linker: Linker, edits: dict[str, tuple[Block, list[TextEdit]]]
) -> Iterator[Fact]:
    for outcome in outcomes:
        mention = outcome.mention
        mends = edits[mention.block.id][1] if mention.block.id in edits else []
        mended = next((edit.new for edit in mends if edit.start == mention.start), "")
        found = anchor(outcome, linker.skill, mended or mention.path)
        if found is not None:
            yield found


def _calls(linker: Linker, *, lost: bool) -> Iterator[Checked]:
    if not any(file.kind == "script" for file in linker.module.files):
        return
    checker = CallChecker(linker, lost=lost)
    for path, scan in linker.scans.items():
        for site in scan.sites:
            checked = checker.check(site, path)
            if checked is not None:
                yield checked
    yield Checked(None, tuple(checker.direct.problems()))


def _scripts(module: Module, linker: Linker) -> Iterator[tuple[Fact, list[Diagnostic]]]:
    files = [file for file in module.files if file.kind == "script" and file.text is not None]

    @cache
    def written() -> frozenset[str]:
        """Names of the files that the scripts make; asked for rarely, and it costs reading all of them."""
        found = (item for file in files for item in facts_of(file.path, file.text or "").files)
        return frozenset(item.path.rpartition("/")[2] for item in found if item.kind == "write")

    for file in files:
        for finding in script_findings(file, linker.tree, written):
            yield finding.fact, [finding.problem] if finding.problem else []
    reader = ValueReader(linker.skill, linker.resolver, written)
    for finding in _of_data(module, reader):
        yield finding.fact, [finding.problem] if finding.problem else []


def _of_data(module: Module, reader: ValueReader) -> Iterator[ValueFinding]:
    if module.front_matter_block is not None:
        yield from reader.front_matter(module.front_matter_block)
    for file in module.files:
        if file.kind == "data" and file.text:
            yield from reader.file(file)

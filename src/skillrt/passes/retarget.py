"""Map a skill from the harness that it was written for to the target harness; without a target, report what would."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from skillrt.errors import Diagnostic, Severity
from skillrt.ir import (
    Anchor,
    Block,
    Document,
    Fact,
    Module,
    TextEdit,
    WrittenFor,
    place_of,
    replace_blocks,
    rewrite,
    span_of,
)
from skillrt.passes.base import Pass, PassContext
from skillrt.passes.harness_edits import (
    CONTRADICTED,
    Change,
    KeyChange,
    Links,
    Scene,
    command_change,
    lost_arguments,
    may_start_skill,
    name_change,
    new_front_matter,
    once_each,
    path_change,
    starts_skill,
    told_apart,
    tool_changes,
    under_faults,
    variable_change,
)
from skillrt.passes.harness_uses import (
    Use,
    belongs,
    conditional,
    distinct,
    excerpt_of,
    fact_of,
    find_uses,
    guess,
    is_nobodys,
    lexicon,
    notable,
    place_of_use,
    subject,
)
from skillrt.targets import Harness, find_harness, load_harnesses

# No block that people wrote has more; the time that the manifest takes to place edits grows with their square.
_MOST_USES = 500
_CODES = {
    "tool": "harness.tool",
    "path": "harness.path",
    "command": "harness.command",
    "variable": "harness.variable",
    "frontmatter": "harness.front-matter",
    "product": "harness.product",
}


# Of a product that the skill is about, these are no uses that fail elsewhere: its name, a rule of permissions.
_NAMES = frozenset(("product", "loose", "listed", "model", "matcher"))
_MOST_TOLD = 5
# Uses that stay as they are for every target: a comment in a program, a product's own part of the metadata, a name in
# a list or heading of several products.
_QUIET = frozenset(("comment", "metadata-key", "listed"))


@dataclass(frozen=True)
class Retarget(Pass):
    """Finds what only some harnesses understand and rewrites it for the target.

    `from_` (`retarget{from=codex}`) names the harness that the skill was written for; it is guessed where absent.
    What has an equivalent is mapped; what has none becomes words that any agent can follow, with a diagnostic.
    Bundled scripts and data are reported, never changed. Without a target nothing is changed.
    """

    name: ClassVar[str] = "retarget"
    from_: str = ""

    def run(self, module: Module, ctx: PassContext) -> Module:
        """The module with facts, diagnostics and, given a target, rewritten blocks."""
        harnesses = ctx.harnesses or load_harnesses()
        uses = find_uses(module, harnesses)
        shown = distinct(uses)
        written = self._written_for(module, shown, ctx)
        facts: list[Fact] = [*(fact_of(use, module) for use in shown), *written]
        if ctx.target is None:
            raised = Severity.WARNING if ctx.portable else Severity.NOTE
            told = notable(module, shown, uses, lexicon(harnesses), harnesses)
            notes = [_note(use, module, raised) for use in told]
            return module.with_facts(*facts).with_diagnostics(*notes)
        scene = _scene(module, ctx.target.harness, ctx, uses, written[0].harness if written else "")
        work = _Work(module, uses, scene)
        changed = work.blocks()
        module = replace_blocks(module, changed)
        return module.with_facts(*facts, *work.anchors).with_diagnostics(*work.diagnostics())

    def _written_for(self, module: Module, uses: Sequence[Use], ctx: PassContext) -> tuple[WrittenFor, ...]:
        given = find_harness(self.from_, ctx.harnesses or load_harnesses()).name if self.from_ else ""
        name, scores = guess(uses, ctx.harnesses or load_harnesses())
        if not given and not scores:
            return ()
        document = module.documents[0] if module.documents else None
        first = next(document.leaves(), None) if document else None
        if first is None:
            return ()
        span = span_of(first, 0, 0)
        return (WrittenFor(blocks=(), span=span, harness=given or name, guessed=not given, scores=scores),)


def _scene(module: Module, target: Harness, ctx: PassContext, uses: Sequence[Use], written: str) -> Scene:
    harnesses = ctx.harnesses or load_harnesses()
    known = lexicon(harnesses)
    files = {use.what.rpartition("/")[2] for use in uses if use.meaning.startswith("instructions.")}
    return Scene(
        target=target,
        harnesses=harnesses,
        known=known,
        name=module.name,
        folder=module.folder,
        paths=module.paths,
        siblings=frozenset(ctx.siblings),
        instruction_files=frozenset(files),
        written_for=written,
        apart=told_apart(uses, known),
    )


class _Work:
    """One module on its way to one target: changes per block, and what is left to say."""

    def __init__(self, module: Module, uses: Sequence[Use], scene: Scene) -> None:
        self.module = module
        self.scene = scene
        self.about = subject(module, scene.known)
        self.meant_for = conditional(module, uses)
        self.faults = under_faults(module)
        self.anchors: list[Anchor] = []
        self.plain: list[Change] = []
        self.left: list[Use] = []
        self.kept: list[Use] = []
        self.lost: dict[tuple[str, str], Use] = {}
        self.keys: tuple[KeyChange, ...] = ()
        self.foreign_keys = [use for use in uses if use.kind == "frontmatter"]
        # beside a hook's name a tool's name says what the hook looks at: that is no instruction to use the tool
        self.hooked = frozenset(use.passage.block for use in uses if use.form == "hook" and use.passage.block)
        self.mixed = _of_several(uses)
        self.links = Links(module)
        counted = Counter(use.passage.block for use in uses)
        self.flooded = frozenset(name for name, count in counted.items() if count > _MOST_USES)
        self.changes: dict[str, list[Change]] = {}
        for use in uses:
            self._take(use)

    def blocks(self) -> dict[str, Block]:
        """The blocks that change, by id."""
        changed: dict[str, Block] = {}
        for name, changes in self.changes.items():
            block = self.module.blocks[name]
            kept = once_each(list(_disjoint(changes)), block.text)
            edits = [TextEdit(item.start, item.end, item.new, item.rule, item.reason) for item in kept]
            after = rewrite(block, Retarget.name, edits)
            if after is not block:
                changed[name] = after
                self.anchors += [_anchor(item, block) for item in kept if item.anchor in self.scene.paths]
        return changed | self._front_matter(changed)

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What became plain words, what was left as it is, and what happened to keys."""
        seen: set[tuple[bool, str]] = set()
        for item in self.plain:
            if (item.rule == CONTRADICTED, item.use.key) not in seen:
                seen.add((item.rule == CONTRADICTED, item.use.key))
                yield self._no_equivalent(item)
        for use in distinct(self.left):
            weight = Severity.NOTE if use.form in {"product", "loose", "model"} else Severity.WARNING
            yield _note(use, self.module, weight, f" and was left as it is for {self.scene.target.title}")
        yield from self._subject_kept()
        for (tool, name), use in self.lost.items():
            message = f"`{tool}` of {self.scene.target.title} takes nothing like `{name}`, which was left as it is"
            place, line = place_of_use(use, self.module), excerpt_of(use, self.module)
            yield Diagnostic.of("harness.tool", message, place, excerpt=line).at(Severity.WARNING)
        for change in self.keys:
            yield from self._key(change)

    def _take(self, use: Use) -> None:
        if self._is_native(use) or is_nobodys(use) or use.form == "metadata" or use.form in _QUIET:
            return
        if use.kind == "frontmatter" or use.form == "allowed":
            return
        if use.form == "loose" and use.what in self.faults.get(use.passage.block, ""):
            return
        if self._is_subject(use):
            self.kept.append(use)
            return
        if self.meant_for.get(use.passage.block, frozenset()) & set(use.harnesses):
            return
        if use.passage.block in (self.hooked if use.kind == "tool" else self.mixed if use.kind == "path" else ()):
            self.left.append(use)
            return
        changes = self._changes(use) if self._may_change(use) else []
        if not changes:
            if not self._understood(use):
                self.left.append(use)
            return
        self.plain += [item for item in changes if item.plain]
        for name, tool in lost_arguments(use, self.scene) if use.kind == "tool" else ():
            self.lost.setdefault((tool.name, name), use)
        self.changes.setdefault(use.passage.block, []).extend(changes)

    def _may_change(self, use: Use) -> bool:
        return use.passage.block not in {"", *self.flooded} and not self.links.hold(use)

    def _changes(self, use: Use) -> list[Change]:
        if use.kind == "tool":
            return list(tool_changes(use, self.scene))
        if use.kind == "variable":
            return [item] if (item := variable_change(use, self.scene)) else []
        if use.kind == "path":
            return [item] if (item := path_change(use, self.scene)) else []
        if use.kind == "command":
            return [item] if (item := command_change(use, self.scene)) else []
        return [item] if (item := name_change(use, self.scene)) else []

    def _is_native(self, use: Use) -> bool:
        target = self.scene.target
        if target.name in use.harnesses:
            return True
        if use.form in {"plugin-skill", "plugin-agent"}:
            return target.syntax.plugin_skills
        return use.form == "slash" and (
            use.what in target.commands
            or (may_start_skill(use, self.scene) and target.skills.invoke.replace("{name}", use.what[1:]) == use.what)
        )

    def _is_subject(self, use: Use) -> bool:
        """Whether a use belongs to what the skill is about; how the skill is started is the target's matter."""
        started = use.form == "slash" and starts_skill(use, self.scene)
        return not started and belongs(use, self.about, self.scene.harnesses)

    def _understood(self, use: Use) -> bool:
        """Names that any agent reads as what they are: `general-purpose`, a folder of the skill's own data, a
        tool that is explained before."""
        return use.form in {"agent", "again"} or (use.kind == "path" and not use.meaning and bool(use.passage.block))

    def _front_matter(self, changed: dict[str, Block]) -> dict[str, Block]:
        block = self.module.front_matter_block
        if block is None:
            return {}
        now = changed.get(block.id, block)
        read = self.module.front_matter
        if now is not block:
            read = msgspec.structs.replace(self.module, documents=_with(self.module, now)).front_matter
        text, self.keys = new_front_matter(now.text, read, self.scene)
        if text == now.text:
            return {}
        reason = "; ".join(f"{item.key} {item.what}: {item.reason}" for item in self.keys)
        start, end, new = _difference(now.text, text)
        return {block.id: rewrite(now, Retarget.name, [TextEdit(start, end, new, "front-matter", reason)])}

    def _subject_kept(self) -> Iterator[Diagnostic]:
        """How much stays as it is because the skill is about a product; its name alone is nothing to use."""
        uses = [use for use in self.kept if use.form not in _NAMES]
        target = self.scene.target
        if not uses:
            return
        titles = " and ".join(
            ", ".join(sorted(self.scene.harnesses[name].title for name in self.about)).rsplit(", ", 1)
        )
        several = "1 use was left as it is" if len(uses) == 1 else f"{len(uses)} uses were left as they are"
        often = Counter(use.what for use in uses).most_common(_MOST_TOLD)
        listed = ", ".join(f"`{what}`{f' ({count} times)' if count > 1 else ''}" for what, count in often)
        more = ", ..." if len({use.what for use in uses}) > len(often) else ""
        message = (
            f"the skill is about {' and '.join(titles.rsplit(', ', 1))}; {several} for {target.title}: {listed}{more}"
        )
        place, line = place_of_use(uses[0], self.module), excerpt_of(uses[0], self.module)
        fails = any(use.kind not in {"path", "product"} and use.form != "program" for use in uses)
        weight = Severity.WARNING if fails and target.name not in self.about else Severity.NOTE
        yield Diagnostic.of("harness.subject", message, place, excerpt=line).at(weight)

    def _no_equivalent(self, item: Change) -> Diagnostic:
        target = self.scene.target.title
        instead = "plain words stand in its place"
        if item.rule == CONTRADICTED:
            instead = "the text forbids to do it in plain words, which is what is left"
        message = f"`{item.use.what}` has no equivalent in {target}; {instead}"
        place, line = place_of_use(item.use, self.module), excerpt_of(item.use, self.module)
        return Diagnostic.of("harness.no-equivalent", message, place, excerpt=line, hint=item.advice)

    def _key(self, change: KeyChange) -> Iterator[Diagnostic]:
        use = next((item for item in self.foreign_keys if item.key == change.key), None)
        place, line = (place_of_use(use, self.module), excerpt_of(use, self.module)) if use else (None, "")
        if change.what in {"dropped", "needless"}:
            message = f"the key `{change.key}` was left out: {change.reason}"
            found = Diagnostic.of("harness.key-dropped", message, place, excerpt=line, hint=change.advice)
            yield found.at(Severity.NOTE) if change.what == "needless" else found
        elif change.lost:
            yield self._lost_tools(change.lost)
        elif change.what == "moved":
            message = f"the key `{change.key}` moved under `metadata`"
            yield Diagnostic.of("harness.key-moved", message, place, excerpt=line)
        elif change.what == "joined":
            message = f"the text of the key `{change.key}` moved to the end of `description`"
            yield Diagnostic.of("harness.key-moved", message, place, excerpt=line)
        elif change.what == "cut":
            message = (
                f"not all of `{change.key}` fits into `description`: {change.reason}; the whole is under `metadata`"
            )
            hint = "Shorten the two, so that the model is shown all of when to use the skill."
            yield Diagnostic.of("harness.key-moved", message, place, excerpt=line, hint=hint).at(Severity.WARNING)

    def _lost_tools(self, lost: Sequence[str]) -> Diagnostic:
        block, entry = self.module.front_matter_block, self.module.front_matter.entry("allowed-tools")
        place = place_of(block, entry.start, entry.start + len(entry.key)) if block and entry else None
        names = ", ".join(f"`{item}`" for item in lost)
        message = f"`allowed-tools` is without {names}: {self.scene.target.title} has no such tool, or no patterns"
        return Diagnostic.of("harness.tools-dropped", message, place)


def _of_several(uses: Sequence[Use]) -> frozenset[str]:
    """The blocks that name paths of several harnesses: a list of where each of them looks, which stays as it is."""
    owners: dict[str, set[tuple[str, ...]]] = {}
    for use in uses:
        if use.kind == "path" and use.passage.block:
            owners.setdefault(use.passage.block, set()).add(use.harnesses)
    return frozenset(name for name, sets in owners.items() if len(sets) > 1)


def _with(module: Module, block: Block) -> tuple[Document, ...]:
    return replace_blocks(module, {block.id: block}).documents


def _note(use: Use, module: Module, severity: Severity, more: str = "") -> Diagnostic:
    owners = ", ".join(use.harnesses)
    known = f"belongs to {owners}" if owners else "belongs to some harnesses only"
    if use.kind == "frontmatter":
        heeded = f" (heeded by {owners})" if owners else ""
        known = f"is no key of the Agent Skills specification{heeded}"
    if use.form == "plugin-agent":
        known = "is a sub-agent that a plugin brings"
    message = f"`{use.what}` {known}{more}"
    place, line = place_of_use(use, module), excerpt_of(use, module)
    return Diagnostic.of(_CODES[use.kind], message, place, excerpt=line).at(severity)


def _anchor(item: Change, block: Block) -> Anchor:
    span = span_of(block, item.start, item.end)
    return Anchor(blocks=(block.id,), span=span, path=item.anchor, written=item.new)


def _disjoint(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes in order, without those that overlap one before them."""
    cursor = -1
    for item in sorted(changes, key=lambda change: (change.start, -change.end)):
        if item.start >= max(cursor, 0) and (item.start > cursor or item.start != item.end):
            cursor = item.end
            yield item


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """The stretch of `old` that differs, and what stands there in `new`."""
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < limit - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, len(old) - tail, new[start : len(new) - tail]

"""The backend that writes a skill folder: SKILL.md, the source's files, and `.skillrt/manifest.json`."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from skillrt.backends.anchored import anchored
from skillrt.backends.base import Backend, BuildRecord, Variant
from skillrt.backends.positions import placed_derivations, placed_leaves, source_run
from skillrt.backends.workflow_record import workflow_record
from skillrt.errors import Diagnostic, InputError, Place
from skillrt.ir import SKILL_FILE, Anchor, BundledFile, Document, Gap, Module, WrittenFor
from skillrt.ir.workflow import WORKFLOW_FILE
from skillrt.store import (
    MANIFEST_FILE,
    AnchorRecord,
    EditRecord,
    EliminationRecord,
    GapRecord,
    GuessRecord,
    MadeRecord,
    Manifest,
    RelocationRecord,
    Run,
    StoredFile,
    TargetRecord,
    manifest_bytes,
)
from skillrt.store.files import is_inside, is_reserved, stored
from skillrt.store.manifest import file_records
from skillrt.store.workflow_file import workflow_bytes
from skillrt.targets import Harness, Target
from skillrt.targets.launching import Launch
from skillrt.targets.traffic import Traffic
from skillrt.verify.names import normal_name

_WORKFLOW_REASON: Final = "the steps, what each waits for, and what can go on at once, for `skillrt workflow`"


@dataclass(frozen=True)
class SkillFolder(Backend):
    """Writes a folder that every harness takes for a skill."""

    name: ClassVar[str] = "skill-folder"

    def write(self, module: Module, build: BuildRecord) -> Variant:
        """The variant. Raises InputError where a path of the source cannot be one of the variant."""
        paths = {item.path: SKILL_FILE if item is module.documents[0] else item.path for item in module.documents}
        files = tuple(sorted((*_files(module, paths), *_workflow(module)), key=lambda item: item.path))
        _require_paths(files)
        name = normal_name(module.name)
        manifest = Manifest(
            name=name,
            compiler=build.compiler,
            source=build.source,
            target=_target(build.target, with_profile=build.with_profile),
            host=build.target.host,
            written_for=_written_for(module),
            files=file_records(files),
            anchors=(*_anchors(module, paths), *_anchors_of_made(module)),
            edits=tuple(_edits(module.documents, paths)),
            eliminations=tuple(_eliminations(module)),
            relocations=tuple(_relocations(module)),
            gaps=tuple(_gaps(module)),
            tokens=build.tokens,
        )
        written = stored(MANIFEST_FILE, manifest_bytes(manifest))
        return Variant(name, manifest, tuple(sorted((*files, written), key=lambda item: item.path)))


def harness_digest(harness: Harness) -> str:
    """`sha256:...` of a descriptor: two variants with the same one were compiled from the same facts.

    How the harness is started, and what it says on the wire, is none of them.
    """
    facts = msgspec.structs.replace(harness, launch=Launch(), traffic=Traffic())
    return "sha256:" + hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def _target(target: Target, *, with_profile: bool) -> TargetRecord:
    return TargetRecord(
        model=target.model,
        harness=target.harness.name,
        descriptor=harness_digest(target.harness),
        profile=target.capabilities.digest if with_profile else None,
    )


def _files(module: Module, paths: Mapping[str, str]) -> Iterator[StoredFile]:
    for document in module.documents:
        item = stored(paths[document.path], document.data, executable=document.executable)
        yield msgspec.structs.replace(item, origin=document.path)
    for file in module.files:
        if file.origin is not None:
            yield _made(file)
            continue
        yield StoredFile(
            file.path, file.size, f"sha256:{file.digest}", executable=file.executable, data=None, origin=file.path
        )


def _made(file: BundledFile) -> StoredFile:
    """A file that a pass made."""
    item = stored(file.path, (file.text or "").encode("utf-8", "surrogateescape"), executable=file.executable)
    origin = file.origin
    made = MadeRecord(pass_name=origin.pass_name, rule=origin.rule, reason=origin.reason) if origin else None
    return msgspec.structs.replace(item, made=made)


def _workflow(module: Module) -> Iterator[StoredFile]:
    """The record of what the skill has done step by step, where that was found."""
    record = workflow_record(module)
    if record is not None:
        made = MadeRecord(pass_name="extract-concurrency", rule="workflow", reason=_WORKFLOW_REASON)
        yield msgspec.structs.replace(stored(WORKFLOW_FILE, workflow_bytes(record)), made=made)


def _require_paths(files: tuple[StoredFile, ...]) -> None:
    seen: set[str] = set()
    problems: list[Diagnostic] = []
    for item in files:
        place = Place(item.origin, 1)
        if is_reserved(item.path) and item.made is None:
            message = f"`{item.path}` lies in the folder `.skillrt`, which belongs to SkillRT"
            problems.append(Diagnostic.of("compile.reserved-path", message, place))
        elif not is_inside(item.path):
            problems.append(Diagnostic.of("compile.path-leaves", f"`{item.path}` leaves the skill's folder", place))
        elif item.path in seen:
            problems.append(Diagnostic.of("compile.path-taken", f"two files would be `{item.path}`", place))
        seen.add(item.path)
    if problems:
        raise InputError(problems)


def _edits(documents: tuple[Document, ...], paths: Mapping[str, str]) -> Iterator[EditRecord]:
    for document in documents:
        for item, new, output in placed_derivations(document, paths[document.path]):
            yield EditRecord(
                pass_name=item.pass_name,
                rule=item.rule,
                reason=item.reason,
                source=source_run(item.span),
                output=output,
                old=item.old,
                new=new,
            )


def _anchors(module: Module, paths: Mapping[str, str]) -> Iterator[AnchorRecord]:
    """In reading order. An anchor inside a text that a pass replaced as a whole is where the replacement is."""
    wanted: dict[str, list[Anchor]] = {}
    for fact in module.facts:
        if isinstance(fact, Anchor) and fact.blocks:
            wanted.setdefault(fact.blocks[0], []).append(fact)
    for document in module.documents:
        for leaf in placed_leaves(document) if not wanted.keys().isdisjoint(document.by_id) else ():
            filled = 0  # two passes may mark the same words
            for start, end, path in sorted(anchored(leaf.block, wanted.get(leaf.block.id, ()))):
                if filled <= start < end:
                    filled = end
                    output = leaf.run(paths[document.path], start, end)
                    yield AnchorRecord(output=output, path=path, written=leaf.block.text[start:end])


def _anchors_of_made(module: Module) -> Iterator[AnchorRecord]:
    """Every place of a made file that names a bundled file in a command."""
    for file in module.files:
        text = file.text or ""
        for path in sorted(file.origin.uses) if file.origin else ():
            for found in re.finditer(rf"(?<![\w./-]){re.escape(path)}(?![\w/-])", text):
                start = len(text[: found.start()].encode("utf-8", "surrogateescape"))
                line = text.count("\n", 0, found.start()) + 1
                run = Run(file=file.path, start=start, end=start + len(path.encode()), line=line, end_line=line)
                yield AnchorRecord(output=run, path=path, written=path)


def _eliminations(module: Module) -> Iterator[EliminationRecord]:
    for item in sorted(module.eliminations, key=lambda item: (item.span, item.pass_name, item.rule)):
        yield EliminationRecord(
            pass_name=item.pass_name, rule=item.rule, reason=item.reason, source=source_run(item.span), old=item.old
        )


def _relocations(module: Module) -> Iterator[RelocationRecord]:
    for item in sorted(module.relocations, key=lambda item: (item.span, item.to)):
        yield RelocationRecord(
            pass_name=item.pass_name,
            rule=item.rule,
            source=source_run(item.span),
            old=item.old,
            to=item.to,
            how=item.how,
            literals=item.literals,
        )


def _gaps(module: Module) -> Iterator[GapRecord]:
    for fact in module.facts:
        if isinstance(fact, Gap):
            yield GapRecord(
                primitive=fact.primitive,
                required=fact.required,
                aim=fact.aim,
                left=fact.left,
                status=fact.status,
                rules=fact.rules,
                why=fact.why,
            )


def _written_for(module: Module) -> GuessRecord:
    fact = next((item for item in module.facts if isinstance(item, WrittenFor)), None)
    if fact is None:
        return GuessRecord()
    return GuessRecord(harness=fact.harness, guessed=fact.guessed, scores=dict(fact.scores))

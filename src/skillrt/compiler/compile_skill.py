"""Compile one skill for one target: read, run the passes, write to memory, and check what was written."""

from dataclasses import dataclass

import skillrt
from skillrt.backends import BuildRecord, SkillFolder, Variant
from skillrt.backends.legal import STEP, legal, without_brackets
from skillrt.compiler.identity import as_variant
from skillrt.compiler.options import CompileOptions, pipeline_of
from skillrt.compiler.token_figures import token_figures
from skillrt.errors import Diagnostic, InputError, Severity, VerifyError
from skillrt.frontend import SkillSource, load
from skillrt.frontend.markdown import parse
from skillrt.frontend.skill_tree import place_of_skill
from skillrt.ir import SKILL_FILE, Document, Module
from skillrt.passes.base import Need, PassContext
from skillrt.passes.pipeline import run_pipeline
from skillrt.store import CompilerRecord, SourceRecord
from skillrt.targets import Target
from skillrt.verify import verify
from skillrt.verify.specification import check

_STRICT = "capability.gap-strict"
# Errors of the source that its variant does not have: it lies in a folder of its name, and loses a byte-order mark.
_MENDED = frozenset({"spec.name-folder", "text.bom"})


@dataclass(frozen=True)
class Compiled:
    """A variant, and what the passes had to say. `again`: the source was this variant already."""

    variant: Variant
    diagnostics: tuple[Diagnostic, ...] = ()
    again: bool = False


def compile_skill(
    source: SkillSource, target: Target, options: CompileOptions, module: Module | None = None
) -> Compiled:
    """The variant of `source` for `target`. Pure: the same source, target and options give the same bytes.

    `module` is the source already loaded, where several targets share it. Raises InputError where the source breaks
    the specification in a way that cannot be mended, UsageError for a pipeline that cannot run, and VerifyError
    where a pass or the backend broke a promise.
    """
    found = as_variant(source, target)
    if found:
        return Compiled(found, again=True)
    loaded = module or load(source)
    pipeline = pipeline_of(options)
    start = _legal(loaded, options)
    context = PassContext(
        target=target,
        harnesses=options.harnesses,
        siblings=options.siblings,
        tree=options.tree,
        place=place_of_skill(source),
        homes=options.homes,
        programs=options.programs,
    )
    after = run_pipeline(start, pipeline, context)
    refused = [item for item in after.diagnostics if item.code == _STRICT]
    if refused:
        raise InputError(refused)
    if not target.harness.syntax.one_line_values:
        after = without_brackets(after)
    verify(loaded, after, "the pipeline")
    build = BuildRecord(
        compiler=CompilerRecord(
            version=skillrt.__version__,
            level=options.level,
            pipeline=str(pipeline),
            passes=tuple(item.name for item in pipeline.passes),
        ),
        source=SourceRecord(name=loaded.name, digest=loaded.source),
        target=target,
        tokens=token_figures(loaded, after),
        with_profile=any(Need.PROFILE in item.needs for item in pipeline.passes),
    )
    variant = SkillFolder().write(after, build)
    _require_valid(variant, target, loaded.documents[0])
    return Compiled(variant, after.diagnostics)


def _legal(loaded: Module, options: CompileOptions) -> Module:
    """The module with a valid front matter. Raises InputError with every error of the source that stays."""
    module = legal(loaded, fix_names=options.fix_names)
    verify(loaded, module, STEP)
    found = [*loaded.diagnostics, *check(module)]
    errors = [item for item in found if item.severity is Severity.ERROR and item.code not in _MENDED]
    if errors:
        raise InputError(sorted(errors, key=lambda item: item.sort_key))
    return module


def _require_valid(variant: Variant, target: Target, source: Document) -> None:
    """Read SKILL.md again as it will be written, and check it as a stranger's. One that is as in the source has been
    read already."""
    skill = variant.file(SKILL_FILE)
    data = skill.data if skill and skill.data is not None else b""
    read = source.path == SKILL_FILE and all(block.kind != "opaque" for block in source.blocks[:1])
    document = source
    if not read or source.data != data:
        document = Document(SKILL_FILE, parse(SKILL_FILE, data, front_matter=True).blocks)
    written = Module(variant.name, variant.manifest.source.digest, (document,), ())
    errors = [item for item in check(written, target.harness) if item.severity is Severity.ERROR]
    if document.data != data or errors:
        what = "; ".join(item.message for item in errors) or "it reads back differently"
        message = f"the SKILL.md written for {target} breaks the specification: {what}"
        raise VerifyError(Diagnostic.of("verify.specification", message))

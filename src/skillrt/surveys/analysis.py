"""One skill -> its record: the passes that find, without a target, each skill by itself as it would be installed."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from skillrt.compiler.token_figures import token_figures
from skillrt.errors import Diagnostic, InputError, Severity, SkillrtError
from skillrt.errors.defects import defect
from skillrt.frontend import SkillSource, load
from skillrt.ir import (
    Edge,
    Fact,
    HarnessUse,
    Module,
    ParallelRegion,
    Reference,
    Requirement,
    SkillKind,
    Step,
    Workflow,
    WrittenFor,
)
from skillrt.passes.base import PassContext
from skillrt.passes.pipeline import Pipeline, parse_pipeline, run_pipeline
from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.base import rank
from skillrt.surveys.needs import needs_of
from skillrt.surveys.record import Contents, Counts, Sizes, SkillRecord, Tokens, Work, counted
from skillrt.targets import load_harnesses
from skillrt.verify import specification

PIPELINE: Final = "link,retarget,infer-requirements,extract-concurrency,audit"
SEVERAL: Final = "several"
UNKNOWN: Final = "unknown"
_OTHER: Final = "other"
_CODE: Final = frozenset({"code", "commands"})
_LONGEST_NAME: Final = 100
_BROKEN: Final = ("link.", "call.")
_AUDIT: Final = "audit."


def record_of(source: SkillSource, digest: str) -> SkillRecord:
    """The record of a skill; `digest` is that of its content. Never raises for what is in the skill."""
    try:
        return _record(source.where, digest, load(source))
    except SkillrtError as error:
        unread = isinstance(error, InputError)
        return SkillRecord(source.where, digest, unread=unread, errors=counted(_codes(error.diagnostics)))
    except Exception as error:  # noqa: BLE001  (one skill must not cost the others; it is counted, never swallowed)
        return SkillRecord(source.where, digest, unread=True, errors={defect(error).code: 1})


@cache
def _pipeline() -> Pipeline:
    return parse_pipeline(PIPELINE)


def _record(where: str, digest: str, loaded: Module) -> SkillRecord:
    module = run_pipeline(loaded, _pipeline(), PassContext(harnesses=load_harnesses()))
    facts = module.facts
    uses = [fact for fact in facts if isinstance(fact, HarnessUse)]
    found = module.diagnostics
    problems = [*found, *specification.check(loaded)]
    return SkillRecord(
        skill=where,
        digest=digest,
        name=module.name[:_LONGEST_NAME],
        kind=next((fact.kind for fact in facts if isinstance(fact, SkillKind)), ""),
        written_for=next((fact.harness for fact in facts if isinstance(fact, WrittenFor)), ""),
        sizes=_sizes(loaded),
        tokens=_tokens(loaded),
        contents=_contents(SkillView(module, lexicon())),
        needs=needs_of(module),
        uses=counted(_owner(use) for use in uses),
        use_kinds=counted(use.kind for use in uses),
        references=_references(facts),
        broken=counted(code for code in _codes(found) if code.startswith(_BROKEN)),
        primitives=_primitives(facts),
        work=_work(facts),
        audit=counted(code for code in _codes(found) if code.startswith(_AUDIT)),
        errors=counted(_errors(problems)),
    )


def _errors(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Codes of errors that are counted nowhere else."""
    for item in diagnostics:
        if item.severity is Severity.ERROR and not item.code.startswith((*_BROKEN, _AUDIT)):
            yield item.code


def _codes(diagnostics: Iterable[Diagnostic]) -> list[str]:
    return [item.code for item in diagnostics]


def _sizes(module: Module) -> Sizes:
    documents = [len(item.data) for item in module.documents]
    files = [item.size for item in module.files]
    return Sizes(
        skill=documents[0] if documents else 0,
        documents=sum(documents),
        all=sum(documents) + sum(files),
        files=len(documents) + len(files),
        texts=len(documents),
        programs=sum(item.kind == "script" for item in module.files),
    )


def _tokens(module: Module) -> Tokens | None:
    found = token_figures(module, module)
    return Tokens(found.listed.before, found.activation.before, found.read.before) if found else None


def _contents(view: SkillView) -> Contents:
    first = view.module.documents[0].path if view.module.documents else ""
    fences = [fence for fence in view.fences if fence.role in _CODE]
    return Contents(
        main_procedures=sum(item.path == first for item in view.procedures),
        procedures=len(view.procedures),
        main_fences=sum(fence.path == first for fence in fences),
        fences=len(fences),
        code_lines=sum(fence.lines for fence in fences),
        languages=counted(fence.language or _OTHER for fence in fences),
        programs=counted(file.language or _OTHER for file in view.scripts),
    )


def _owner(use: HarnessUse) -> str:
    if len(use.harnesses) > 1:
        return SEVERAL
    return use.harnesses[0] if use.harnesses else UNKNOWN


def _references(facts: Iterable[Fact]) -> Counts:
    """Mentions of files by status; a file that is mentioned twice in one document counts once."""
    found = {(fact.span.file, fact.ref): fact.status for fact in facts if isinstance(fact, Reference)}
    return counted(found.values())


def _primitives(facts: Iterable[Fact]) -> Counts:
    whole = (fact for fact in facts if isinstance(fact, Requirement) and not fact.purpose)
    return {fact.primitive: rank(fact.level) for fact in sorted(whole, key=lambda item: item.primitive)}


def _work(facts: Iterable[Fact]) -> Work:
    found = tuple(facts)
    return Work(
        workflows=sum(isinstance(fact, Workflow) for fact in found),
        steps=sum(isinstance(fact, Step) for fact in found),
        edges=counted(fact.kind for fact in found if isinstance(fact, Edge)),
        regions=counted(fact.kind for fact in found if isinstance(fact, ParallelRegion)),
    )
